"""Sites and pages of the handbook for the offices' one box."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.kit import admission, clock
from baiying.kit.values import finding
from baiying.kit.values.actor import Actor
from baiying.places import access, queries
from baiying.places.rights import Right
from baiying.ui import everywhere, seeking


def sites(actor: Actor, words: str, at: datetime) -> everywhere.Group | None:
    """The sites of the own area that are called so, or lie in a place so called: as its office opens them."""
    if not admission.may(actor, Right.EDIT_SITES) or not finding.runs(words):
        return None
    rows = queries.sites_within(access.own_area_id(actor))
    areas = queries.named_areas(int(at.timestamp()) // 60)
    found = queries.sites_found(rows, seeking.wanted(words, at), areas)[: everywhere.MOST + 1]
    hits = (
        everywhere.Hit(
            row.name,
            f"{row.get_level_display()} · {row.division.name}",
            reverse("places:site_office", args=[row.public_id]),
        )
        for row in found
    )
    return everywhere.group(_("阵地"), hits)


def handbook(actor: Actor, words: str, at: datetime) -> everywhere.Group | None:
    """Pages of the own areas' handbooks that hold today and have the words."""
    if not admission.may(actor, Right.READ_HANDBOOK) or not finding.runs(words):
        return None
    path = actor.acting.area_path if actor.acting else ()
    rows = queries.holding(queries.handbook(access.own_area_id(actor), path), clock.local_date(at))
    found = queries.handbook_found(rows, finding.folded(words))[: everywhere.MOST + 1]
    hits = (
        everywhere.Hit(row.title, row.area.name, reverse("places:handbook_page", args=[row.public_id])) for row in found
    )
    whole = f"{reverse('places:handbook')}?{seeking.address({'q': words})}"
    return everywhere.group(_("工作手册"), hits, whole)
