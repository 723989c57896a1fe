"""Locked rows of this room, in the house's order (kit.db.README): body, then team, then membership."""

from baiying.kit.db.locks import Kind, take
from baiying.teams.models import Body, Membership, Team

BODY = Kind("body", 100)
TEAM = Kind("team", 110)
MEMBERSHIP = Kind("membership", 120)


def body(body_id: int) -> Body:
    """The body, locked: it orders changes of its offices and of the tree of its teams."""
    return take(BODY, Body.objects.all()).get(pk=body_id)


def team(team_id: int) -> Team:
    """The team, locked: it orders requests to join it."""
    return take(TEAM, Team.objects.all()).get(pk=team_id)


def membership(membership_id: int) -> Membership:
    """The membership with team and person, locked."""
    return take(MEMBERSHIP, Membership.objects.select_related("team", "person")).get(pk=membership_id)
