"""The team that somebody looked at before logging in or registering."""

import re
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from baiying.teams import queries
from baiying.ui.cards import LookedAt

_TEAM = re.compile(r"/teams/([0-9a-z]+)/")


def team(path: str, _at: datetime) -> LookedAt | None:
    """The team of an address; None for other addresses and for teams that are no more."""
    found = _TEAM.match(path)
    row = queries.team(found[1]) if found else None
    if row is None:
        return None
    here = reverse("teams:team", args=[row.public_id])
    return LookedAt(gettext("您刚才看的队伍"), row.name, row.area.name, f"{here}#join", gettext("申请加入"), here)
