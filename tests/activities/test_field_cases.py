"""Contacts as posts and committees have them (case F21); deadlines that nobody set (F07)."""

from datetime import datetime, timedelta

import pytest

from baiying.activities import actions
from baiying.activities.forms.shifts import AmendForm
from baiying.activities.models import Activity, Shift
from baiying.kit import clock
from baiying.kit.forms import ContactPhoneField, PhoneField
from baiying.kit.models import AuditEvent
from baiying.ui import formats
from tests.activities.makers import Town, actor, log_in, volunteer
from tests.walks import edits


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
    with pytest.raises(Exception, match="收不到短信"):
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


def _deadline(town: Town, days: int = -1) -> tuple[Activity, Shift, str]:
    """An activity whose deadline somebody set before its shift, and the page on which it is changed."""
    activity, shift = _planned(town, 5)
    Activity.objects.filter(pk=activity.pk).update(recruit_until=shift.starts_at + timedelta(days=days))
    activity.refresh_from_db()
    return activity, shift, f"/activities/{activity.public_id}/deadline/"


def _typed(moment: datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%dT%H:%M}"


def test_f07_whoever_moves_a_shift_is_told_that_a_deadline_set_by_hand_stays(town: Town) -> None:
    activity, shift, page = _deadline(town)
    # Another shift that the deadline still lets fill changes nothing about the one that is moved.
    town.shift(activity, days=2, places=3)
    leader = log_in(town.leader, town.leader_person)
    start = clock.local(shift.starts_at + timedelta(days=7)).replace(hour=9, minute=0)
    sent = {"day": str(start.date()), "starts": "09:00", "ends": "11:00", "reason": "下雨"}
    answer = leader.post(f"/shifts/{shift.public_id}/time/", sent, follow=True).content.decode()
    assert f"报名截止没有跟着变，仍是 {formats.datetime_text(activity.recruit_until)}" in answer
    assert page in answer
    # And where nobody set it nothing is said.
    other, second = _planned(town, 6)
    Activity.objects.filter(pk=other.pk).update(title="别的活动")
    answer = leader.post(f"/shifts/{second.public_id}/time/", sent | {"starts": "14:00", "ends": "15:00"}, follow=True)
    assert "已改期" in answer.content.decode()
    assert "没有跟着变" not in answer.content.decode()


def test_f07_the_deadline_is_set_anew_and_left_to_the_last_shift_again(town: Town) -> None:
    activity, shift, page = _deadline(town)
    leader = log_in(town.leader, town.leader_person)
    until = (shift.starts_at - timedelta(hours=2)).replace(second=0, microsecond=0)
    sent = edits.opened(leader, page, "recruit_until")
    assert sent["recruit_until"] == [_typed(activity.recruit_until)]
    for _ in range(2):
        answer = leader.post(page, sent | {"recruit_until": _typed(until)}, follow=True)
        assert f"{formats.datetime_text(until)} 前可以报名" in answer.content.decode()
    activity.refresh_from_db()
    assert activity.recruit_until == until
    assert AuditEvent.objects.filter(action="DeadlineSet", subject_id=activity.pk).count() == 1
    leader.post(page, edits.opened(leader, page, "recruit_until") | {"recruit_until": ""})
    activity.refresh_from_db()
    assert activity.recruit_until == shift.starts_at
    assert edits.opened(leader, page, "recruit_until")["recruit_until"] == [""], "nobody sets it now"
    story = leader.get(f"/desk/activities/{activity.public_id}/").content.decode()
    assert story.count("改报名截止") >= 3


@pytest.mark.parametrize(("days", "words"), [(9, "不能晚于活动结束"), (-9, "已经过去了")])
def test_f07_a_deadline_that_cannot_be_is_refused_at_its_field_and_stays_typed(
    town: Town, days: int, words: str
) -> None:
    activity, shift, page = _deadline(town)
    leader = log_in(town.leader, town.leader_person)
    typed = _typed(shift.starts_at + timedelta(days=days))
    answer = leader.post(page, edits.opened(leader, page, "recruit_until") | {"recruit_until": typed})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode()
    before = activity.recruit_until
    activity.refresh_from_db()
    assert activity.recruit_until == before


def test_f07_only_who_leads_sets_the_deadline_of_what_is_published(town: Town) -> None:
    activity, _shift, page = _deadline(town)
    person = volunteer("张小华", town.village)
    assert log_in(person.account, person).get(page).status_code == 404  # type: ignore[arg-type]
    Activity.objects.filter(pk=activity.pk).update(state="cancelled", end_reason="下雨", ended_at=clock.now())
    assert log_in(town.leader, town.leader_person).get(page).status_code == 404
    with pytest.raises(actions.NotPublished):
        actions.set_deadline(activity_id=activity.pk, until=None, actor=actor(town.leader), at=clock.now())
