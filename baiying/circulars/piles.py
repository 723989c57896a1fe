"""What waits for somebody at work in this room."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.accounts import access as accounts
from baiying.circulars import queries
from baiying.circulars.models import Box, Circular, Sort
from baiying.circulars.rights import Right
from baiying.kit.values.actor import Actor
from baiying.ui.piles import SHOWN, Item, Pile, pile


def received(actor: Actor, at: datetime) -> Pile | None:
    """What lies in the own boxes and must be signed, answered or done: what is due first on top."""
    if actor.account_id is None:
        return None
    rows = queries.waiting(queries.mine(actor, at))
    titles = queries.titles(box.circular_id for box in rows[:SHOWN])

    def item(box: Box) -> Item:
        detail = f"{box.circular.area.name} · {box.name}"
        url = reverse("circulars:box", args=[box.public_id])
        return Item(titles[box.circular_id], detail, url, since=box.told_at, due_at=queries.wanted_by(box))

    now = rows.filter(circular__sort=Sort.EMERGENCY).exists()
    return pile("circulars", _("收到的通知"), reverse("circulars:received"), rows, item, now=now)


def to_approve(actor: Actor, at: datetime) -> Pile | None:
    """Notices that wait for a second person, without the reader's own; and those that stopped at a difference."""
    if actor.account_id is None or not accounts.may(actor, Right.APPROVE):
        return None
    scope = accounts.scope_of(actor, Right.APPROVE)
    hands = accounts.own_hands(actor)
    rows = queries.to_approve_by(scope, hands)

    def item(row: Circular) -> Item:
        url = reverse("circulars:circular", args=[row.public_id])
        area = f"{Sort.EMERGENCY.label} · {row.area.name}" if row.sort == Sort.EMERGENCY else row.area.name
        return Item(row.title, area, url, since=row.asked_at)  # type: ignore[attr-defined]

    now = rows.filter(sort=Sort.EMERGENCY).exists()
    url_of_all = f"{reverse('circulars:desk')}?state=asked"
    return pile("circulars_to_approve", _("等批准的通知"), url_of_all, rows, item, now=now)
