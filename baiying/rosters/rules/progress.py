"""What of the answers is shown: how many are expected, how many came, never who, and nothing of a few. Pure (R111)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from baiying.kit.values import numbers


@dataclass(frozen=True, slots=True)
class Group:
    """A class or department as the roster has it: how many it expects, and how many have accepted."""

    name: str
    expected: int
    accepted: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of the page. `accepted` is rounded down; None where the group is too small for any number."""

    name: str
    expected: int
    accepted: int | None


def shown(groups: Iterable[Group], small: int) -> list[Shown]:
    """The groups in the order of their names, as a school counts them; never by who is ahead."""
    rows = sorted(groups, key=lambda one: order(one.name))
    return [
        Shown(one.name, one.expected, None if one.expected < small else numbers.in_steps(one.accepted, small))
        for one in rows
    ]


_DIGITS = {sign: str(n) for n, sign in enumerate("零一二三四五六七八九")}
_PARTS = re.compile(r"[0-9]+|[^0-9]+")


def order(name: str) -> tuple[tuple[int, int, str], ...]:
    """Classes as one counts them: 二年级2班 before 二年级10班, 一年级 before 二年级; 高一 after 初三."""
    plain = "".join(_DIGITS.get(sign, sign) for sign in name.replace("初", "01").replace("高", "02"))
    parts = ((numbers.whole(part), part) for part in _PARTS.findall(plain))
    return tuple((1, 0, part) if number is None else (0, number, "") for number, part in parts)


def summed(counts: Iterable[Mapping[str, Sequence[int]]]) -> dict[str, tuple[int, int]]:
    """Expected and known of several rosters, by group."""
    found: dict[str, tuple[int, int]] = {}
    for one in counts:
        for name, (expected, known) in one.items():
            before = found.get(name, (0, 0))
            found[name] = (before[0] + expected, before[1] + known)
    return found
