"""What this room brings to the house."""

from baiying.activities.rights import Right
from baiying.kit.rooms import Grant, Room

ROOM = Room(
    rights=(
        Grant(Right.SEE_ACTIVITIES, ("place_staff", "hours_reviewer", "county_office", "city_office")),
        Grant(Right.CANCEL_ACTIVITIES, ("county_office", "city_office")),
    ),
)
