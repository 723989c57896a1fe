"""What this room brings to the house."""

from baiying.kit.rooms import Grant, Room
from baiying.places.rights import Right

ROOM = Room(
    rights=(
        Grant(Right.IMPORT_DIVISIONS, ("city_office", "sysadmin")),
        Grant(Right.EDIT_SITES, ("place_staff", "county_office", "city_office")),
        Grant(Right.IMPORT_POPULATION, ("county_office", "city_office")),
        Grant(Right.EDIT_CALENDAR, ("city_office", "sysadmin")),
        Grant(Right.EDIT_RULES, ("city_office",)),
        Grant(Right.SEE_COVERAGE, ("place_staff", "hours_reviewer", "county_office", "city_office")),
    ),
)
