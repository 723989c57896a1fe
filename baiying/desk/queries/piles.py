"""What waits for somebody at work, from every room that has something to wait for."""

from datetime import datetime

from baiying.kit import rooms
from baiying.kit.values.actor import Actor
from baiying.ui.piles import Pile


def piles(actor: Actor, at: datetime) -> list[Pile]:
    """All piles of the actor: by appointment, by office in a unit, by the activities led."""
    found = (fill(actor, at) for fill in rooms.filling("piles"))
    return [pile for pile in found if pile is not None and pile.count]
