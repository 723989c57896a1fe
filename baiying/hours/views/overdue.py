"""The supervisor's list of incomplete records."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking, needs
from baiying.hours import queries
from baiying.hours.rights import Right
from baiying.kit import clock

_PER_PAGE = 50


@needs(Right.SEE_HOURS)
@require_safe
def overdue(request: Asking) -> HttpResponse:
    """Shifts whose record is not complete: past the ten working days first, then those still running (R057)."""
    at = clock.now()
    scope = accounts.scope_of(request.actor, Right.SEE_HOURS)
    today = clock.local_date(at)
    found = queries.incomplete_shifts(scope.area_id, at)
    late = [row for row in found if row.due_on < today]
    running = [row for row in found if row.due_on >= today]
    show_running = request.GET.get("state") == "running"
    page = Paginator(running if show_running else late, _PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(row, clock.next_midnight(clock.midnight(row.due_on))) for row in page],
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
