"""The calendar of working days: entered per year from the State Council notice (domain 5.5)."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from baiying.kit import audit
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.places.models import CalendarDay
from baiying.places.rules.working_days import Day

SHIPPED = Path(__file__).resolve().parent.parent / "data"


class SourceNeeded(Refused):
    code = "source_needed"
    sentence = _("请写明来源，例如通知的名称和日期。")
    field = "source"


class NoDays(Refused):
    code = "no_days"
    sentence = _("还没有一天。请每行写一个日期或一段日期。")
    field = "days"


@dataclass(frozen=True, slots=True)
class Entered:
    """How many days a year got, and days of other years: written there, or left out because that year is empty."""

    days: int
    beyond: list[date]
    left_out: list[date]


@transaction.atomic
def enter_calendar(*, year: int, days: Sequence[Day], source: str, actor: Actor, at: datetime) -> Entered:
    """Replace the days of a year that differ from Monday to Friday.

    Days of the years beside it go there if these are entered; else they are left out and named in the answer.
    Refuses: SourceNeeded, NoDays.
    """
    if not source.strip():
        raise SourceNeeded
    if not days:
        raise NoDays
    known = {day.year for day in CalendarDay.objects.dates("day", "year")}
    source = source.strip()[:120]
    own = [d for d in days if d.day.year == year]
    # Days of a span over New Year. One day alone would make a year look entered, so it goes only to one that is.
    beyond = [d for d in days if d.day.year != year and d.day.year in known]
    CalendarDay.objects.filter(day__year=year).delete()
    CalendarDay.objects.filter(day__in=[d.day for d in beyond]).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(day=d.day, is_working=d.is_working, name=d.name, source=source) for d in (*own, *beyond)
    )
    detail = {"year": year, "days": len(own), "beyond": [d.day.isoformat() for d in beyond], "source": source}
    audit.record("CalendarEntered", actor=actor, at=at, subject=("calendar", year), detail=detail)
    return Entered(len(own), [d.day for d in beyond], [d.day for d in days if d not in own and d not in beyond])


@transaction.atomic
def load_calendar(*, actor: Actor, at: datetime) -> list[int]:
    """Enter the notices shipped with the program for years that nobody has entered; returns the years."""
    known = {day.year for day in CalendarDay.objects.dates("day", "year")}
    loaded = []
    for path in sorted(SHIPPED.glob("calendar_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        days = [Day(date.fromisoformat(r["day"]), r["is_working"] == "1", r["name"]) for r in rows]
        year = days[0].day.year
        if year not in known:
            enter_calendar(year=year, days=days, source=rows[0]["source"], actor=actor, at=at)
            loaded.append(year)
    return loaded
