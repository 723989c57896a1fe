"""Until when everything is counted, and for which years there is something to show."""

from datetime import date, datetime

from django.db import connection

from baiying.figures.models import Mark, RollUp


def as_of(at: datetime) -> datetime:
    """Everything committed before this instant is in the figures. `at` where nothing was counted yet."""
    row = RollUp.objects.filter(pk=1).only("counted_at").first()
    return row.counted_at if row else at


def tree_day(year: int) -> date | None:
    """By which day's tree a year is shown: its last day if it has ended, None for the tree of now."""
    opened = RollUp.objects.filter(pk=1).values_list("opened_year", flat=True).first()
    return date(year, 12, 31) if opened is not None and year < opened else None


def last_reconciliation() -> RollUp | None:
    """When the figures were last recounted in full, and how many cells differed."""
    return RollUp.objects.filter(pk=1, reconciled_at__isnull=False).first()


def waiting_marks() -> int:
    """How many changes wait to be counted."""
    return Mark.objects.count()


def years(area_id: int, this_year: int) -> list[int]:
    """The years an area has figures for, latest first; this year always."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT year FROM figures_areayear WHERE area_id = %s AND registered > 0", [area_id])
        found = {year for (year,) in cursor.fetchall()}
    return sorted(found | {this_year}, reverse=True)
