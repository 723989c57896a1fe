"""Reading an uploaded table against the tree that stands: what it would do, and whether that may be."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from baiying.places import reading
from baiying.places.actions import tree_writing
from baiying.places.models import DivisionImport
from baiying.places.rules import changes, successors, tree

Look = tuple[tree.Checked, changes.Plan, dict[str, changes.Existing]]


@contextmanager
def not_collecting() -> Iterator[None]:
    """A country is two million tuples without a circle among them: looking for circles took half of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@not_collecting()
def look(path: Path, row: DivisionImport, *, propose: bool = False) -> Look:
    """The table checked, what it changes with the row's successors, and the tree under the codes it will have.

    `propose` asks anew which areas follow which; else the answers of the row hold.
    """
    sheets = reading.sheets_of(path, reading.DIVISIONS, row.sheet)
    row.sheet, row.other_sheets = sheets.read[:100], list(sheets.fitting)
    raws = list(reading.division_rows(path, sheets.read))
    existing = existing_now()
    known = {code: (one.level, one.name) for code, one in existing.items()}
    checked = tree.check(raws, known, place_orphans=row.place_orphans)
    if propose:
        bare = changes.plan(checked.rows, existing, checked.seen)
        row.successors = [list(one) for one in successors.propose(bare.missing, bare.added, existing)]
    answers = [successors.Successor(*one) for one in row.successors]
    return checked, *successors.plan(checked.rows, existing, checked.seen, answers)


def existing_now() -> dict[str, changes.Existing]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.code, d.id, d.name, d.level, coalesce(p.code, '') FROM places_division d"
            " LEFT JOIN places_division p ON p.id = d.parent_id WHERE d.closed_on IS NULL"
        )
        return {code: changes.Existing(*rest) for code, *rest in cursor.fetchall()}


def outside(
    row: DivisionImport, plan: changes.Plan, existing: dict[str, changes.Existing], paths: tree_writing.Paths
) -> int:
    """How many changes lie outside the area of the office that uploaded the table, before or after the change."""
    if row.within_id is None:
        return 0
    inside = {code for code, one in existing.items() if one.id == row.within_id}
    inside.update(changes.below(inside, existing))
    mark = f",{row.within_id},"
    touched = [*plan.changed, *plan.missing]
    return sum(mark not in f",{paths.of(r.code)}," for r in plan.added) + sum(code not in inside for code in touched)
