"""Teams and bodies for the offices' one box."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from baiying.kit.db import folding
from baiying.kit.values import finding, identifiers
from baiying.kit.values.actor import Actor
from baiying.teams.views.desk import Reach
from baiying.ui import everywhere, seeking


def teams(actor: Actor, words: str, at: datetime) -> everywhere.Group | None:
    """The teams within reach that are called so, also by sound or initials."""
    reach = _reach(actor)
    if reach is None:
        return None
    rows = reach.teams()
    for word in seeking.wanted(words, at):
        found = Q(name__folded__contains=word.text)
        for way in word.ways:
            found |= Q(terms__contains=list(way))
        rows = rows.filter(found)
    hits = (
        everywhere.Hit(row.name, f"{row.area.name} · {row.body.name}", reverse("teams:members", args=[row.public_id]))
        for row in _some(rows, words)
    )
    return everywhere.group(pgettext("many", "队伍"), hits, _whole("teams", words))


def bodies(actor: Actor, words: str, _at: datetime) -> everywhere.Group | None:
    """The bodies within reach that are called so, or have the credit code."""
    reach = _reach(actor)
    if reach is None:
        return None
    code = identifiers.tidy(words).upper()
    rows = reach.bodies().filter(folding.called("name", words) | Q(credit_code=code))
    hits = (
        everywhere.Hit(
            row.name, f"{row.get_kind_display()} · {row.area.name}", reverse("teams:body", args=[row.public_id])
        )
        for row in _some(rows, words)
    )
    return everywhere.group(_("单位"), hits, _whole("bodies", words))


def _reach(actor: Actor) -> Reach | None:
    try:
        return Reach.of(actor)
    except PermissionDenied:
        return None


def _some(rows: Any, words: str) -> Any:
    return rows[: everywhere.MOST + 1] if finding.runs(words) else ()


def _whole(show: str, words: str) -> str:
    return f"{reverse('teams:office')}?{urlencode({'show': show, 'q': words})}"
