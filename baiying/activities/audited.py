"""What this room's things are called in the audit."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.urls import reverse

from baiying.activities.models import Activity, ActivityState, Series, Shift, Signup
from baiying.ui import formats
from baiying.ui.cards import Named

# What the public never saw has no page for the auditor either.
_PUBLIC = (ActivityState.PUBLISHED, ActivityState.CANCELLED)


def names(asked: Mapping[str, Collection[int]], at: datetime) -> dict[tuple[str, int], Named]:
    """Activities by title; shifts and sign-ups by title and day; whose sign-up it is says the entry."""
    found: dict[tuple[str, int], Named] = {}
    if ids := asked.get("activity"):
        for row in Activity.objects.filter(pk__in=list(ids)):
            found["activity", row.pk] = Named(row.title, _page(row))
    if ids := asked.get("series"):
        for series in Series.objects.filter(pk__in=list(ids)).select_related("post__activity"):
            found["series", series.pk] = Named(series.post.activity.title, _page(series.post.activity))
    if ids := asked.get("shift"):
        for shift in Shift.objects.filter(pk__in=list(ids)).select_related("activity"):
            found["shift", shift.pk] = _of_shift(shift)
    if ids := asked.get("signup"):
        for signup in Signup.objects.filter(pk__in=list(ids)).select_related("shift__activity"):
            found["signup", signup.pk] = _of_shift(signup.shift)
    return found


def _of_shift(shift: Shift) -> Named:
    return Named(f"{shift.activity.title} · {formats.date_text(shift.starts_at)}", _page(shift.activity))


def _page(activity: Activity) -> str:
    return reverse("activities:activity", args=[activity.public_id]) if activity.state in _PUBLIC else ""
