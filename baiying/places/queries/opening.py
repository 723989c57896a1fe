"""When a site is open, and the rooms it lends, read."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from baiying.kit import clock
from baiying.places.models import Site, SiteDay, SiteRoom
from baiying.places.queries.calendar import special_days
from baiying.places.rules import opening


@dataclass(frozen=True, slots=True)
class Today:
    """The hours of a day, None where nobody said; why they are others than usual; what holds at this minute."""

    spans: opening.Spans | None
    reason: str = ""
    # A public holiday of which the site says nothing.
    holiday: bool = False
    # The minute of the day until which it is open now; at which it opens later today.
    until: int | None = None
    opens: int | None = None


def site_day(pid: str) -> SiteDay | None:
    return SiteDay.objects.filter(public_id=pid).select_related("site__division").first()


def site_room(pid: str) -> SiteRoom | None:
    return SiteRoom.objects.filter(public_id=pid).select_related("site__division").first()


def days_said(site: Site, first: date) -> QuerySet[SiteDay]:
    """The days that were said otherwise and are not over, the next first."""
    return site.days.filter(withdrawn_at__isnull=True, last_day__gte=first).order_by("first_day")


def rooms_of(site: Site) -> QuerySet[SiteRoom]:
    """The rooms a site lends, by name."""
    return site.rooms.filter(withdrawn_at__isnull=True).order_by("name")


def open_today(sites: Collection[Site], at: datetime) -> dict[int, Today]:
    """Site's id -> what holds today; in two statements whatever their number."""
    today = clock.local_date(at)
    said = SiteDay.objects.filter(
        site__in=sites, withdrawn_at__isnull=True, first_day__lte=today, last_day__gte=today
    )  # fmt: skip
    otherwise = {row.site_id: row for row in said}
    special = special_days(today, today)
    minute = opening.minutes(clock.local(at).time())
    return {one.pk: _of(one, otherwise.get(one.pk), today, special, minute) for one in sites}


def _of(site: Site, said: SiteDay | None, day: date, special: Mapping[date, bool], minute: int) -> Today:
    spans, reason, holiday = _hours(site, said, day, special)
    if spans is None:
        return Today(None, reason, holiday)
    return Today(spans, reason, holiday, opening.open_until(spans, minute), opening.opens_at(spans, minute))


def _hours(
    site: Site, said: SiteDay | None, day: date, special: Mapping[date, bool]
) -> tuple[opening.Spans | None, str, bool]:
    if said is not None:
        return opening.read_day(said.hours) if said.hours else (), said.reason, False
    week = opening.read(site.opening_hours)
    free = special.get(day) is False
    if week is None:
        return None, "", False
    spans = week.on(day.weekday(), holiday=free, working=special.get(day) is True)
    return spans, "", free and spans is None


def week_of(site: Site) -> Sequence[opening.Spans | None] | None:
    """The hours from Monday to Sunday and on public holidays, as they are read; None where they are not."""
    week = opening.read(site.opening_hours)
    return None if week is None else [*week.days, week.holidays]


def coming_days(site: Site, at: datetime, *, within: timedelta = timedelta(days=60)) -> QuerySet[SiteDay]:
    """What is said of the days to come, for everybody."""
    today = clock.local_date(at)
    return days_said(site, today).filter(first_day__lte=today + within)
