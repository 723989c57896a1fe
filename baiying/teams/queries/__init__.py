"""Reads of the teams room, by noun."""

from baiying.teams.queries.bodies import bodies, bodies_by_id, body, body_of_credit_code, categories
from baiying.teams.queries.members import (
    is_member,
    live_memberships_of_person,
    members_of,
    membership_of,
    memberships_of_person,
    state_of,
    waiting_for,
)
from baiying.teams.queries.offices import (
    administered_body_ids,
    admins_of_body,
    leaders_of_team,
    led_team_ids,
    office,
    offices_in,
    offices_of,
)
from baiying.teams.queries.teams import (
    TeamFilters,
    parents_in_body,
    public_teams,
    team,
    team_by_id,
    teams_by_id,
    teams_of_area,
    teams_of_body,
    with_sizes,
)

__all__ = [
    "TeamFilters",
    "administered_body_ids",
    "admins_of_body",
    "bodies",
    "bodies_by_id",
    "body",
    "body_of_credit_code",
    "categories",
    "is_member",
    "leaders_of_team",
    "led_team_ids",
    "live_memberships_of_person",
    "members_of",
    "membership_of",
    "memberships_of_person",
    "office",
    "offices_in",
    "offices_of",
    "parents_in_body",
    "public_teams",
    "state_of",
    "team",
    "team_by_id",
    "teams_by_id",
    "teams_of_area",
    "teams_of_body",
    "waiting_for",
    "with_sizes",
]
