"""What is open in the hands of an administrator who goes, with who holds it afterwards."""

from dataclasses import dataclass
from datetime import datetime

from baiying.kit import rooms
from baiying.kit.values.actor import Actor
from baiying.teams.queries.offices import led_team_ids
from baiying.teams.queries.teams import teams_of_body

SUCCESSOR, SELF = "successor", "self"


@dataclass(frozen=True, slots=True)
class OpenThing:
    """`what` in words of the reader's language, how many of it, and who holds it afterwards."""

    what: str
    count: int
    holder: str
    url: str = ""


def open_things(actor: Actor, body_id: int, at: datetime) -> list[OpenThing]:
    """All piles of the actor's offices in units, and what the actor goes on leading until somebody else is named."""
    alone = Actor(account_id=actor.account_id, person_id=actor.person_id)
    piles = [found for fill in rooms.filling("piles") if (found := fill(alone, at))]
    things = [OpenThing(str(one.label), one.count, SUCCESSOR, str(one.url)) for one in piles if one.count]
    account_id = actor.account_id or 0
    for team in teams_of_body(body_id):
        led = [title for ask in rooms.filling("still_led") for title in ask(account_id, team.pk, at)]
        things += [OpenThing(str(title), 1, SELF) for title in led]
    own = set(led_team_ids(account_id, at))
    things += [OpenThing(row.name, 1, SELF) for row in teams_of_body(body_id) if row.pk in own]
    return things
