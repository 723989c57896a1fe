"""What waits for somebody at work in this room."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.accounts import access, list_access, queries
from baiying.accounts.rights import Right
from baiying.kit.values.actor import Actor
from baiying.ui.piles import Item, Pile, pile


def offers(actor: Actor, at: datetime) -> Pile | None:
    """What was given to whoever is at work already and waits for the own answer."""
    rows = queries.offers_to(actor.account_id, at) if actor.account_id is not None else []
    url = reverse("accounts:offers")
    items = [Item(row.what, _("接受之后才生效"), url, since=row.given_at) for row in rows]
    return Pile("offers", _("任命等您答复"), url, len(items), items[:5]) if items else None


def notes(actor: Actor, at: datetime) -> Pile | None:
    """What those before left for the office: each with where it was."""
    rows = list_access.notes_for(actor, at)
    url = reverse("accounts:notes")
    items = [
        Item(
            one.appointment.area.name if one.appointment.area else _("整个平台"), _("前任留言"), url, since=one.left_at
        )
        for one in rows
    ]
    return Pile("successor_notes", _("前任留言"), url, len(items), items[:5]) if items else None


def lists(actor: Actor, at: datetime) -> Pile | None:
    """Lists of appointments that somebody of the office began and nobody has sent: whoever is there goes on (U35)."""
    if not access.may(actor, Right.APPOINT):
        return None
    rows = list_access.lists_for(actor).filter(sent_at__isnull=True, lines_sealed__isnull=False)
    return pile("appointment_lists", _("没有发出的任命名单"), reverse("accounts:lists"), rows, _list)


def _list(row: Any) -> Item:
    words = _("看过以后发出，或者作废")
    return Item(row.title, words, reverse("accounts:list", args=[row.public_id]), since=row.made_at)
