"""Shifts that come again: made some weeks ahead, changed together, called off together, and nothing twice."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from baiying.activities import actions, jobs
from baiying.activities.models import Series, Shift, Signup
from baiying.activities.rules import plans
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from tests.activities.makers import Town, actor, volunteer
from tests.activities.repeating import (
    BEFORE,
    START,
    WEEK,
    move,
    places_of,
    plan_of,
    published,
    sign_up,
    weekly,
)
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
