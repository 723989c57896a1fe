"""What a second person may wish to know of a shift before deciding: facts, said neutrally. They decide nothing."""

from dataclasses import dataclass

from baiying.hours.rules.counting import Reason

# From so many on, that all have the same times or all belong to the team says something. Ours.
ENOUGH = 3
# More than so many times the usual, and so many more. Ours.
FAR, BY = 2, 5


@dataclass(frozen=True, slots=True)
class Looked:
    """Of one shift: how many persons wait for a decision, how many different pairs of coming and going they have, how
    many came in all, how many usually come to the team's shifts (0: not known), how many of them are its members."""

    persons: int
    spans: int
    come: int = 0
    usual: int = 0
    of_team: int = 0


def noticed(looked: Looked) -> tuple[Reason, ...]:
    """same_times: all came and left at the same minute; own_team: nobody from outside; many: far more than usual."""
    found: list[Reason] = []
    if looked.persons >= ENOUGH and looked.spans == 1:
        found.append({"code": "same_times", "count": looked.persons})
    if looked.persons >= ENOUGH and looked.of_team == looked.come:
        found.append({"code": "own_team", "count": looked.come})
    if looked.usual and looked.come >= FAR * looked.usual and looked.come - looked.usual >= BY:
        found.append({"code": "many", "count": looked.come, "usual": looked.usual})
    return tuple(found)
