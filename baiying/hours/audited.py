"""What this room's things are called in the audit."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from baiying.hours.models import Attendance, DecisionBatch, Objection, PaperSheet, Proposal
from baiying.ui import formats
from baiying.ui.cards import Named


def names(asked: Mapping[str, Collection[int]], at: datetime) -> dict[tuple[str, int], Named]:
    """What was served by its activity and day; whose it is says the entry."""
    found: dict[tuple[str, int], Named] = {}
    if ids := asked.get("attendance"):
        for row in Attendance.objects.filter(pk__in=list(ids)).select_related("shift__activity"):
            found["attendance", row.pk] = Named(_served(row))
    if ids := asked.get("proposal"):
        rows = Proposal.objects.filter(pk__in=list(ids)).select_related("attendance__shift__activity")
        for proposal in rows:
            found["proposal", proposal.pk] = Named(_served(proposal.attendance))
    if ids := asked.get("objection"):
        for objection in Objection.objects.filter(pk__in=list(ids)).select_related("shift__activity"):
            title = objection.shift.activity.title if objection.shift else ""
            found["objection", objection.pk] = Named(title or formats.full_date(objection.filed_at))
    if ids := asked.get("sheet"):
        for sheet in PaperSheet.objects.filter(pk__in=list(ids)).select_related("shift__activity"):
            found["sheet", sheet.pk] = Named(f"{sheet.shift.activity.title} · {sheet.words}")
    if ids := asked.get("batch"):
        for batch in DecisionBatch.objects.filter(pk__in=list(ids)):
            found["batch", batch.pk] = Named(_("%(n)s 条") % {"n": batch.rows})
    return found


def _served(row: Attendance) -> str:
    day = formats.date_text(row.checked_in_at)
    return f"{row.shift.activity.title} · {day}" if row.shift else day
