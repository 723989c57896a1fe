"""What this room's things are called in the audit."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from baiying.privacy.models import Assessment, AuditReport, Breach, Hold, Receiver
from baiying.ui import formats
from baiying.ui.cards import Named


def names(asked: Mapping[str, Collection[int]], at: datetime) -> dict[tuple[str, int], Named]:
    """Who else gets data by the name of the body, a leak by the day on which it was found."""
    rows = Receiver.objects.filter(pk__in=list(asked.get("receiver", ()))).values_list("pk", "name")
    found = {("receiver", pk): Named(name) for pk, name in rows}
    cases = Breach.objects.filter(pk__in=list(asked.get("breach", ()))).values_list("pk", "found_at")
    said = _("%(day)s发现的")
    found |= {("breach", pk): Named(said % {"day": formats.full_date(day)}) for pk, day in cases}
    filed = Assessment.objects.filter(pk__in=list(asked.get("assessment", ()))).values_list("pk", "about")
    reports = AuditReport.objects.filter(pk__in=list(asked.get("audit_report", ()))).values_list("pk", "year")
    found |= {("assessment", pk): Named(about) for pk, about in filed}
    held = Hold.objects.filter(pk__in=list(asked.get("hold", ()))).values_list("pk", "case_no")
    found |= {("hold", pk): Named(case_no) for pk, case_no in held}
    return found | {("audit_report", pk): Named(_("%(year)s 年") % {"year": year}) for pk, year in reports}
