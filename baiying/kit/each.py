"""Recurring work row by row: one bad row never stops the rows behind it, and it does not get lost."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from baiying.kit.db import errors, transaction
from baiying.kit.models import JobFault

log = logging.getLogger(__name__)
_PAGE = 1000


@dataclass(slots=True)
class Outcome:
    """How many rows were looked at, how many of them were changed, how many failed."""

    seen: int = 0
    done: int = 0
    failed: int = 0

    def and_also(self, more: "Outcome") -> "Outcome":
        return Outcome(self.seen + more.seen, self.done + more.done, self.failed + more.failed)


def keys(rows: QuerySet[Any]) -> Iterator[int]:
    """The ids of all rows, page by page in their order: no ceiling, no long transaction, however many there are.

    The oldest first, whatever the order of `rows`: whoever wants some of them first asks for those first.
    """
    after = 0
    while True:
        page = list(rows.filter(id__gt=after).order_by("id").values_list("id", flat=True)[:_PAGE])
        yield from page
        if len(page) < _PAGE:
            return
        after = page[-1]


def each(job: str, ids: Iterable[int], one: Callable[[int], Any], *, at: datetime) -> Outcome:
    """Do `one` for every id; it must be one transaction of its own (an action). Gives what came of it.

    A row that fails is logged and kept as a JobFault, and tried again at the next run; what is done is forgotten there.
    A database that is gone stops everything, so that the whole job is tried again.
    """
    found = Outcome()
    faulty = set(JobFault.objects.filter(job=job).values_list("subject_id", flat=True))
    for pk in ids:
        found.seen += 1
        try:
            found.done += bool(one(pk))
        except Exception as error:
            if not connection.is_usable():
                raise
            found.failed += 1
            log.exception("%s failed for %d and goes on", job, pk)
            _keep(job, pk, error, at)
        else:
            if pk in faulty:
                JobFault.objects.filter(job=job, subject_id=pk).delete()
    return found


def pieces(
    job: str, ids: Iterable[int], many: Callable[[list[int]], int], *, at: datetime, size: int = _PAGE
) -> Outcome:
    """Do `many` for whole pieces of the ids, in few statements; it must be one transaction of its own. Gives how many.

    Where a piece fails its halves are tried, and theirs, until the bad row stands alone: it is kept as in `each`, and
    everything beside it is done.
    """
    found = Outcome()
    faulty = set(JobFault.objects.filter(job=job).values_list("subject_id", flat=True))
    rest = iter(ids)
    while piece := list(islice(rest, size)):
        found = found.and_also(_piece(job, piece, many, faulty, at))
    return found


def _piece(job: str, ids: list[int], many: Callable[[list[int]], int], faulty: set[int], at: datetime) -> Outcome:
    try:
        done = many(ids)
    except Exception as error:
        if not connection.is_usable():
            raise
        if len(ids) > 1:
            half = len(ids) // 2
            found = _piece(job, ids[:half], many, faulty, at)
            return found.and_also(_piece(job, ids[half:], many, faulty, at))
        log.exception("%s failed for %d and goes on", job, ids[0])
        _keep(job, ids[0], error, at)
        return Outcome(seen=1, failed=1)
    if not faulty.isdisjoint(ids):
        JobFault.objects.filter(job=job, subject_id__in=ids).delete()
    return Outcome(seen=len(ids), done=done)


def delete(job: str, rows: QuerySet[Any], *, at: datetime) -> Outcome:
    """Delete the rows in pieces; one that cannot be deleted keeps none of the others."""

    @transaction.atomic
    def many(ids: list[int]) -> int:
        return int(rows.model._default_manager.filter(pk__in=ids).delete()[0])

    return pieces(job, keys(rows), many, at=at)


def passed_over(job: str, seen: Iterable[int], wrong: Mapping[int, Exception], *, at: datetime) -> None:
    """For work that leaves out a part of a row and does the rest: keep what was left out with its reason, and forget
    what went well this time."""
    for pk, error in wrong.items():
        log.warning("%s left out %d and goes on: %s", job, pk, type(error).__name__)
        _keep(job, pk, error, at)
    JobFault.objects.filter(job=job, subject_id__in=[pk for pk in seen if pk not in wrong]).delete()


def faulty(job: str) -> list[int]:
    """The ids that failed at their last try, to be tried again."""
    return list(JobFault.objects.filter(job=job).order_by("subject_id").values_list("subject_id", flat=True))


def _keep(job: str, pk: int, error: Exception, at: datetime) -> None:
    words = " ".join(word for word in (type(error).__name__, errors.state_of(error), _constraint(error)) if word)
    row, made = JobFault.objects.get_or_create(
        job=job, subject_id=pk, defaults={"error": words[:120], "first_at": at, "last_at": at}
    )
    if not made:
        row.error, row.last_at, row.times = words[:120], at, row.times + 1
        row.save(update_fields=["error", "last_at", "times"])


def _constraint(error: Exception) -> str:
    report = getattr(error.__cause__, "diag", None)
    return str(getattr(report, "constraint_name", None) or "")
