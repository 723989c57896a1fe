"""One act for many: each in a transaction of its own; those it cannot be done for are named with the reason."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from baiying.kit.errors import Refused

Row = TypeVar("Row")
Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Many(Generic[Row, Done]):
    """What it came to: what was done, and for whom it was not and why."""

    done: list[Done] = field(default_factory=list)
    refused: list[tuple[Row, Refused]] = field(default_factory=list)


def each(rows: Iterable[Row], act: Callable[[Row], Done]) -> Many[Row, Done]:
    """Do it for each."""
    found: Many[Row, Done] = Many()
    for row in rows:
        try:
            found.done.append(act(row))
        except Refused as refusal:
            found.refused.append((row, refusal))
    return found
