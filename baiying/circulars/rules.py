"""What a notice may hold, who must approve it, what a text message of it costs. Values in, answers out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

_LEVELS = ("province", "city", "county", "township", "village")


@dataclass(frozen=True, slots=True)
class CircularRules:
    """When a second person approves a notice, and what it may carry. Source: practice of offices; no law gives numbers.

    `approve_from_boxes`, `approve_from_people`: from so many on a second person approves (0: never for the number).
    `approve_emergency`: each emergency notice needs one. `difference_percent`: if the recipients at the moment of
    sending differ from the preview by more, it stops and asks the approver again. `phones_in_file`: so many phone
    numbers an attachment may hold, with a reason (an office gives its own); more is a list and is stopped (N34).
    `ahead_days`, `ahead_days_emergency`: what is to go out later than in so many days is asked about once more.
    """

    KIND: ClassVar[str] = "circulars"
    SOURCE: ClassVar[str] = "R142, R144; defaults of this project"
    RANGES: ClassVar[dict[str, tuple[int, int]]] = {
        "approve_from_boxes": (0, 100_000),
        "approve_from_people": (0, 10_000_000),
        "difference_percent": (1, 100),
        "sign_hours": (1, 72),
        "phones_in_file": (0, 20),
        "file_megabytes": (1, 20),
        "files": (0, 10),
        "ahead_days": (1, 366),
        "ahead_days_emergency": (0, 366),
    }

    approve_from_boxes: int = 200
    approve_from_people: int = 500
    approve_emergency: bool = True
    difference_percent: int = 5
    sign_hours: int = 2
    phones_in_file: int = 2
    file_megabytes: int = 5
    files: int = 5
    ahead_days: int = 60
    ahead_days_emergency: int = 1

    def __post_init__(self) -> None:
        # Versions of before stand with 1 and 0.
        object.__setattr__(self, "approve_emergency", bool(self.approve_emergency))


def needs_approval(*, boxes: int, people: int, emergency: bool, given: CircularRules) -> bool:
    """Whether a second person must approve before it goes out; `people` are volunteers written to one by one."""
    many = 0 < given.approve_from_boxes <= boxes or 0 < given.approve_from_people <= people
    return many or (emergency and given.approve_emergency)


def levels_below(level: str, *, own: bool = False) -> tuple[str, ...]:
    """The levels to which an office of a level may send: those below its own, never beside or above it."""
    if level not in _LEVELS:
        return ()
    return _LEVELS[_LEVELS.index(level) + (0 if own else 1) :]


def strays(foreseen: int, chosen: int, given: CircularRules) -> bool:
    """Whether those chosen now differ from those foreseen by more than the approver has to expect (N09).

    The difference is that of the numbers: who comes and who goes in equal number changes what it costs by nothing, and
    each difference is told with its reason anyway.
    """
    return abs(chosen - foreseen) * 100 > given.difference_percent * max(foreseen, 1)


def sign_by(told_at: datetime, hours: int) -> datetime:
    """Until when a box signs: its own clock runs from the moment it was told (N38)."""
    return told_at + timedelta(hours=hours)


def changed_lines(before: str, after: str) -> list[tuple[str, str]]:
    """The lines that differ between two versions, as (old, new); empty where one has no counterpart."""
    old, new = before.splitlines(), after.splitlines()
    kept_new, kept_old = set(new), set(old)
    gone = [line for line in old if line.strip() and line not in kept_new]
    come = [line for line in new if line.strip() and line not in kept_old]
    size = max(len(gone), len(come))
    return list(zip(gone + [""] * (size - len(gone)), come + [""] * (size - len(come)), strict=True))


def names_in_words(names: Iterable[str], most: int) -> tuple[list[str], int]:
    """The first few names, and how many more there are."""
    found = list(names)
    return found[:most], max(len(found) - most, 0)
