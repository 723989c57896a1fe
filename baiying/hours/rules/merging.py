"""Which minutes two records of one human hold twice, and what of a line is left (R006): values in, values out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Served:
    """A standing line of the ledger: which minutes, when. `own`: of the record that goes on."""

    id: int
    minutes: int
    tier: str
    starts_at: datetime
    ends_at: datetime
    own: bool


@dataclass(frozen=True, slots=True)
class Cut:
    """What a line loses because the other record has the same time; what is left of its presence."""

    id: int
    minutes: int
    starts_at: datetime
    ends_at: datetime


def overlap_minutes(one: Served, other: Served) -> int:
    """Whole minutes that both say; part of one is none."""
    common = min(one.ends_at, other.ends_at) - max(one.starts_at, other.starts_at)
    return max(0, int(common.total_seconds()) // _MINUTE)


def cuts(own: Sequence[Served], others: Sequence[Served]) -> list[Cut]:
    """What is taken off which line, so that no minute counts twice and none is lost.

    The other record's line gives way, unless it alone is credit time. What a line loses is never more than it has.
    """
    lost: dict[int, int] = {}
    left: dict[int, tuple[datetime, datetime]] = {}
    lines = {line.id: line for line in (*own, *others)}
    for mine in own:
        for theirs in others:
            twice = min(overlap_minutes(mine, theirs), mine.minutes, theirs.minutes)
            if not twice:
                continue
            gives = mine if theirs.tier == "credit" and mine.tier != "credit" else theirs
            stays = theirs if gives is mine else mine
            lost[gives.id] = min(lines[gives.id].minutes, lost.get(gives.id, 0) + twice)
            left[gives.id] = _rest(left.get(gives.id, (gives.starts_at, gives.ends_at)), stays)
    return [Cut(pk, minutes, *left[pk]) for pk, minutes in sorted(lost.items())]


def _rest(span: tuple[datetime, datetime], taken: Served) -> tuple[datetime, datetime]:
    """The span without what the other line has of its beginning or its end; a hole in the middle is not told."""
    starts_at, ends_at = span
    if taken.starts_at <= starts_at < taken.ends_at:
        starts_at = min(taken.ends_at, ends_at)
    if taken.starts_at < ends_at <= taken.ends_at:
        ends_at = max(taken.starts_at, starts_at)
    return starts_at, ends_at
