"""What waits for somebody at work in this room: rosters that were begun and are not sent, whoever began them."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.accounts import access as accounts
from baiying.kit.values.actor import Actor
from baiying.rosters import queries
from baiying.rosters.rights import Right
from baiying.ui.piles import Item, Pile, pile


def begun(actor: Actor, at: datetime) -> Pile | None:
    """Half read rosters of the own place: a deputy finds them and goes on (U35)."""
    acting = actor.acting
    if acting is None or acting.area_id is None or not accounts.may(actor, Right.INVITE):
        return None
    rows = queries.waiting_of(body_ids=(), area_id=acting.area_id)
    return pile("rosters_begun", _("没有发出的名册"), reverse("rosters:rosters"), rows, _roster)


def _roster(row: Any) -> Item:
    return Item(row.title, row.area.name, reverse("rosters:roster", args=[row.public_id]), since=row.made_at)
