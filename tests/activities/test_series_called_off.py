"""Shifts of a series, or the rest of it, called off: told once, never made again, what was served untouched."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from baiying.activities import actions, queries
from baiying.activities.models import Series, Shift, Signup
from baiying.demo import builders
from baiying.hours import actions as hours
from baiying.hours.models import Attendance
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from tests.activities.makers import Town, actor, log_in, volunteer
from tests.activities.repeating import (
    BEFORE,
    START,
    WEEK,
    call_off,
    move,
    places_of,
    published,
    sign_up,
    weekly,
)


@pytest.mark.django_db
def test_one_shift_called_off_ends_its_signups_tells_them_and_does_not_come_again(town: Town) -> None:
    row = published(town, weekly(3))
    who = volunteer("甲", town.village)
    second = Shift.objects.get(place_in_series=1)
    gone, stays = sign_up(second, who), sign_up(Shift.objects.get(place_in_series=2), who)
    assert [call_off(second, "one", town) for _ in range(2)] == [1, 1]
    gone.refresh_from_db()
    stays.refresh_from_db()
    assert (gone.state, stays.state) == ("cancelled", "accepted")
    assert "暴雨" in Message.objects.get(kind="signup_called_off").text
    actions.top_up_all(at=BEFORE)
    assert places_of(row) == [0, 1, 2, 3]
    second.refresh_from_db()
    assert (second.taken, second.call_off_reason) == (0, "暴雨")
    assert Series.objects.get().ended_at is None
    assert AuditEvent.objects.filter(action="ShiftCalledOff").count() == 1


@pytest.mark.django_db
def test_a_shift_called_off_takes_nobody_in_and_is_not_changed(town: Town) -> None:
    published(town, weekly(3))
    shift = Shift.objects.get(place_in_series=1)
    call_off(shift, "one", town)
    with pytest.raises(Refused) as refused:
        sign_up(shift, volunteer("甲", town.village))
    assert refused.value.code == "not_open"
    leader = actor(town.leader)
    shift.refresh_from_db()
    for wrong in (
        lambda: move(shift, timedelta(hours=1), "one", town),
        lambda: move(shift, timedelta(hours=1), "later", town),
        lambda: actions.change_places(shift_id=shift.pk, places=9, actor=leader, at=BEFORE),
        lambda: actions.close_shift(shift_id=shift.pk, closed=False, actor=leader, at=BEFORE),
    ):
        with pytest.raises(actions.ShiftCalledOff):
            wrong()
    assert not queries.stands(Shift.objects.select_related("activity").get(pk=shift.pk))
    standing = Shift.objects.filter(queries.standing()).values_list("place_in_series", flat=True)
    assert sorted(standing) == [0, 2, 3]  # type: ignore[type-var]


@pytest.mark.django_db
def test_nobody_checks_in_or_is_ticked_where_a_shift_was_called_off(town: Town) -> None:
    published(town, weekly(3))
    shift = Shift.objects.get(place_in_series=1)
    call_off(shift, "one", town)
    who, at = volunteer("甲", town.village), shift.starts_at
    found = queries.shift(shift.public_id)
    assert found is not None
    leader = actor(town.leader, town.leader_person)
    own = actor(who.account, who)  # type: ignore[arg-type]
    with pytest.raises(Refused) as by_code:
        hours.check_in(shift_pid=shift.public_id, person_id=who.pk, actor=own, at=at)
    with pytest.raises(Refused) as by_leader:
        hours.tick_in(shift=found, person_id=who.pk, actor=leader, at=at)
    assert (by_code.value.code, by_leader.value.code) == ("not_open", "not_open")


@pytest.mark.django_db
def test_calling_off_a_series_touches_what_is_to_come_and_not_what_was_served(town: Town) -> None:
    row = published(town, weekly(12))
    who = volunteer("甲", town.village)
    shifts = list(Shift.objects.filter(activity=row).order_by("place_in_series"))
    signed = [sign_up(shift, who) for shift in shifts[:3]]
    served = Attendance.objects.create(
        person=who, shift=shifts[0], signup=signed[0], checked_in_at=START, in_source="code",
        checked_out_at=START + timedelta(hours=2), out_source="code",
    )  # fmt: skip
    assert call_off(shifts[0], "all", town, at=START + timedelta(hours=3)) == 7
    states = [Signup.objects.get(pk=one.pk).state for one in signed]
    assert states == ["accepted", "cancelled", "cancelled"]
    served.refresh_from_db()
    assert served.undone_at is None
    shifts[0].refresh_from_db()
    assert (shifts[0].called_off_at, shifts[0].taken) == (None, 1)
    row.refresh_from_db()
    assert (row.state, row.ends_on) == ("published", date(2026, 12, 8))
    for weeks in (1, 5, 12):
        actions.top_up_all(at=START + WEEK * weeks)
    assert places_of(row) == list(range(8))


@pytest.mark.django_db
def test_calling_off_the_rest_leaves_what_comes_before(town: Town) -> None:
    row = published(town, weekly(12))
    shifts = list(Shift.objects.filter(activity=row).order_by("place_in_series"))
    assert call_off(shifts[5], "later", town) == 3
    assert Shift.objects.filter(activity=row, called_off_at=None).count() == 5
    actions.top_up_all(at=BEFORE + WEEK * 3)
    assert actions.top_up_series(series_id=Series.objects.get().pk, at=BEFORE + WEEK * 3) == 0
    move(shifts[1], timedelta(hours=1), "all", town, at=BEFORE + WEEK)
    assert places_of(row) == list(range(8))
    row.refresh_from_db()
    assert row.ends_on == clock.local_date(shifts[4].starts_at)


@pytest.mark.django_db
def test_cancelling_the_activity_ends_its_series(town: Town) -> None:
    row = published(town, weekly(12))
    actions.cancel(activity_id=row.pk, reason="不办了", actor=actor(town.admin), at=BEFORE)
    actions.top_up_all(at=BEFORE + WEEK * 3)
    assert places_of(row) == list(range(8))
    assert Series.objects.get().ended_at == BEFORE


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"taken": 1}, {"closed_at": None}, {"call_off_reason": ""}, {"called_off_at": START + WEEK}]
)
def test_the_database_holds_that_what_is_called_off_is_closed_empty_and_had_not_begun(
    town: Town, wrong: dict[str, Any]
) -> None:
    published(town, weekly(1))
    right = {"called_off_at": BEFORE, "closed_at": BEFORE, "call_off_reason": "暴雨", "taken": 0}
    with pytest.raises(IntegrityError, match="activities_called_off_is_closed"), transaction.atomic():
        Shift.objects.filter(place_in_series=0).update(**(right | wrong))
    Shift.objects.filter(place_in_series=0).update(**right)


@pytest.mark.django_db
def test_before_a_shift_is_moved_or_called_off_the_page_says_how_many_are_told(town: Town) -> None:
    published(town, weekly(3))
    first, second, third = Shift.objects.order_by("place_in_series")[:3]
    one, other = volunteer("甲", town.village), volunteer("乙", town.village)
    gone = sign_up(second, volunteer("丙", town.village))
    for shift, who in ((first, other), (second, one), (third, one), (third, other)):
        sign_up(shift, who)
    actions.cancel_signup(signup_id=gone.pk, reason="", actor=actor(town.leader), at=BEFORE)
    # A person with two of the shifts is one person, and who has left is told nothing.
    assert queries.told_of(second, BEFORE) == {"one": 1, "later": 2, "all": 2}
    assert queries.told_of(third, BEFORE) == {"one": 2, "later": 2, "all": 2}


@pytest.mark.django_db
def test_the_pages_that_move_and_call_off_say_who_is_told(town: Town) -> None:
    shift = town.shift(days=3)
    for name in "甲乙":
        builders.signup(shift, volunteer(name, town.village))
    leader = log_in(town.leader, town.leader_person)
    for page in ("time", "calling-off"):
        said = leader.get(f"/shifts/{shift.public_id}/{page}/").content.decode()
        assert "报名的 2 人会收到通知。" in said
        assert ("取消后不能恢复" in said) == (page == "calling-off")
