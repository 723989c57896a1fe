"""What this room brings to the house."""

from baiying.accounts.rights import Right
from baiying.kit.rooms import Grant, Room

ROOM = Room(
    rights=(
        Grant(Right.APPOINT, ("county_office", "city_office", "secadmin")),
        Grant(Right.UNLOCK_LOG_IN, ("place_staff", "county_office", "city_office", "secadmin")),
    ),
)
