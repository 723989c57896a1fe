"""What a room brings to the house: the words of every `room.py`, and the board on which they hang.

A `room.py` holds values and dotted names only, so that it is light to import: no models, no views, no queries. `config`
gathers every one when the program is ready; what stands in a lower room reads the board, never a room above.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from baiying.kit.rights import Right


@dataclass(frozen=True, slots=True)
class Grant:
    """A right and the roles that hold it, by the names of `accounts.models.Role`."""

    right: Right
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """Everything a room brings; what it leaves out it does not have."""

    rights: tuple[Grant, ...] = ()


# Filled by config alone: the rooms by name, from the ground up.
_board: dict[str, Room] = {}


def hang(rooms: Mapping[str, Room]) -> None:
    """Hang up what every room brings."""
    _board.clear()
    _board.update(rooms)


def brought() -> Mapping[str, Room]:
    """The rooms by name, from the ground up, with what each brings."""
    return _board
