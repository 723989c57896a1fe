"""Reads of the rosters room, by noun."""

from baiying.rosters.queries.drives import (
    drive,
    drive_is_over,
    drives_of_areas,
    drives_of_bodies,
    source,
    yields_of,
)
from baiying.rosters.queries.invitations import (
    brings,
    by_phone,
    invitation,
    of_same_phone,
    proves_person,
    rules_of_invitation,
    to_print,
)
from baiying.rosters.queries.leaving import in_teams_of_body, left_by
from baiying.rosters.queries.matching import found_among
from baiying.rosters.queries.papers import birth_of, paper, papers_of
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
    "birth_of",
    "brings",
    "by_phone",
    "drive",
    "drive_is_over",
    "drives_of_areas",
    "drives_of_bodies",
    "found_among",
    "in_teams_of_body",
    "invitation",
    "is_open",
    "known_to",
    "left_by",
    "most_open",
    "of_same_phone",
    "owner_of",
    "paper",
    "papers_of",
    "progress_of",
    "proves_person",
    "roster",
    "roster_rules",
    "rosters_of_areas",
    "rosters_of_bodies",
    "rules_of",
    "rules_of_invitation",
    "source",
    "to_print",
    "waiting_of",
    "yields_of",
]
