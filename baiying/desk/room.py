"""What this room brings to the house."""

from baiying.desk.rights import Right
from baiying.kit.rooms import Grant, Room

ROOM = Room(
    rights=(Grant(Right.READ_AUDIT, ("auditor",)),),
)
