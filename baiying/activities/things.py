"""What an address of this room is about, for a complaint about it."""

import re
from datetime import datetime

from baiying.activities import queries
from baiying.activities.models import ActivityState
from baiying.teams import queries as teams
from baiying.ui.cards import Thing

_ACTIVITY = re.compile(r"/activities/([0-9a-z]+)/")
_SHIFT = re.compile(r"/shifts/([0-9a-z]+)/")
# What the public never saw is nobody's to name.
_PUBLIC = (ActivityState.PUBLISHED, ActivityState.CANCELLED)


def activity(path: str, at: datetime) -> Thing | None:
    """The activity of an address or of the shift of one: its leader, those of its team, its unit's administrators."""
    row = None
    if found := _SHIFT.match(path):
        shift = queries.shift(found[1])
        row = shift.activity if shift else None
    elif found := _ACTIVITY.match(path):
        row = queries.activity(found[1])
    if row is None or row.state not in _PUBLIC:
        return None
    answer = {row.leader_id, *teams.leaders_of_team(row.team_id, at), *teams.admins_of_body(row.team.body_id, at)}
    return Thing(row.title, tuple(row.area.path), frozenset(answer))
