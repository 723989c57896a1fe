"""The roll-up: delete the marks one sees, then count those cells anew from the ledger and the countings."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import DatabaseError, connection

from baiying.figures import locked, statements
from baiying.figures.actions import counting
from baiying.figures.actions.counting import Cell
from baiying.figures.models import RollUp
from baiying.kit import clock, each
from baiying.kit.db import errors, transaction

log = logging.getLogger(__name__)

BATCH = 5_000
MOST_BATCHES = 2_000
# Without marks the instant of counting is only moved on when it is this old: an idle system writes little.
IDLE_SECONDS = 20


def roll_up(*, at: datetime, wait: bool = True) -> int:
    """Count every marked cell anew; give the number of marks used up.

    Several at once are harmless: with `wait` the second waits, without it goes away. Each batch is a transaction.
    """
    used = _again(at, wait)
    for _ in range(MOST_BATCHES):
        try:
            found = _batch(at, wait)
        except DatabaseError as error:
            if not connection.is_usable() or errors.is_transient(error):
                raise
            log.exception("A batch of marks cannot be counted; it is tried in pieces")
            found = _in_pieces(at, wait)
        if not found:
            break
        used += found
    return used


@transaction.atomic
def _batch(at: datetime, wait: bool) -> int:
    if not locked.counting(wait=wait):
        return 0
    _open_year(at)
    days, marks = _take(_DAYS, _first(_DAYS)), _take(_MARKS, _first(_MARKS))
    _count(days, marks, at)
    if len(marks) < BATCH:
        _note_time(at, busy=bool(marks or days))
    return len(marks) + len(days)


def _count(days: list[Any], marks: list[Any], at: datetime) -> None:
    if days:
        counting.count_days(sorted({day for (day,) in days}), at)
    if marks:
        counting.count_persons(sorted(_wanted(marks, at)), at)


def _in_pieces(at: datetime, wait: bool) -> int:
    """The first marks in smaller and smaller pieces: what cannot be counted is kept apart, the others are used up."""
    return sum(_pieces(kind, _first(kind), at, wait) for kind in (_DAYS, _MARKS))


def _again(at: datetime, wait: bool) -> int:
    """Try what was kept apart."""
    return sum(_pieces(kind, kept, at, wait) for kind in (_DAYS, _MARKS) if (kept := each.faulty(kind.job)))


def _pieces(kind: "_Kind", ids: Sequence[int], at: datetime, wait: bool) -> int:
    @transaction.atomic
    def many(some: list[int]) -> int:
        if not locked.counting(wait=wait):
            return 0
        taken = _take(kind, some)
        _count(*(([], taken) if kind is _MARKS else (taken, [])), at)
        return len(taken)

    return each.pieces(kind.job, ids, many, at=at, size=BATCH).done


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


@dataclass(frozen=True, slots=True)
class _Kind:
    """A table of marks, what of it is counted anew, and the name under which those stand that cannot be."""

    table: str
    columns: str
    job: str


_MARKS = _Kind("figures_mark", "person_id, year", "figures.roll_up")
_DAYS = _Kind("figures_daymark", "day", "figures.roll_up_days")


def _first(kind: _Kind) -> list[int]:
    """The oldest marks, those left out that could not be counted at their last try."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id FROM {kind.table} WHERE id <> ALL(%s) ORDER BY id LIMIT %s", [each.faulty(kind.job), BATCH]
        )
        return [pk for (pk,) in cursor.fetchall()]


def _take(kind: _Kind, ids: list[int]) -> list[Any]:
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {kind.table} WHERE id = ANY(%s) RETURNING {kind.columns}", [ids])
        return list(cursor.fetchall())


def _wanted(marks: Sequence[Cell], at: datetime) -> set[Cell]:
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
    return cells | _of_those_who_go_on(cells)


def _of_those_who_go_on(cells: set[Cell]) -> set[Cell]:
    """For the cells of merged records those of the records that go on, in the same years."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.person_id, w.year, p.merged_into_id FROM unnest(%s::bigint[], %s::int[]) w(person_id, year)"
            " JOIN people_person p ON p.id = w.person_id WHERE p.merged_into_id IS NOT NULL",
            [[c[0] for c in cells], [c[1] for c in cells]],
        )
        return {(into, year) for _person, year, into in cursor.fetchall()}


def _note_time(at: datetime, *, busy: bool) -> None:
    row = RollUp.objects.filter(pk=1).first()
    if row is not None and (at > row.counted_at if busy else (at - row.counted_at).total_seconds() > IDLE_SECONDS):
        RollUp.objects.filter(pk=1).update(counted_at=at)


@transaction.atomic
def note_reconciliation(*, at: datetime, drift: int) -> None:
    """Keep when the last full recount was, and how many cells differed."""
    RollUp.objects.filter(pk=1).update(reconciled_at=at, drift=drift)
