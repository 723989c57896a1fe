"""What pages of other rooms show of teams: those that a person belongs to or has asked to join."""

from datetime import datetime

from baiying.kit.values.actor import Actor
from baiying.teams import queries
from baiying.ui.cards import Card


def of_person(person_id: int, _actor: Actor, _at: datetime) -> Card | None:
    rows = list(queries.live_memberships_of_person(person_id)[:10])
    return Card("teams/parts/of_person.html", {"rows": rows}) if rows else None
