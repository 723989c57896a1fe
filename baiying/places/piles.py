"""What waits for somebody at work in this room."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.kit import admission, clock
from baiying.kit.values.actor import Actor
from baiying.places import access, queries, words
from baiying.places.rights import Right
from baiying.ui.piles import Item, Pile, pile


def rules(actor: Actor, at: datetime) -> Pile | None:
    """Versions of rules that another account proposed and this one may confirm."""
    if not admission.may(actor, Right.EDIT_RULES):
        return None
    rows = queries.waiting_rule_sets().exclude(proposed_by_id=actor.account_id)
    own = access.own_area_id(actor)
    if own is not None:
        rows = rows.filter(Q(area_id=own) | Q(area__path__contains=[own]))
    return pile("rules", _("等待确认的规则"), reverse("places:rules"), rows, _rule)


def _rule(row: Any) -> Item:
    kind = queries.kinds().get(row.kind)
    title = kind.title if kind else row.kind
    return Item(title, row.source, reverse("places:rule", args=[row.public_id]), since=row.proposed_at)


def headless(actor: Actor, at: datetime) -> Pile | None:
    """Built sites of one's area that nobody heads today, from the top of the tree down."""
    if not admission.may(actor, Right.EDIT_SITES):
        return None
    rows = queries.headless(queries.sites_within(access.own_area_id(actor)), clock.local_date(at))
    return pile("headless", _("没有站长的阵地"), f"{reverse('places:site_list')}?head=none", rows, _headless)


def _headless(row: Any) -> Item:
    detail = _("还没有%(head)s") % {"head": words.head_of(row.level)}
    return Item(row.name, detail, reverse("places:site_staff", args=[row.public_id]))
