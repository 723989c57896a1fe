"""Merges of teams that wait for the signature of somebody at work."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.accounts import access as accounts
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.teams import access, queries
from baiying.teams.rights import Right
from baiying.ui.piles import Item, Pile, pile


def merging(actor: Actor, at: datetime) -> Pile | None:
    """What the actor is to sign, the first due first: for the own unit, or as the office above both."""
    if actor.account_id is None:
        return None
    if accounts.may(actor, Right.MANAGE_BODIES):
        rows = queries.open_team_merges_in(accounts.scope_of(actor, Right.MANAGE_BODIES))
    else:
        own = queries.administered_body_ids(actor.account_id, at)
        if not own:
            return None
        rows = queries.open_to_sign(actor.account_id, own)
    ids = [row.pk for row in rows if access.signs_merge(actor, row)]
    return pile("team_merges", _("等您签字的队伍合并"), "", rows.filter(pk__in=ids), _merge)


def _merge(row: Any) -> Item:
    words = _("并入“%(name)s”") % {"name": row.survivor.name}
    url = reverse("teams:merge", args=[row.public_id])
    return Item(row.loser.name, words, url, since=row.proposed_at, due_at=clock.end_of(row.due_on))
