"""What waits for somebody at work, from every room that has something to wait for."""

from datetime import datetime

from baiying.kit import rooms
from baiying.kit.once import reading
from baiying.kit.values.actor import Actor
from baiying.ui.piles import Pile


def piles(actor: Actor, at: datetime) -> list[Pile]:
    """All piles of the actor: by appointment, by office in a unit, by the activities led.

    What is of this day comes first, then what should be done soonest.
    """
    with reading():
        found = [fill(actor, at) for fill in rooms.filling("piles")]
    return sorted((pile for pile in found if pile is not None and pile.count), key=lambda one: _pressing(one, at))


def _pressing(pile: Pile, at: datetime) -> tuple[bool, bool, float]:
    when = pile.wanted_by(at)
    return not pile.now, when is None, when.timestamp() if when else 0
