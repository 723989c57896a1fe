"""Areas for the offices' one box: their figures."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.accounts import access as accounts
from baiying.figures.rights import Right
from baiying.kit.values.actor import Actor
from baiying.places import queries as places
from baiying.ui import everywhere


def areas(actor: Actor, words: str, _at: datetime) -> everywhere.Group | None:
    """The areas within the own that are called so or whose code begins so, upper levels first.

    Then those that were called so before they became part of another: these lead to that one.
    """
    if not accounts.may(actor, Right.SEE_FIGURES):
        return None
    scope = accounts.scope_of(actor, Right.SEE_FIGURES)
    found = places.divisions_named(words, within_id=scope.area_id, limit=everywhere.MOST + 1)
    above = places.names_by_id(row.parent_id for row in found if row.parent_id)
    hits = [
        everywhere.Hit(
            row.name,
            f"{row.get_level_display()} · {above.get(row.parent_id or 0, row.code)}",
            reverse("dashboards:area", args=[row.public_id]),
        )
        for row in found
    ]
    shown = {row.pk for row in found}
    gone = places.gone_named(words, within_id=scope.area_id, limit=everywhere.MOST + 1)
    for area, into in gone:
        if into.pk not in shown:
            told = _("已并入%(into)s") % {"into": into.name}
            link = reverse("dashboards:area", args=[into.public_id])
            hits.append(everywhere.Hit(area.name, f"{area.get_level_display()} · {told}", link))
    return everywhere.group(_("地区"), hits)
