"""Merges that wait for somebody at work: to be taken up, or for a second person."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.accounts import access as accounts
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.people import queries, rules
from baiying.people.rights import Right
from baiying.ui.piles import Item, Pile, pile


def merges(actor: Actor, at: datetime) -> Pile | None:
    """Two records of one human, the first due first; not what the reader proposed or asked for."""
    if not accounts.may(actor, Right.MERGE_RECORDS):
        return None
    rows = queries.waiting_merges(accounts.scope_of(actor, Right.MERGE_RECORDS))
    hands = accounts.own_hands(actor)
    rows = rows.exclude(proposed_by_id__in=hands)
    return pile("merges", _("等待决定的合并"), reverse("people:merges"), rows, lambda row: _merge(row, at))


def _merge(row: Any, at: datetime) -> Item:
    person = row.survivor
    name = rules.listed_name(person.shown_name, identifiers.age_on(person.birth_date, clock.local_date(at)))
    words = _("%(area)s · 等另一人确认") if row.proposed_at is not None else _("%(area)s · 下级请您接办")
    url = reverse("people:merge", args=[row.public_id])
    return Item(name, words % {"area": row.area.name}, url, since=row.asked_at, due_at=clock.end_of(row.due_on))
