"""Shifts that come again: their rhythm, which of them go on, what they will still make."""

from datetime import datetime

from django.db.models import QuerySet

from baiying.activities.models import ActivityState, Series, Shift
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
    return Series.objects.filter(post__activity_id=activity_id).select_related("post").order_by("id")


def series_going_on(at: datetime) -> QuerySet[Series]:
    """Series of published activities that may still make a shift."""
    rows = Series.objects.filter(ended_at__isnull=True, until_on__gte=clock.local_date(at))
    return rows.filter(post__activity__state=ActivityState.PUBLISHED)


def times_of_series(activity_id: int) -> list[tuple[datetime, datetime]]:
    """Start and end of every shift that an activity's series will still make: those that are rows yet are left out."""
    found = []
    for row in series_of(activity_id).filter(ended_at__isnull=True):
        made = places_made(row)
        found += [(one.starts_at, one.ends_at) for one in rules.every(rhythm_of(row)) if one.place not in made]
    return found


def further_of(row: Series) -> int:
    """How many more times a series comes after its first."""
    return len(rules.days(rhythm_of(row))) - 1


def places_made(row: Series) -> set[int]:
    """The places of a series that are rows, called off or not."""
    made = Shift.objects.filter(series=row, place_in_series__isnull=False)
    return {place for place in made.values_list("place_in_series", flat=True) if place is not None}
