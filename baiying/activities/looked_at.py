"""The activity that somebody looked at before logging in or registering."""

import re
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from baiying.activities import queries
from baiying.activities.models import Activity, ActivityState, Shift
from baiying.ui import formats
from baiying.ui.cards import LookedAt

_ACTIVITY = re.compile(r"/activities/([0-9a-z]+)/")
_SHIFT = re.compile(r"/shifts/([0-9a-z]+)/signups/")


def activity(path: str, at: datetime) -> LookedAt | None:
    """The activity, or the very shift, of an address; None for other addresses and for what is no longer open."""
    shift, row = _meant(path)
    if row is None or row.state != ActivityState.PUBLISHED:
        return None
    coming = [one for one in queries.shifts_of(row.pk) if one.starts_at > at and one.closed_at is None]
    if shift is None and len(coming) == 1:
        shift = coming[0]
    seen = reverse("activities:activity", args=[row.public_id])
    opens = shift is not None and any(one.pk == shift.pk for one in coming)
    begun = reverse("activities:shift_signups", args=[shift.public_id]) if shift and opens else seen
    when = formats.span_text(shift.starts_at, shift.ends_at) if shift and opens else ""
    detail = " · ".join(part for part in (when, row.address) if part)
    return LookedAt(gettext("您刚才看的活动"), row.title, detail, begun, gettext("报名"), seen)


def _meant(path: str) -> tuple[Shift | None, Activity | None]:
    if found := _SHIFT.match(path):
        shift = queries.shift(found[1])
        return shift, shift.activity if shift else None
    found = _ACTIVITY.match(path)
    return None, queries.activity(found[1]) if found else None
