"""What waits for somebody at work in this room."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baiying.activities import queries
from baiying.kit.values.actor import Actor
from baiying.teams import queries as teams
from baiying.ui.piles import Item, Pile, pile


def plans(actor: Actor, at: datetime) -> Pile | None:
    """Plans handed in to the bodies that the actor administers."""
    administered = teams.administered_body_ids(actor.account_id, at) if actor.account_id else []
    if not administered:
        return None
    return pile(_("等待发布的活动"), "/desk/activities/", queries.waiting_to_publish(administered, at), _plan)


def _plan(row: Any) -> Item:
    return Item(row.title, row.team.name, f"/activities/{row.public_id}/", since=row.submitted_at)


def applications(actor: Actor, at: datetime) -> Pile | None:
    """Applications to the shifts that the actor leads or administers."""
    if actor.account_id is None:
        return None
    rows = queries.waiting_to_decide(
        account_id=actor.account_id,
        team_ids=teams.led_team_ids(actor.account_id, at),
        body_ids=teams.administered_body_ids(actor.account_id, at),
        at=at,
    )
    return pile(_("等待审核的报名"), "/desk/activities/", rows, _applied)


def _applied(row: Any) -> Item:
    activity = row.shift.activity
    return Item(row.person.name, activity.title, f"/activities/{activity.public_id}/", since=row.signed_up_at)
