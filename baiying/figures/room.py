"""What this room brings to the house."""

from baiying.figures.rights import Right
from baiying.kit.rooms import Grant, Room

ROOM = Room(
    rights=(
        Grant(Right.SET_TARGETS, ("county_office", "city_office")),
        Grant(Right.SEE_FIGURES, ("place_staff", "hours_reviewer", "county_office", "city_office")),
        Grant(Right.SEE_FIGURE_ROWS, ("county_office", "city_office")),
    ),
)
