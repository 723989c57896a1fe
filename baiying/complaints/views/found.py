"""A complaint for the offices' one box: by its whole number."""

from datetime import datetime

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.accounts import access as accounts
from baiying.complaints import access
from baiying.complaints.rights import Right
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.ui import everywhere, formats


def complaints(actor: Actor, words: str, at: datetime) -> everywhere.Group | None:
    """The complaint with the number, where its page opens for the actor; for whom it concerns there is none."""
    if not accounts.may(actor, Right.ANSWER_COMPLAINTS):
        return None
    try:
        row = access.complaint_for(actor, identifiers.tidy(words).lower(), at)
    except Http404:
        return None
    detail = f"{row.area.name} · {formats.date_text(row.due_on)}"
    link = reverse("complaints:desk_complaint", args=[row.public_id])
    return everywhere.group(_("投诉和建议"), [everywhere.Hit(row.public_id, detail, link)])
