"""What this room brings to the house."""

from baiying.kit.rooms import Grant, Room
from baiying.teams.rights import Right

ROOM = Room(
    rights=(
        Grant(Right.MANAGE_BODIES, ("county_office", "city_office")),
        Grant(Right.SEE_TEAMS, ("place_staff", "county_office", "city_office")),
        Grant(Right.EXPORT_TEAMS, ("county_office", "city_office")),
    ),
)
