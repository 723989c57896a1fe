"""Contacts as posts and committees have them (case F21); deadlines that nobody set (F07)."""

from datetime import timedelta

import pytest

from baiying.activities import actions
from baiying.activities.forms.shifts import AmendForm
from baiying.activities.models import Activity, Shift
from baiying.kit import clock
from baiying.kit.forms import ContactPhoneField, PhoneField
from tests.activities.makers import Town, actor


@pytest.mark.rules
@pytest.mark.parametrize(
    ("typed", "kept"),
    [("0374-2961234", "0374-2961234"), ("400-800-1234", "400-800-1234"), ("139 1234 5678", "13912345678")],
)
def test_f21_a_landline_is_a_contact(typed: str, kept: str) -> None:
    assert ContactPhoneField().clean(typed) == kept


@pytest.mark.rules
def test_f21_a_landline_without_its_area_code_is_told_what_lacks() -> None:
    form = AmendForm({"contact_phone": "0374-29612"})
    assert "区号" in form.errors["contact_phone"][0]


@pytest.mark.rules
def test_whoever_logs_in_gives_a_mobile() -> None:
    form_field = PhoneField()
    with pytest.raises(Exception, match="11 位"):
        form_field.clean("0374-2961234")


def _planned(town: Town, days: int) -> tuple[Activity, Shift]:
    """An activity of one shift for which nobody set a deadline."""
    activity = town.activity("改期的活动")
    shift = town.shift(activity, places=3, days=days)
    Activity.objects.filter(pk=activity.pk).update(recruit_until=shift.starts_at)
    return activity, shift


def _move(town: Town, shift: Shift, days: int) -> None:
    start = shift.starts_at + timedelta(days=days)
    actions.move_shift(
        shift_id=shift.pk, starts_at=start, ends_at=start + timedelta(hours=2), reason="下雨",
        actor=actor(town.leader, town.leader_person), at=clock.now(),
    )  # fmt: skip


@pytest.mark.parametrize("days", [7, -2])
def test_f07_a_deadline_that_nobody_set_goes_with_the_shift(town: Town, days: int) -> None:
    activity, shift = _planned(town, 5)
    _move(town, shift, days)
    activity.refresh_from_db()
    shift.refresh_from_db()
    assert activity.recruit_until == shift.starts_at


def test_f07_a_deadline_that_was_set_stays(town: Town) -> None:
    activity, shift = _planned(town, 5)
    set_by_hand = shift.starts_at - timedelta(days=1)
    Activity.objects.filter(pk=activity.pk).update(recruit_until=set_by_hand)
    _move(town, shift, 7)
    activity.refresh_from_db()
    assert activity.recruit_until == set_by_hand


def test_f07_the_deadline_stays_at_the_last_shift_when_an_earlier_one_moves(town: Town) -> None:
    activity, shift = _planned(town, 5)
    last = town.shift(activity, places=3, days=20)
    Activity.objects.filter(pk=activity.pk).update(recruit_until=last.starts_at)
    _move(town, shift, 2)
    activity.refresh_from_db()
    assert activity.recruit_until == last.starts_at


def test_f07_the_deadline_follows_when_the_end_of_a_series_is_called_off(town: Town) -> None:
    activity, first = _planned(town, 5)
    last = town.shift(activity, places=3, days=20)
    Activity.objects.filter(pk=activity.pk).update(recruit_until=last.starts_at)
    actions.call_off(
        shift_id=last.pk, which="one", reason="节日", actor=actor(town.leader, town.leader_person), at=clock.now()
    )
    activity.refresh_from_db()
    assert activity.recruit_until == first.starts_at
