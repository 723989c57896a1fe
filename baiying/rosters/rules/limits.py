"""How long what a clerk typed lives, how long an invitation stands, and what is too few to be shown."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class RosterRules:
    """What holds for rosters. Source: PIPL arts. 6, 19, 47 ask for the shortest time and no more data than needed, and
    give no numbers: these are defaults of this project.

    `typed_days`: a roster that was read and never sent is emptied after so many days. `open_days`: an invitation that
    nobody answered is over, and its names and numbers are emptied. `small_group`: of a group with fewer people than
    this nothing is counted, and of a larger one only how many accepted (R111). `tries_an_hour`: how often the end of a
    number is tried at one invitation. `paper_days`: a printed consent may be signed so many days after its text was
    replaced; `paper_back_days`: it is read in at most so many days after it was signed.
    """

    KIND: ClassVar[str] = "rosters"
    SOURCE: ClassVar[str] = "R111, R168; defaults of this project"
    RANGES: ClassVar[dict[str, tuple[int, int]]] = {
        "typed_days": (1, 14),
        "open_days": (7, 180),
        "small_group": (3, 20),
        "tries_an_hour": (3, 10),
        "paper_days": (0, 60),
        "paper_back_days": (7, 120),
    }

    typed_days: int = 3
    open_days: int = 60
    small_group: int = 5
    tries_an_hour: int = 5
    paper_days: int = 14
    paper_back_days: int = 60


def smaller(before: RosterRules, after: RosterRules) -> bool:
    """Whether answers of smaller groups begin to be counted for whoever sent the roster (R111, PIPL art. 55)."""
    return after.small_group < before.small_group
