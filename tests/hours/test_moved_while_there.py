"""A shift goes to another time while somebody is checked in already (R050, R051)."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest

from baiying.activities import actions as activities
from baiying.activities.models import Post, Shift
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours import actions
from baiying.hours import queries as hours
from baiying.hours.models import Attendance
from baiying.kit import clock
from baiying.kit.db import rehearsing
from baiying.kit.errors import Refused
from baiying.notices.models import Message
from tests.hours.conftest import Morning, morning_at
from tests.own_database import behind


def come(morning: Morning, minutes: int = -10) -> Attendance:
    who = morning.actor("volunteer")
    pid = actions.check_in(
        shift_pid=morning.shift.public_id, person_id=who.person_id, actor=who, at=morning.at(minutes)
    )
    return Attendance.objects.get(public_id=pid)


def move(morning: Morning, by: timedelta, minutes: int = -5) -> None:
    start = morning.shift.starts_at + by
    activities.move_shift(
        shift_id=morning.shift.pk, starts_at=start, ends_at=start + timedelta(minutes=150), reason="下雨",
        actor=morning.actor("leader"), at=morning.at(minutes),
    )  # fmt: skip


@pytest.mark.django_db
def test_who_was_checked_in_is_free_again_and_reads_why(morning: Morning) -> None:
    row = come(morning)
    move(morning, timedelta(days=9))
    row.refresh_from_db()
    assert (row.undone_at, row.reason) == (morning.at(-5), [{"code": "moved"}])
    assert hours.open_attendance_of(row.person_id) is None
    assert not hours.attendances_of(morning.shift.pk), "the new day's list shows nobody as present"
    [told] = Message.objects.filter(kind="hours.moved")
    assert told.inbox == row.person.public_id
    assert "签到跟着撤销" in told.text
    again = activities_shift(morning)
    who = morning.actor("volunteer")
    pid = actions.check_in(
        shift_pid=again.public_id, person_id=who.person_id, actor=who, at=again.starts_at - timedelta(minutes=5)
    )
    assert Attendance.objects.get(public_id=pid).pk != row.pk


def activities_shift(morning: Morning) -> Shift:
    return Shift.objects.get(pk=morning.shift.pk)


@pytest.mark.django_db
def test_a_check_in_that_is_in_time_for_the_new_beginning_stands(morning: Morning) -> None:
    row = come(morning)
    move(morning, timedelta(minutes=15))
    row.refresh_from_db()
    assert row.checked_out_at is None
    assert not Message.objects.filter(kind="hours.moved").exists()


@pytest.mark.django_db
def test_the_leader_reads_before_the_move_what_becomes_of_the_check_in(morning: Morning) -> None:
    row = come(morning)
    found = rehearsing.rehearsed(lambda: move(morning, timedelta(days=9)))
    assert [one.ids for one in found.told if "签到跟着撤销" in one.text] == [(row.signup_id,)]
    row.refresh_from_db()
    assert row.checked_out_at is None
    assert not Message.objects.filter(kind="hours.moved").exists()


def tick(morning: Morning, came: int, left: int) -> Attendance:
    """Noted by the leader as come and gone before it begins."""
    leader = morning.actor("leader")
    person_id = morning.actor("volunteer").person_id
    assert person_id is not None
    row = actions.tick_in(shift=morning.shift, person_id=person_id, actor=leader, at=morning.at(came))
    return actions.check_out(attendance=row, source="roll", actor=leader, at=morning.at(left))


@pytest.mark.django_db
def test_the_leaving_before_a_move_is_not_taken_back_with_the_check_in_gone(morning: Morning) -> None:
    row = tick(morning, -25, -20)
    move(morning, timedelta(hours=5), minutes=-15)
    row.refresh_from_db()
    assert (row.undone_at, row.end_before) == (morning.at(-15), None)
    with pytest.raises(Refused) as refused:
        actions.undo_leaving(attendance=row, actor=morning.actor("leader"), at=morning.at(-13))
    assert refused.value.code == "cannot_undo_leaving"
    assert hours.open_attendance_of(row.person_id) is None
    # On the new day the person comes and goes as everybody does.
    who, shift = morning.actor("volunteer"), activities_shift(morning)
    pid = actions.check_in(shift_pid=shift.public_id, person_id=who.person_id, actor=who, at=shift.starts_at)
    again = Attendance.objects.get(public_id=pid)
    assert (again.pk != row.pk, again.undone_at) == (True, None)
    assert actions.check_out(attendance=again, actor=who, at=shift.ends_at).checked_out_at == shift.ends_at


@pytest.mark.django_db
def test_minutes_that_wait_for_a_second_person_outlast_the_move_and_stay_closed(morning: Morning) -> None:
    row = tick(morning, -14, -4)
    [waiting] = row.proposals.all()
    move(morning, timedelta(hours=5), minutes=-3)
    row.refresh_from_db()
    assert (row.undone_at, row.checked_out_at) == (None, morning.at(-4))
    assert [one.pk for one in row.proposals.all()] == [waiting.pk], (
        "what was served and waits is not taken from under it"
    )
    with pytest.raises(Refused):
        actions.undo_leaving(attendance=row, actor=morning.actor("leader"), at=morning.at(-2))
    assert hours.open_attendance_of(row.person_id) is None, "nobody is present five hours before it"


@pytest.mark.django_db
def test_minutes_that_are_posted_outlast_the_move(morning: Morning) -> None:
    row, who = come(morning, -14), morning.actor("volunteer")
    actions.check_out(attendance=row, actor=who, at=morning.at(-4))
    assert hours.entries_of_attendance(row.pk).exists()
    move(morning, timedelta(hours=5), minutes=-3)
    row.refresh_from_db()
    assert row.undone_at is None


@pytest.mark.django_db
@pytest.mark.parametrize("by_leader", [False, True])
def test_the_same_act_sent_again_after_the_move_is_decided_anew(morning: Morning, by_leader: bool) -> None:
    who, nonce = morning.actor("volunteer"), uuid4()
    assert who.person_id is not None

    def press(at: datetime) -> Attendance:
        if by_leader:
            shift, leader = activities_shift(morning), morning.actor("leader")
            return actions.tick_in(shift=shift, person_id=who.person_id or 0, nonce=nonce, actor=leader, at=at)
        pid = actions.check_in(
            shift_pid=morning.shift.public_id, person_id=who.person_id, nonce=nonce, actor=who, at=at
        )
        return Attendance.objects.get(public_id=pid)

    first = press(morning.at(-10))
    assert press(morning.at(-9)).pk == first.pk
    move(morning, timedelta(hours=5))
    with pytest.raises(Refused) as early:
        press(morning.at(-4))
    assert early.value.code == "too_early"
    again = press(activities_shift(morning).starts_at)
    assert again.pk != first.pk
    held = hours.open_attendance_of(who.person_id)
    assert held is not None
    assert held.pk == again.pk


@pytest.mark.django_db
def test_a_tick_taken_back_is_not_brought_back_by_the_same_act_sent_late(morning: Morning) -> None:
    who, nonce, leader = morning.actor("volunteer"), uuid4(), morning.actor("leader")
    assert who.person_id is not None

    def press(minute: int) -> Attendance:
        return actions.tick_in(
            shift=morning.shift, person_id=who.person_id or 0, nonce=nonce, actor=leader, at=morning.at(minute)
        )

    actions.undo_tick(attendance=press(5), actor=leader, at=morning.at(6))
    with pytest.raises(Refused) as refused:
        press(7)
    with pytest.raises(Refused) as own:
        actions.check_in(
            shift_pid=morning.shift.public_id, person_id=who.person_id, nonce=nonce, actor=who, at=morning.at(7)
        )
    assert (refused.value.code, own.value.code) == ("coming_undone", "coming_undone")
    assert hours.open_attendance_of(who.person_id) is None


@pytest.mark.django_db
def test_guardians_of_a_child_that_walked_in_hear_it_too(morning: Morning) -> None:
    Post.objects.filter(pk=morning.shift.post_id).update(minors_welcome=True, minors_with="leader")
    guardian = builders.account("19900000961", name="家长")
    child = builders.person(
        "小雨", residence=morning.shift.activity.area, born=date(2010, 3, 1), guardian=guardian, at=morning.at(-10)
    )
    actions.tick_in(shift=morning.shift, person_id=child.pk, actor=morning.actor("leader"), at=morning.at(-8))
    move(morning, timedelta(days=9))
    assert Message.objects.filter(kind="ward_walked_in_undone", text__contains="改期").exists()


@pytest.mark.race
@pytest.mark.parametrize("by_leader", [False, True])
def test_who_checks_in_while_the_shift_is_moved_is_asked_by_the_new_time(own_database: str, by_leader: bool) -> None:
    cast = the_cast.build(builders.small_city())
    now = morning_at(cast, clock.now() + timedelta(minutes=20))

    def press() -> object:
        if not by_leader:
            who = now.actor("volunteer")
            return actions.check_in(shift_pid=now.shift.public_id, person_id=who.person_id, actor=who, at=clock.now())
        person = cast["volunteer"].person
        assert person is not None
        return actions.tick_in(shift=now.shift, person_id=person.pk, actor=now.actor("leader"), at=clock.now())

    def moving() -> None:
        move(now, timedelta(days=9), minutes=-19)

    assert behind(moving, press) == "too_early"
    assert not Attendance.objects.exists()


@pytest.mark.race
def test_a_move_that_waits_for_a_check_in_finds_it(own_database: str) -> None:
    cast = the_cast.build(builders.small_city())
    now = morning_at(cast, clock.now() + timedelta(minutes=20))
    assert behind(lambda: come(now), lambda: move(now, timedelta(days=9), minutes=-5)) == "done"
    assert Attendance.objects.get().undone_at is not None
