"""Activities for the offices' one box."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.activities import queries
from baiying.activities.models import Activity
from baiying.activities.views.desk import Reach
from baiying.kit.values.actor import Actor
from baiying.ui import everywhere, formats


def activities(actor: Actor, words: str, at: datetime) -> everywhere.Group | None:
    """The activities within reach that are called so, also by sound; what is on now or was last comes first."""
    if actor.account_id is None:
        return None
    reach = Reach.of(actor, at)
    if not (reach.in_unit or reach.scope is not None):
        return None
    found = queries.called_so(reach.activities(), words)[: everywhere.MOST + 1]
    return everywhere.group(_("活动"), (_hit(row) for row in found))


def _hit(row: Activity) -> everywhere.Hit:
    detail = f"{formats.date_text(row.starts_on)} · {row.team.name}"
    return everywhere.Hit(row.title, detail, reverse("activities:record", args=[row.public_id]))
