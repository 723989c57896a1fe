"""What pages of other rooms show of activities: the coming ones of a team, those that a person signed up for."""

from datetime import datetime

from baiying.activities import queries
from baiying.kit.values.actor import Actor
from baiying.ui.cards import Card

_SHOWN = 5


def of_team(team_id: int, at: datetime) -> Card | None:
    """What a team invites to now, the next with places first; and how many there are in all."""
    found = queries.upcoming(queries.Filters(team_ids=(team_id,)), at)
    return Card("activities/parts/of_team.html", {"rows": found.rows[:_SHOWN], "more": found.total - _SHOWN})


def of_person(person_id: int, _actor: Actor, at: datetime) -> Card | None:
    """What a person has before it; nothing where that is nothing."""
    rows = list(queries.coming_of_person(person_id, at)[: _SHOWN + 1])
    return (
        Card("activities/parts/of_person.html", {"rows": rows[:_SHOWN], "more": len(rows) > _SHOWN}) if rows else None
    )
