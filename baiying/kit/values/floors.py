"""What a law fixes of a value that a place may otherwise choose: a floor. Stricter is allowed, looser is not. Pure.

A dataclass of rules carries its own as a class attribute `FLOORS`; page, action and database refuse what is looser,
with the sentence, and reading never gives it.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar, cast

R = TypeVar("R")


class Bound(StrEnum):
    """How a value is held: a number from below or above, what a list must have or may not have, a fixed answer."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    CONTAINS = "contains"
    WITHOUT = "without"
    IS = "is"


@dataclass(frozen=True, slots=True)
class Floor:
    """One value and how far it may go.

    `duty`: the number of the duty in the table of law; `sentence`: what an official reads, with the article; in force
    from `valid_from` until before `valid_to`.
    """

    field: str
    bound: Bound
    value: int | bool | tuple[str, ...]
    duty: str
    sentence: str
    valid_from: date
    valid_to: date | None = None

    def holds(self, value: Any) -> bool:
        """Whether a value keeps to it; one of another type never does."""
        match self.bound:
            case Bound.AT_LEAST:
                return _is_number(value) and value >= self.value
            case Bound.AT_MOST:
                return _is_number(value) and value <= self.value
            case Bound.CONTAINS:
                return isinstance(value, (list, tuple)) and set(self._list) <= set(value)
            case Bound.WITHOUT:
                return isinstance(value, (list, tuple)) and not set(self._list) & set(value)
            case Bound.IS:
                return value is self.value

    def in_force(self, first: date, end: date | None = None) -> bool:
        """Whether it holds on some day from `first` until before `end` (None: for ever)."""
        return (end is None or self.valid_from < end) and (self.valid_to is None or self.valid_to > first)

    def raised(self, value: Any) -> Any:
        """The nearest value that keeps to it."""
        if self.holds(value):
            return value
        match self.bound:
            case Bound.CONTAINS:
                return (*self._list, *(one for one in _list(value) if one not in self._list))
            case Bound.WITHOUT:
                return tuple(one for one in _list(value) if one not in self._list)
            case _:
                return self.value

    @property
    def _list(self) -> tuple[str, ...]:
        return cast("tuple[str, ...]", self.value)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _list(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, (list, tuple)) else ()


def floors_of(kind: type[Any]) -> tuple[Floor, ...]:
    return getattr(kind, "FLOORS", ())


def broken(kind: type[Any], values: Mapping[str, Any], first: date, end: date | None = None) -> list[Floor]:
    """The floors that some values of a kind break while in force from `first` until before `end`."""
    return [
        floor
        for floor in floors_of(kind)
        if floor.field in values and floor.in_force(first, end) and not floor.holds(values[floor.field])
    ]


def kept(rules: R, on: date) -> R:
    """The rules with every value raised to what the law of that day asks."""
    next_day = on + timedelta(days=1)
    looser = [f for f in floors_of(type(rules)) if f.in_force(on, next_day) and not f.holds(getattr(rules, f.field))]
    if not looser:
        return rules
    raised = {floor.field: floor.raised(getattr(rules, floor.field)) for floor in looser}
    return dataclasses.replace(cast("Any", rules), **raised)  # type: ignore[no-any-return]
