"""What of an open drive is shown, and what its maker typed. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from baiying.kit.values.numbers import in_steps

MOST_SOURCES, LONGEST_SOURCE = 30, 30


@dataclass(frozen=True, slots=True)
class Yield:
    """How many came by a source: who registered, and of these who passed the check; rounded down, so that nobody is
    told from a number (R111)."""

    name: str
    public_id: str
    registered: int
    passed: int


def yields(sources: Iterable[tuple[str, str]], came: Mapping[str, tuple[int, int]], small: int) -> list[Yield]:
    """By source (name, public id) in their order; `came`: registered and passed by public id."""
    found = []
    for name, pid in sources:
        registered, passed = came.get(pid, (0, 0))
        found.append(Yield(name, pid, in_steps(registered, small), in_steps(passed, small)))
    return found


def together(came: Mapping[str, tuple[int, int]], small: int) -> tuple[int, int]:
    """Registered and passed of the whole drive."""
    return in_steps(sum(one[0] for one in came.values()), small), in_steps(sum(one[1] for one in came.values()), small)


def read_sources(text: str) -> list[str]:
    """A source on each line, as typed: blanks and repeats left out."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return list(dict.fromkeys(line for line in lines if line))


def is_over(ends_on: date, today: date, *, ended: bool) -> bool:
    """Whether nobody is counted any more: the last day has passed, or somebody ended it."""
    return ended or today > ends_on
