"""What this room brings to the house."""

from baiying.hours.rights import Right
from baiying.kit.rooms import Grant, Room

ROOM = Room(
    rights=(
        Grant(Right.REVIEW_HOURS, ("hours_reviewer",)),
        Grant(Right.SEE_HOURS, ("hours_reviewer", "county_office", "city_office")),
        Grant(Right.REVERSE_HOURS, ("hours_reviewer", "county_office", "city_office")),
        Grant(Right.ANSWER_OBJECTIONS, ("hours_reviewer", "county_office", "city_office")),
    ),
)
