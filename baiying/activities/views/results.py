"""What came of activities: who came and how much time was posted, told by the rooms above, down to the rows (O2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from baiying.activities import queries
from baiying.activities.models import Shift
from baiying.kit import rooms
from baiying.kit.values.actor import Actor
from baiying.ui.cards import Served


@dataclass(frozen=True, slots=True)
class Result:
    """One shift with what came of it; `url` leads to its rows, empty for who may not see them.

    `runs`: it is not over, so that nobody is said to have stayed away yet.
    """

    shift: Shift
    served: Served
    url: str
    runs: bool = False


def served(shift_ids: Sequence[int]) -> dict[int, Served]:
    """By shift; a shift is missing where no room keeps records."""
    found: dict[int, Served] = {}
    for told in rooms.filling("served"):
        found |= told(shift_ids)
    return found


def with_results(rows: Sequence[Any]) -> Sequence[Any]:
    """The same activities, each with `served`, the sum of its shifts."""
    shifts = queries.shift_ids_of([row.pk for row in rows])
    found = served([pk for ids in shifts.values() for pk in ids])
    for row in rows:
        row.served = _sum(found[pk] for pk in shifts[row.pk] if pk in found)
    return rows


def of_record(shifts: Iterable[Shift], actor: Actor, at: datetime, *, leads: bool) -> dict[str, Any]:
    """For the record of an activity: its shifts that are over or on record, and their sum."""
    rows = list(shifts)
    runs = {shift.pk for shift in rows if shift.ends_at > at}
    found = {pk: replace(one, missing=0) if pk in runs else one for pk, one in served([one.pk for one in rows]).items()}
    address = next(iter(rooms.filling("served_rows")), None)
    results = [
        Result(shift, found[shift.pk], address(shift, actor, leads=leads) if address else "", shift.pk in runs)
        for shift in rows
        if shift.pk in found and (found[shift.pk].came or (shift.ends_at <= at and queries.stands(shift)))
    ]
    return {"results": results, "results_sum": _sum(one.served for one in results)}


def _sum(parts: Iterable[Served]) -> Served:
    return sum(parts, Served())
