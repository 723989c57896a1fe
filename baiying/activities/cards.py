"""What pages of other rooms show of activities: the coming ones of a team."""

from datetime import datetime

from baiying.activities import queries
from baiying.ui.cards import Card

_SHOWN = 5


def of_team(team_id: int, at: datetime) -> Card | None:
    """What a team invites to now, the next with places first; and how many there are in all."""
    found = queries.upcoming(queries.Filters(team_ids=(team_id,)), at)
    return Card("activities/parts/of_team.html", {"rows": found.rows[:_SHOWN], "more": found.total - _SHOWN})
