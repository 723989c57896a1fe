"""Who is expected at a shift and who came: four numbers that are true at every moment, also while people come and go.

Everybody counts once, by person: expected = come + missing, whatever was withdrawn, taken back or done twice.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of one person at a shift.

    `expected`: has a place there now (accepted, and not withdrawn since). `came`: is on record there, a tick taken back
    being none. `here`: and has not left; who came again after leaving is here. `absent`: is on record, and two persons
    found that it was wrong: nobody came.
    """

    expected: bool
    came: bool
    here: bool = False
    absent: bool = False


@dataclass(frozen=True, slots=True)
class HeadCount:
    """Persons. `walked_in` came without a place and are no part of the others; `here` and `left` count all who came.

    `absent`: of the missing, those of whom it was decided that they were not there.
    """

    expected: int = 0
    come: int = 0
    missing: int = 0
    walked_in: int = 0
    here: int = 0
    left: int = 0
    absent: int = 0

    @property
    def unrecorded(self) -> int:
        """Of whom nothing is on record, not even that they did not come."""
        return self.missing - self.absent


def head_count(people: Iterable[Seen]) -> HeadCount:
    """The numbers of some people at one shift, each given once."""
    seen = list(people)
    come = sum(one.expected and one.came for one in seen)
    came = sum(one.came for one in seen)
    expected = sum(one.expected for one in seen)
    here = sum(one.here for one in seen)
    absent = sum(one.expected and one.absent and not one.came for one in seen)
    return HeadCount(expected, come, expected - come, came - come, here, came - here, absent)
