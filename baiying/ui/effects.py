"""What a new version of rules would have changed, as the room that counts hands it to the page of rules."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one version makes of a record: minutes, how many of them without a second person, the tier, why so many (in
    words, for those that are listed)."""

    minutes: int
    by_itself: int
    tier: str
    reasons: tuple[Any, ...] = ()

    @property
    def all_by_itself(self) -> bool:
        return self.minutes > 0 and self.by_itself == self.minutes


@dataclass(frozen=True, slots=True)
class Difference:
    """One record that would have counted otherwise. `address` is empty for who may not open its rows."""

    title: str
    day: date
    address: str
    before: Outcome
    after: Outcome

    @property
    def minutes(self) -> int:
        return self.after.minutes - self.before.minutes


@dataclass(frozen=True, slots=True)
class Total:
    """Sums of one version over the records looked at."""

    minutes: int = 0
    credit: int = 0
    by_itself: int = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """Both versions over the records of a month, `first` to `last`, both included.

    `records`: how many there are; `looked`: at how many was looked. `every`: everybody's records (1), or those of one
    in so many people, who are taken with all of their month.
    """

    first: date
    last: date
    records: int
    looked: int
    every: int
    changed: int
    fewer: int
    more: int
    before: Total
    after: Total
    largest: list[Difference] = field(default_factory=list)
