"""The audit, read by the auditor alone."""

from django.http import HttpResponse
from django.shortcuts import render

from baiying.accounts import queries as accounts
from baiying.accounts.access import Asking, needs
from baiying.desk import words
from baiying.desk.rights import Right
from baiying.kit import audit
from baiying.ui import pages

_PAGE = 50


@needs(Right.READ_AUDIT)
def events(request: Asking) -> HttpResponse:
    """Who did what when, the newest first; narrowed by the words of the action."""
    action = request.GET.get("action", "").strip()[:64]
    rows = audit.newest(actions=words.codes_of(action) if action else ())
    page = pages.stretch(rows, request.GET, _PAGE)
    lines = [
        (
            event,
            words.action(event.action),
            accounts.Appointment(role=event.role).get_role_display(),
            words.subject(event.subject_type),
        )
        for event in page
    ]
    return render(request, "desk/audit.html", {"page": page, "lines": lines, "action": action})
