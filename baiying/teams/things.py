"""What an address of this room is about, for a complaint about it."""

import re
from datetime import datetime

from baiying.teams import queries
from baiying.ui.cards import Thing

_TEAM = re.compile(r"/teams/([0-9a-z]+)/")


def team(path: str, at: datetime) -> Thing | None:
    """The team of an address, with its leaders and the administrators of its body."""
    found = _TEAM.match(path)
    row = queries.team(found[1]) if found else None
    if row is None:
        return None
    answer = {*queries.leaders_of_team(row.pk, at), *queries.admins_of_body(row.body_id, at)}
    return Thing(row.name, tuple(row.area.path), frozenset(answer))
