"""Shifts that come again: their rhythm, which of them go on, what they will still make."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from baiying.activities.models import ActivityState, Series, Shift, Signup
from baiying.activities.queries.activities import activity_rules
from baiying.activities.queries.signups import LIVE
from baiying.activities.rules import series as rules
from baiying.kit import clock


def rhythm_of(row: Series) -> rules.Rhythm:
    """When the shifts of a series come, as the rules read it."""
    return rules.Rhythm(
        weekdays=tuple(row.weekdays),
        from_on=row.from_on,
        until_on=row.until_on,
        starts=row.starts_time,
        ends=row.ends_time,
        interval_weeks=row.interval_weeks,
    )


def series_of(activity_id: int) -> QuerySet[Series]:
    """The series of an activity, the oldest first."""
    rows = Series.objects.filter(post__activity_id=activity_id)
    return rows.select_related("post", "post__activity", "post__activity__area").order_by("id")


def series_going_on(at: datetime) -> QuerySet[Series]:
    """Series of published activities that may still make a shift."""
    rows = Series.objects.filter(ended_at__isnull=True, until_on__gte=clock.local_date(at))
    return rows.filter(post__activity__state=ActivityState.PUBLISHED)


def times_of_series(activity_id: int, at: datetime) -> list[tuple[datetime, datetime]]:
    """Start and end of every shift that an activity's series will still make.

    Those that are rows yet are left out, places that passed without one (what is past is never made), and days off.
    """
    found = []
    for row in series_of(activity_id).filter(ended_at__isnull=True):
        made = places_made(row)
        found += [(one.starts_at, one.ends_at) for one in _unmade(row, made, at)]
    return found


def _unmade(row: Series, made: set[int], at: datetime) -> list[rules.Occurrence]:
    return rules.to_come(rhythm_of(row), made=made, at=at, off=days_off(row.post.activity.area.path, at))


def days_off(area_path: Sequence[int], at: datetime) -> frozenset[date]:
    """The days on which series of an area open no shift, as its rules say now (ActivityRules.days_without_shifts)."""
    given = activity_rules(area_path, clock.local_date(at))
    return frozenset(date.fromisoformat(day) for day in given.days_without_shifts)


def passed_over_of(activity_id: int, at: datetime) -> list[date]:
    """The coming days on which an activity's series open nothing because they are days off, each once."""
    found: set[date] = set()
    for row in series_of(activity_id).filter(ended_at__isnull=True):
        off = days_off(row.post.activity.area.path, at)
        found |= set(rules.passed_over(rhythm_of(row), made=places_made(row), at=at, off=off))
    return sorted(found)


@dataclass(frozen=True, slots=True)
class Reach:
    """What "this and later" or "all to come" of a series means at a moment.

    `made`: shifts that are there, have not begun and are not called off. `from_on`: the day from which on more will be
    opened; None if nothing more. `moved`: of those made, when the ones begin that were given another time by
    themselves, which moving the series leaves alone.
    """

    made: int
    from_on: date | None
    moved: tuple[datetime, ...]


def reach_of(shift: Shift, at: datetime) -> dict[str, Reach]:
    """For "later" and "all": what is meant, to be said before somebody presses. Empty for a shift of no series."""
    if shift.series is None:
        return {}
    row, rhythm = shift.series, rhythm_of(shift.series)
    standing = Shift.objects.filter(series=row, called_off_at__isnull=True, starts_at__gt=at).order_by("starts_at")
    rows = list(standing.values_list("place_in_series", "starts_at", "ends_at"))
    unmade = [] if row.ended_at is not None else _unmade(row, places_made(row), at)
    found = {}
    for which, first in (("later", shift.place_in_series or 0), ("all", 0)):
        here = [(place, start, end) for place, start, end in rows if place is not None and place >= first]
        more = [clock.local_date(one.starts_at) for one in unmade if one.place >= first]
        moved = tuple(
            start
            for place, start, end in here
            if place != shift.place_in_series and not rules.keeps(rhythm, place, start, end)
        )
        found[which] = Reach(len(here), min(more, default=None), moved)
    return found


def told_of(shift: Shift, at: datetime) -> dict[str, int]:
    """How many people's sign-ups a change of the shift touches, for "one", "later" and "all": each person once.

    "later" and "all" are there for a shift of a series, and mean the shifts that `reach_of` counts.
    """
    live = Signup.objects.filter(state__in=LIVE)
    meant = {"one": live.filter(shift=shift)}
    if shift.series_id is not None:
        to_come = live.filter(shift__series=shift.series_id, shift__called_off_at__isnull=True, shift__starts_at__gt=at)
        meant["later"] = to_come.filter(shift__place_in_series__gte=shift.place_in_series or 0)
        meant["all"] = to_come.filter(shift__place_in_series__gte=0)
    return {which: rows.values("person_id").distinct().count() for which, rows in meant.items()}


def further_of(row: Series) -> int:
    """How many more times a series comes after its first."""
    return len(rules.days(rhythm_of(row))) - 1


def places_made(row: Series) -> set[int]:
    """The places of a series that are rows, called off or not."""
    made = Shift.objects.filter(series=row, place_in_series__isnull=False)
    return {place for place in made.values_list("place_in_series", flat=True) if place is not None}
