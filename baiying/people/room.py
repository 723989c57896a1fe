"""What this room brings to the house."""

from baiying.kit.rooms import Grant, Room
from baiying.people.rights import Right

ROOM = Room(
    rights=(
        Grant(Right.SEE_PEOPLE, ("place_staff", "county_office", "city_office")),
        Grant(Right.REGISTER_ON_SITE, ("place_staff", "county_office", "city_office")),
        Grant(Right.CHECK_REAL_NAME, ("place_staff", "county_office", "city_office")),
        Grant(Right.UNMASK, ("place_staff", "county_office", "city_office")),
        Grant(Right.UNMASK_MINOR, ("county_office", "city_office")),
        Grant(Right.DECIDE_CLAIMS, ("place_staff", "county_office", "city_office")),
        Grant(Right.PRINT_CARDS, ("place_staff", "county_office", "city_office")),
    ),
)
