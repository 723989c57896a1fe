"""What this room puts on pages of the accounts room: buttons at the log-in, ties at the own ways in."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.ui.cards import Card, OtherWay
from baiying.unified import queries


def at_log_in() -> list[OtherWay]:
    return [
        OtherWay(_("用%(name)s登录") % {"name": one.label}, reverse("unified:visits", args=[one.key]))
        for one in queries.offered()
    ]


def ties(account_id: int, at: datetime) -> Card | None:
    """Nothing where none is set and none was ever tied."""
    tied, providers = queries.tied(account_id), queries.offered()
    if not tied and not providers:
        return None
    return Card("unified/parts/ties.html", {"tied": tied, "providers": providers})
