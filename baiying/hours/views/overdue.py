"""The supervisor's list of incomplete records."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, needs
from baiying.hours import queries
from baiying.hours.rights import Right
from baiying.hours.views.listed import overdue_list, remind_act
from baiying.kit import clock
from baiying.ui import listing


@needs(Right.SEE_HOURS)
@require_http_methods(["GET", "HEAD", "POST"])
def overdue(request: Asking) -> HttpResponseBase:
    """Shifts whose record is not complete: past the ten working days first, then those still running (R057)."""
    at = clock.now()
    scope = accounts.scope_of(request.actor, Right.SEE_HOURS)
    today = clock.local_date(at)
    found = queries.incomplete_shifts(scope.area_id, at)
    late = {row.shift_id: row for row in found if row.due_on < today}
    running = {row.shift_id: row for row in found if row.due_on >= today}
    show_running = request.GET.get("state") == "running"
    wanted = running if show_running else late
    shown = listing.of(
        overdue_list(wanted, scope.area_id),
        request,
        queries.shifts_among(wanted),
        area_id=scope.area_id,
        acts=[remind_act(wanted, request.actor, at)],
    )
    if shown.answer is not None:
        return shown.answer
    context = {
        "list": shown,
        "tabs": [
            (_("已逾期"), reverse("hours:overdue"), not show_running, len(late)),
            (_("还在期限内"), "?state=running", show_running, len(running)),
        ],
        "running": show_running,
        "unknown_year": next((r.due_on.year for r in found if not r.calendar_known), None),
        "as_of": at,
        "cut": len(found) if len(found) >= queries.MOST_INCOMPLETE else 0,
    }
    return render(request, "hours/overdue.html", context)
