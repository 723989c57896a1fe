"""Reads of the rosters room, by noun."""

from baiying.rosters.queries.invitations import (
    brings,
    by_phone,
    invitation,
    of_same_phone,
    proves_person,
    rules_of_invitation,
    to_print,
)
from baiying.rosters.queries.matching import found_among
from baiying.rosters.queries.rosters import (
    Progress,
    is_open,
    known_to,
    most_open,
    owner_of,
    progress_of,
    roster,
    roster_rules,
    rosters_of_areas,
    rosters_of_bodies,
    rules_of,
    waiting_of,
)

__all__ = [
    "Progress",
    "brings",
    "by_phone",
    "found_among",
    "invitation",
    "is_open",
    "known_to",
    "most_open",
    "of_same_phone",
    "owner_of",
    "progress_of",
    "proves_person",
    "roster",
    "roster_rules",
    "rosters_of_areas",
    "rosters_of_bodies",
    "rules_of",
    "rules_of_invitation",
    "to_print",
    "waiting_of",
]
