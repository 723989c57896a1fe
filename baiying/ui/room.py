"""What this room brings to the house."""

from baiying.kit.rooms import Room

ROOM = Room(addresses="baiying.ui.urls")
