"""What was changed of a record after it was posted: before and after, when, why, and by which two people."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from baiying.accounts import queries as accounts
from baiying.hours.models import HourEntry

Span = tuple[datetime, datetime]
# The reasons by which a line says that it changes another (queries.words).
_CHANGING = frozenset({"reversed", "corrected", "corrected_by_leader"})


@dataclass(frozen=True, slots=True)
class Change:
    """One change: the minutes that stood before and stand since, each with the time that was counted.

    `after_span` is None where nothing stands any more; `asked_by`, `decided_by` are names, empty where it was nobody.
    """

    at: datetime
    before: int
    after: int
    before_span: Span
    after_span: Span | None
    words: str
    asked_by: str
    decided_by: str


def changes_of(entries: Iterable[HourEntry]) -> list[Change]:
    """The changes that the lines of one attendance tell of, the oldest first: what was taken back at a moment, and what
    was posted instead at the same one, or on top."""
    lines = sorted(entries, key=lambda one: (one.posted_at, one.id))
    hands = {pk for one in lines if _words(one) for pk in (one.recorded_by_id, one.approved_by_id) if pk is not None}
    names = accounts.names_of(hands) if hands else {}
    standing: dict[int, HourEntry] = {}
    found = []
    for at, posted in groupby(lines, key=lambda one: one.posted_at):
        before, rows = list(standing.values()), list(posted)
        changing = [one for one in rows if _words(one)]
        for one in rows:
            if one.reversal_of is None:
                standing[one.id] = one
            else:
                standing.pop(one.reversal_of, None)
        if changing and before:
            found.append(_change(at, before, list(standing.values()), changing[-1], names))
    return found


def _words(line: HourEntry) -> str:
    """Why a line changes what stood before it; empty for one that does not."""
    return next((str(one.get("words") or "—") for one in line.reason if one.get("code") in _CHANGING), "")


def _change(
    at: datetime, before: list[HourEntry], after: list[HourEntry], last: HourEntry, names: dict[int, str]
) -> Change:
    asked, decided = (names.get(pk or 0, "") for pk in (last.recorded_by_id, last.approved_by_id))
    return Change(
        at=at,
        before=sum(one.minutes for one in before),
        after=sum(one.minutes for one in after),
        before_span=_span(before),
        after_span=_span(after) if after else None,
        words=_words(last),
        asked_by=asked if asked != decided else "",
        decided_by=decided,
    )


def _span(lines: list[HourEntry]) -> Span:
    return min(one.starts_at for one in lines), max(one.ends_at for one in lines)
