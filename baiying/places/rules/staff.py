"""Who heads a site: what the head is called there, and what a day of taking over does to the one before."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# What is known in advance is entered in advance, but nobody knows whom a site has in years.
MOST_AHEAD = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Term:
    """A head's time as it stands: from a day to the last day counted; empty while nobody says."""

    id: int
    first: date
    last: date | None


@dataclass(frozen=True, slots=True)
class Succession:
    """What a new head's first day does: whose last day it writes, or by `why` that it cannot be.

    `same_day`: the one before begins on that very day. `followed`: somebody already begins later.
    """

    ends: int | None = None
    why: str = ""


def succession(first: date, heads: Iterable[Term]) -> Succession:
    """Who takes over on a day: the one in office gets the day before as the last; later ones are never cut."""
    ends: int | None = None
    for one in heads:
        if one.first > first:
            return Succession(why="followed")
        if one.first == first:
            return Succession(why="same_day")
        if one.last is None or one.last >= first:
            ends = one.id
    return Succession(ends=ends)
