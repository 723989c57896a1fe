"""What this room announces. Ids and numbers only: a listener that needs more asks the queries."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from baiying.kit.facts import Fact


@dataclass(frozen=True, slots=True)
class CheckedIn(Fact):
    """Somebody has come: by the live code (`source` code), the leader's tick (roll) or scan."""

    subject: ClassVar[str] = "attendance"
    attendance_id: int
    shift_id: int | None
    person_id: int
    source: str
    walk_in: bool


@dataclass(frozen=True, slots=True)
class HoursPosted(Fact):
    """A line was added to the ledger."""

    subject: ClassVar[str] = "entry"
    entry_id: int
    person_id: int
    served_on: date
    minutes: int
    source: str
    tier: str
    team_id: int | None
    activity_id: int | None


@dataclass(frozen=True, slots=True)
class HoursReversed(Fact):
    """A line was taken back by a negative one; `minutes` is negative."""

    subject: ClassVar[str] = "entry"
    entry_id: int
    reversal_of: int
    person_id: int
    served_on: date
    minutes: int
    tier: str
    reason: str
