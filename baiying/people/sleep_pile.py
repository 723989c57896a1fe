"""Whom a question did not reach: their station looks for them."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.accounts import access as accounts
from baiying.kit.values.actor import Actor
from baiying.people import queries
from baiying.people.rights import Right
from baiying.places import queries as places
from baiying.ui.piles import Item, Pile, pile


def sleepers(actor: Actor, at: datetime) -> Pile | None:
    """Long without any act and not reached by message; at the station (village, township) alone, which can ask."""
    if not accounts.may(actor, Right.HEAR_SLEEPERS):
        return None
    scope = accounts.scope_of(actor, Right.HEAR_SLEEPERS)
    if places.level_of(scope.area_id or 0) not in places.HOMES:
        return None
    rows = queries.unreached(scope)
    return pile("sleepers", _("长期没有活动、消息没送到的"), reverse("people:sleepers"), rows, _sleeper)


def _sleeper(row: Any) -> Item:
    words = _("%(area)s · 打电话或上门问一问还做不做") % {"area": row.person.residence.name}
    return Item(row.person.shown_name, words, reverse("people:sleeper", args=[row.public_id]), since=row.unreached_at)
