"""What this room's things are called in the audit."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from baiying.complaints.models import Complaint
from baiying.ui import formats
from baiying.ui.cards import Named


def names(asked: Mapping[str, Collection[int]], at: datetime) -> dict[tuple[str, int], Named]:
    """Complaints by the day they came in: what they say is for those alone who answer them."""
    ids = asked.get("complaint")
    if not ids:
        return {}
    rows = Complaint.objects.filter(pk__in=list(ids)).values_list("pk", "filed_at")
    return {("complaint", pk): Named(_("%(day)s提交的") % {"day": formats.full_date(at)}) for pk, at in rows}
