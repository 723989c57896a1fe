"""What counts as an act of somebody, told by each room of its own rows: a record without one for long is asked about.

A log-in alone is none: it says that a browser was open, not that somebody serves, answers or holds something.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Whose:
    """Of whom acts are looked for: ids of records, and ids of the accounts by which these people come in."""

    persons: frozenset[int]
    accounts: frozenset[int]


@dataclass(frozen=True, slots=True)
class Act:
    """The last day of one kind of act, of a record or of an account. What is still ahead, or held now, is of today."""

    day: date
    person: int | None = None
    account: int | None = None


def of_persons(rows: Collection[tuple[int, date]]) -> list[Act]:
    return [Act(day, person=pk) for pk, day in rows]


def of_accounts(rows: Collection[tuple[int, date]]) -> list[Act]:
    return [Act(day, account=pk) for pk, day in rows]
