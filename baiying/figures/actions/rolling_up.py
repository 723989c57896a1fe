"""The roll-up: delete the marks one sees, then count those cells anew from the ledger and the countings."""

from datetime import date, datetime

from django.db import connection

from baiying.figures import locked, statements
from baiying.figures.actions import counting
from baiying.figures.actions.counting import Cell
from baiying.figures.models import RollUp
from baiying.kit import clock
from baiying.kit.db import transaction

BATCH = 5_000
MOST_BATCHES = 2_000
# Without marks the instant of counting is only moved on when it is this old: an idle system writes little.
IDLE_SECONDS = 20


def roll_up(*, at: datetime, wait: bool = True) -> int:
    """Count every marked cell anew; give the number of marks used up.

    Several at once are harmless: with `wait` the second waits, without it goes away. Each batch is a transaction.
    """
    used = 0
    for _ in range(MOST_BATCHES):
        found = _batch(at, wait)
        if not found:
            break
        used += found
    return used


@transaction.atomic
def _batch(at: datetime, wait: bool) -> int:
    if not locked.counting(wait=wait):
        return 0
    _open_year(at)
    days = _take_days()
    marks = _take_marks()
    if days:
        counting.count_days(days, at)
    if marks:
        counting.count_persons(sorted(_wanted(marks, at)), at)
    if len(marks) < BATCH:
        _note_time(at, busy=bool(marks or days))
    return len(marks) + len(days)


def _open_year(at: datetime) -> None:
    # On 1 January nobody does anything, and yet everybody registered stands in the new year's denominator, and the year
    # that ended stays as its last instant left it. Both are counted for everybody in one pass, so that no page shows a
    # denominator that grows.
    year = clock.local_date(at).year
    row = RollUp.objects.filter(pk=1).first()
    if row is not None and row.opened_year >= year:
        return
    if row is not None:
        # After an upgrade that counts otherwise (0), every year.
        counting.count_years([year - 1, year] if row.opened_year else None, at)
    RollUp.objects.update_or_create(pk=1, defaults={"opened_year": year}, create_defaults=_fresh(at, year))


def _fresh(at: datetime, year: int) -> dict[str, object]:
    return {"counted_at": at, "opened_year": year}


def _take_marks() -> list[Cell]:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM figures_mark WHERE id IN (SELECT id FROM figures_mark ORDER BY id LIMIT %s)"
            " RETURNING person_id, year",
            [BATCH],
        )
        return [(person, year) for person, year in cursor.fetchall()]


def _take_days() -> list[date]:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM figures_daymark WHERE id IN (SELECT id FROM figures_daymark ORDER BY id LIMIT %s)"
            " RETURNING day",
            [BATCH],
        )
        return sorted({day for (day,) in cursor.fetchall()})


def _wanted(marks: list[Cell], at: datetime) -> set[Cell]:
    # Year 0 stands for every year of the person: those already counted, and those in which the person counted.
    cells = {m for m in marks if m[1]}
    everywhere = sorted({person for person, year in marks if not year})
    if everywhere:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT person_id, year FROM figures_personyear WHERE person_id = ANY(%(persons)s) UNION"
                f" {statements.YEARS_OF_COUNTINGS} WHERE c.person_id = ANY(%(persons)s)",
                {"persons": everywhere, "at": at},
            )
            cells |= set(cursor.fetchall())
    return cells


def _note_time(at: datetime, *, busy: bool) -> None:
    row = RollUp.objects.filter(pk=1).first()
    if row is not None and (at > row.counted_at if busy else (at - row.counted_at).total_seconds() > IDLE_SECONDS):
        RollUp.objects.filter(pk=1).update(counted_at=at)


@transaction.atomic
def note_reconciliation(*, at: datetime, drift: int) -> None:
    """Keep when the last full recount was, and how many cells differed."""
    RollUp.objects.filter(pk=1).update(reconciled_at=at, drift=drift)
