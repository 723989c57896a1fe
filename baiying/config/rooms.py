"""Gathers what every room brings. A room is an installed app of this program; what it brings stands in its room.py."""

from collections import defaultdict
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.conf import settings

from baiying.kit import rights
from baiying.kit import rooms as kit_rooms
from baiying.kit.rights import Right
from baiying.kit.rooms import Room

_PACKAGE = "baiying."


@cache
def gathered() -> dict[str, Room]:
    """The rooms by name, from the ground up: in the order of the installed apps."""
    found = {}
    for app in settings.INSTALLED_APPS:
        if app.startswith(_PACKAGE) and find_spec(f"{app}.room"):
            found[app.removeprefix(_PACKAGE)] = import_module(f"{app}.room").ROOM
    return found


def hang() -> None:
    """Hang up what the rooms bring, and tell who holds which right."""
    kit_rooms.hang(gathered())
    held: dict[str, set[Right]] = defaultdict(set)
    for room in gathered().values():
        for grant in room.rights:
            for role in grant.roles:
                held[role].add(grant.right)
    urgent = {grant.right for room in gathered().values() for grant in room.rights if grant.urgent}
    rights.give({role: frozenset(given) for role, given in held.items()}, urgent)
