"""Shifts that come again: made some weeks ahead, changed together, called off together, and nothing twice."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from baiying.activities import actions, jobs, queries
from baiying.activities.models import Activity, Series, Shift, Signup
from baiying.activities.rules import plans
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
    plan_of,
    published,
    sign_up,
    weekly,
)
from tests.activities.test_pages import plan_data, url_of_new_plan
from tests.people.world import rule_set

# Made ahead.


@pytest.mark.django_db
def test_a_plan_makes_a_series_and_the_shifts_of_eight_weeks(town: Town) -> None:
    row = published(town, weekly(12))
    one = Series.objects.get()
    assert (one.weekdays, one.from_on, one.until_on) == ([2], date(2026, 12, 8), date(2027, 3, 2))
    # Eight weeks from the day of writing, a Thursday.
    assert places_of(row) == list(range(8))
    assert (row.starts_on, row.ends_on) == (date(2026, 12, 8), date(2027, 3, 2))
    assert row.recruit_until == START + WEEK * 12


@pytest.mark.django_db
def test_a_single_shift_is_no_series(town: Town) -> None:
    row = published(town, plans.PlannedShift(0, START, START + timedelta(hours=2), places=3))
    assert places_of(row) == [None]
    assert not Series.objects.exists()


@pytest.mark.django_db
def test_every_night_what_comes_within_reach_is_made_once_and_never_beyond_the_end(town: Town) -> None:
    row = published(town, weekly(9))
    for _ in range(2):
        actions.top_up_all(at=BEFORE + WEEK)
    assert places_of(row) == list(range(9))
    assert AuditEvent.objects.filter(action="SeriesToppedUp").count() == 1
    for weeks in (2, 3, 30):
        actions.top_up_all(at=BEFORE + WEEK * weeks)
    assert places_of(row) == list(range(10))
    last = Shift.objects.get(place_in_series=9)
    assert clock.local_date(last.starts_at) == row.ends_on
    assert (last.places, last.post_id) == (3, Series.objects.get().post_id)


@pytest.mark.django_db
def test_the_job_tops_up_what_goes_on_now(town: Town) -> None:
    now = clock.now()
    first = now.replace(microsecond=0) + timedelta(days=1)
    shift = plans.PlannedShift(0, first, first + timedelta(hours=2), places=3, repeats=2)
    row = published(town, shift, at=now)
    Shift.objects.filter(activity=row, place_in_series=2).delete()
    for _ in range(2):
        jobs.top_up_series()
    assert places_of(row) == [0, 1, 2]


@pytest.mark.django_db
def test_how_far_ahead_is_said_by_the_area(town: Town) -> None:
    rule_set("activities", weeks_ahead=3)
    row = published(town, weekly(12))
    assert places_of(row) == [0, 1, 2]


@pytest.mark.django_db
def test_a_draft_is_rewritten_with_its_series_and_publishing_catches_up(town: Town) -> None:
    leader = actor(town.leader, town.leader_person)
    row = actions.write_plan(team_id=town.team.pk, plan=plan_of(town, weekly(12)), actor=leader, at=BEFORE - WEEK * 3)
    assert places_of(row) == list(range(5))
    actions.top_up_all(at=BEFORE)
    assert places_of(row) == list(range(5))
    actions.rewrite_plan(activity_id=row.pk, plan=plan_of(town, weekly(12)), actor=leader, at=BEFORE - WEEK * 2)
    assert places_of(row) == list(range(6))
    answers = {code: {"answer": "no"} for code in plans.CODES}
    actions.answer_gate(activity_id=row.pk, answers=answers, actor=leader, at=BEFORE)
    actions.submit(activity_id=row.pk, actor=leader, at=BEFORE)
    actions.publish(activity_id=row.pk, actor=actor(town.admin), at=BEFORE)
    assert places_of(row) == list(range(8))
    assert Series.objects.count() == 1


@pytest.mark.django_db
def test_the_database_refuses_a_place_twice(town: Town) -> None:
    row = published(town)
    one = Shift.objects.get(activity=row, place_in_series=1)
    one.pk, one.public_id = None, "zzzzzzzzzzzz"
    with pytest.raises(IntegrityError, match="activities_once_in_series"), transaction.atomic():
        one.save(force_insert=True)


# Changed together.


@pytest.mark.django_db
def test_a_shift_moved_alone_keeps_its_place_and_does_not_come_again(town: Town) -> None:
    row = published(town, weekly(3))
    second = Shift.objects.get(place_in_series=1)
    move(second, timedelta(days=1), "one", town)
    second.refresh_from_db()
    assert (second.place_in_series, second.starts_at) == (1, START + WEEK + timedelta(days=1))
    actions.top_up_all(at=BEFORE)
    assert places_of(row) == [0, 1, 2, 3]


@pytest.mark.django_db
def test_this_and_later_move_with_their_signups_and_what_is_made_later_follows(town: Town) -> None:
    row = published(town, weekly(12))
    who = volunteer("甲", town.village)
    shifts = list(Shift.objects.filter(activity=row).order_by("place_in_series"))
    kept = [sign_up(shift, who) for shift in shifts[:4]]
    by = timedelta(days=1, hours=1)
    assert move(shifts[2], by, "later", town) == []
    for n, shift in enumerate(shifts):
        shift.refresh_from_db()
        assert shift.starts_at == START + WEEK * n + (by if n >= 2 else timedelta())
        assert shift.place_in_series == n
    for n, one in enumerate(kept):
        one.refresh_from_db()
        assert (one.state, one.period.lower) == ("accepted", shifts[n].starts_at)
    assert Message.objects.filter(kind="signup_moved", inbox=who.public_id).count() == 2
    actions.top_up_all(at=BEFORE + WEEK)
    assert Shift.objects.get(place_in_series=8).starts_at == START + WEEK * 8 + by
    row.refresh_from_db()
    assert (row.starts_on, row.ends_on) == (date(2026, 12, 8), date(2027, 3, 3))
    assert row.recruit_until == START + WEEK * 12 + by


@pytest.mark.django_db
def test_all_to_come_move_and_what_has_begun_stays(town: Town) -> None:
    row = published(town, weekly(4))
    shifts = list(Shift.objects.filter(activity=row).order_by("place_in_series"))
    move(shifts[3], timedelta(hours=1), "one", town)
    move(shifts[2], timedelta(hours=3), "all", town, at=START + timedelta(hours=1))
    starts = Shift.objects.filter(activity=row).order_by("place_in_series").values_list("starts_at", flat=True)
    hours = [int((at - START - WEEK * n).total_seconds() // 3600) for n, at in enumerate(starts)]
    # The first has begun; who was moved alone keeps its own time.
    assert hours == [0, 3, 3, 1, 3]


@pytest.mark.django_db
def test_a_series_moved_by_a_week_is_not_in_its_own_way(town: Town) -> None:
    row = published(town, weekly(2))
    who = volunteer("甲", town.village)
    shifts = list(Shift.objects.filter(activity=row).order_by("place_in_series"))
    for shift in shifts:
        sign_up(shift, who)
    assert move(shifts[0], WEEK, "all", town) == []
    assert move(Shift.objects.get(pk=shifts[1].pk), -WEEK, "all", town) == []
    assert Signup.objects.filter(person=who, state="accepted").count() == 3


@pytest.mark.django_db
def test_what_cannot_be_moved_together_is_refused_and_nothing_changes(town: Town) -> None:
    row = published(
        town, weekly(2), plans.PlannedShift(0, START + timedelta(days=2), START + timedelta(days=2, hours=1), 2)
    )
    alone = Shift.objects.get(series=None)
    with pytest.raises(actions.NoSeries):
        move(alone, timedelta(hours=1), "later", town)
    second = Shift.objects.get(place_in_series=1)
    with pytest.raises(actions.BadTimes):
        move(second, -timedelta(days=8), "all", town, at=START - timedelta(days=1))
    Series.objects.update(weekdays=[2, 4])
    with pytest.raises(actions.SeriesDays):
        move(Shift.objects.get(place_in_series=0), timedelta(days=1), "all", town)
    first = Shift.objects.get(place_in_series=0)
    with pytest.raises(actions.ShiftPast):
        move(first, timedelta(days=1), "later", town, at=first.starts_at)
    starts = Shift.objects.filter(activity=row, series__isnull=False).order_by("id").values_list("starts_at", flat=True)
    assert list(starts) == [START + WEEK * n for n in range(3)]


@pytest.mark.django_db
def test_places_of_this_and_later_all_or_none(town: Town) -> None:
    row = published(town, weekly(12))
    shifts = list(Shift.objects.filter(activity=row).order_by("place_in_series"))
    for name in ("甲", "乙"):
        sign_up(shifts[5], volunteer(name, town.village))
    leader = actor(town.leader)
    with pytest.raises(actions.PlacesBelowTaken):
        actions.change_places_of(shift_id=shifts[4].pk, places=1, which="later", actor=leader, at=BEFORE)
    assert set(Shift.objects.values_list("places", flat=True)) == {3}
    actions.change_places_of(shift_id=shifts[4].pk, places=5, which="later", actor=leader, at=BEFORE)
    actions.top_up_all(at=BEFORE + WEEK)
    found = Shift.objects.filter(activity=row).order_by("place_in_series").values_list("places", flat=True)
    assert list(found) == [3] * 4 + [5] * 5


# Called off.


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


# Pages.


@pytest.mark.django_db
def test_the_leader_moves_and_calls_off_by_pages(town: Town) -> None:
    leader = log_in(town.leader, town.leader_person)
    leader.post(url_of_new_plan(town), plan_data(**{"shift-0-repeats": "10"}))
    row = Activity.objects.get()
    again = leader.get(f"/activities/{row.public_id}/plan/").content.decode()
    assert 'name="shift-0-repeats" value="10"' in again
    assert "shift-1-day" not in again
    Activity.objects.filter(pk=row.pk).update(state="published", published_at=clock.now(), published_by_id=1)
    record = leader.get(f"/desk/activities/{row.public_id}/").content.decode()
    assert "以后还有 3 次，到时候自动开放报名" in record
    first, second = Shift.objects.order_by("place_in_series")[:2]
    page = leader.get(f"/shifts/{first.public_id}/calling-off/").content.decode()
    assert "这一次和以后的每一次" in page
    assert leader.post(f"/shifts/{first.public_id}/calling-off/", {"which": "one", "reason": ""}).status_code == 422
    done = leader.post(f"/shifts/{first.public_id}/calling-off/", {"which": "one", "reason": "暴雨"}, follow=True)
    assert "已取消 1 个班次" in done.content.decode()
    assert "暴雨" in done.content.decode()
    assert "这个班次取消了" in leader.get(f"/activities/{row.public_id}/").content.decode()
    assert leader.post(f"/shifts/{second.public_id}/places/", {"which": "later", "places": "7"}).status_code == 303
    assert Shift.objects.get(place_in_series=5).places == 7
    day = clock.local_date(second.starts_at)
    times = {"which": "later", "day": str(day), "starts": "10:00", "ends": "12:00", "reason": "让路"}
    assert leader.post(f"/shifts/{second.public_id}/time/", times).status_code == 303
    assert clock.local(Shift.objects.get(place_in_series=5).starts_at).hour == 10
    stranger = log_in(volunteer("甲", town.village).account)  # type: ignore[arg-type]
    assert stranger.post(f"/shifts/{second.public_id}/calling-off/", {"reason": "坏"}).status_code == 404


@pytest.mark.django_db
def test_a_shift_of_its_own_is_called_off_without_asking_which(town: Town) -> None:
    leader = log_in(town.leader, town.leader_person)
    shift = town.shift()
    page = leader.get(f"/shifts/{shift.public_id}/calling-off/").content.decode()
    assert "which" not in page
    assert leader.post(f"/shifts/{shift.public_id}/calling-off/", {"reason": "暴雨"}).status_code == 303
    shift.refresh_from_db()
    assert shift.called_off_at is not None


# What is said before somebody presses, and days off.


@pytest.mark.django_db
def test_what_later_and_all_mean_is_counted_with_what_will_still_be_opened(town: Town) -> None:
    row = published(town, weekly(12))
    shifts = list(Shift.objects.filter(activity=row).order_by("place_in_series"))
    call_off(shifts[6], "one", town)
    reach = queries.reach_of(shifts[3], BEFORE)
    further = clock.local_date(START + WEEK * 8)
    assert reach == {"later": queries.Reach(4, further, ()), "all": queries.Reach(7, further, ())}
    # When the first has begun it is not meant any more, though it was one of the series.
    assert queries.reach_of(shifts[3], START + timedelta(hours=1))["all"].made == 6
    call_off(shifts[3], "later", town)
    assert queries.reach_of(shifts[0], BEFORE)["all"] == queries.Reach(3, None, ())
    alone = town.shift(row)
    assert queries.reach_of(alone, BEFORE) == {}


@pytest.mark.django_db
@pytest.mark.parametrize("with_moved", [False, True])
def test_what_was_moved_alone_is_named_and_goes_along_only_if_asked_for(town: Town, with_moved: bool) -> None:
    row = published(town, weekly(4))
    shifts = list(Shift.objects.filter(activity=row).order_by("place_in_series"))
    by_itself = timedelta(days=1, hours=2)
    move(shifts[2], by_itself, "one", town)
    assert queries.reach_of(shifts[0], BEFORE)["all"].moved == (START + WEEK * 2 + by_itself,)
    move(shifts[0], timedelta(hours=1), "all", town, with_moved=with_moved)
    found = list(Shift.objects.filter(activity=row).order_by("place_in_series").values_list("starts_at", flat=True))
    kept = START + WEEK * 2 + (timedelta(hours=1) if with_moved else by_itself)
    assert found == [START + WEEK * n + timedelta(hours=1) if n != 2 else kept for n in range(5)]
    again = Shift.objects.get(pk=shifts[0].pk)
    assert bool(queries.reach_of(again, BEFORE)["all"].moved) is not with_moved


@pytest.mark.django_db
def test_the_pages_say_what_is_meant_before_anybody_presses(town: Town) -> None:
    now = clock.now().replace(microsecond=0, second=0)
    first = now + timedelta(days=2)
    shift = plans.PlannedShift(0, first, first + timedelta(hours=1), places=3, repeats=12)
    row = published(town, shift, at=now)
    one, two = Shift.objects.filter(activity=row).order_by("place_in_series")[:2]
    made = Shift.objects.filter(activity=row).count()
    leader = log_in(town.leader, town.leader_person)
    for page in ("time", "places", "calling-off"):
        text = leader.get(f"/shifts/{one.public_id}/{page}/").content.decode()
        assert f"所有还没开始的（已开放 {made} 个班次，还有" in text, page
        assert "单独改过时间的也一起改" not in text
    move(two, timedelta(hours=3), "one", town, at=now)
    text = leader.get(f"/shifts/{one.public_id}/time/").content.decode()
    assert "单独改过时间的也一起改" in text
    assert "不勾选，它就保持现在的时间" in text
    start, end = clock.local(one.starts_at + timedelta(minutes=5)), clock.local(one.ends_at + timedelta(minutes=5))
    typed = {
        "which": "all", "with_moved": "on", "day": f"{start:%Y-%m-%d}", "starts": f"{start:%H:%M}",
        "ends": f"{end:%H:%M}", "reason": "让路",
    } | ({"next_day": "on"} if end.date() > start.date() else {})  # fmt: skip
    assert leader.post(f"/shifts/{one.public_id}/time/", typed).status_code == 303
    two.refresh_from_db()
    assert two.starts_at == one.starts_at + WEEK + timedelta(minutes=5)


@pytest.mark.django_db
def test_on_a_day_off_a_series_opens_nothing_and_says_so(town: Town) -> None:
    off = [START + WEEK * n for n in (0, 3, 10)]
    days = [f"{clock.local_date(day)}" for day in off]
    builders.rule_set("activities", area=town.county, days_without_shifts=days)
    row = published(town, weekly(12))
    # The first stands as it was planned.
    assert places_of(row) == [0, 1, 2, 4, 5, 6, 7]
    for weeks in (3, 6):
        actions.top_up_all(at=BEFORE + WEEK * weeks)
    assert places_of(row) == [n for n in range(13) if n not in (3, 10)]
    later = queries.times_of_series(row.pk, BEFORE)
    assert later == []
    assert queries.passed_over_of(row.pk, BEFORE) == [clock.local_date(day) for day in off[1:]]
    assert queries.passed_over_of(row.pk, off[1]) == [clock.local_date(off[2])]
    # Another county has its own days.
    assert queries.days_off(town.other_village.path, BEFORE) == frozenset()


@pytest.mark.django_db
def test_places_that_passed_unmade_are_counted_nowhere(town: Town) -> None:
    row = published(town, weekly(12))
    assert len(queries.times_of_series(row.pk, BEFORE)) == 5
    # Nobody topped it up for eleven weeks: what is past is never made, and no page promises it.
    late = START + WEEK * 11 + timedelta(hours=1)
    assert [start for start, _ in queries.times_of_series(row.pk, late)] == [START + WEEK * 12]
    actions.top_up_all(at=late)
    assert places_of(row) == [*range(8), 12]
    assert queries.times_of_series(row.pk, late) == []


@pytest.mark.rules
def test_a_day_off_is_a_date() -> None:
    assert plans.ActivityRules(days_without_shifts=("2027-02-05",))
    with pytest.raises(ValueError, match="2027-02-05"):
        plans.ActivityRules(days_without_shifts=("春节",))
