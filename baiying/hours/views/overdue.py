"""The supervisor's list of incomplete records; a ledger line and taking it back."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, needs
from baiying.hours import access, actions, queries
from baiying.hours.forms import ReasonForm
from baiying.hours.rights import Right
from baiying.hours.views.answers import refuse, see_other
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.people import access as people_access
from baiying.people import queries as people
from baiying.ui import flash

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


@needs(Right.SEE_HOURS)
@require_safe
def entry(request: Asking, entry_pid: str) -> HttpResponse:
    """One line of the ledger, with everything that was frozen into it."""
    row = access.entry_for(request.actor, entry_pid, Right.SEE_HOURS)
    return render(request, "hours/entry.html", _context(request, row, ReasonForm()))


def _context(request: Asking, row: queries.HourEntry, form: ReasonForm) -> dict[str, object]:
    reversal = queries.reversal_of(row)
    may = accounts.may(request.actor, Right.REVERSE_HOURS) and row.reversal_of is None and reversal is None
    attendance = queries.attendance_by_id(row.attendance_id) if row.attendance_id else None
    proposal = queries.proposal_by_id(row.proposal_id) if row.proposal_id else None
    who = people.person_by_id(row.person_id)
    return {
        "entry": row,
        "person": who,
        "record": _record_address(request, who.public_id) if who else "",
        "attendance": attendance,
        "proposal": proposal,
        "hands": _hands(attendance, proposal),
        "reasons": queries.reason_words(row.reason),
        "reversal": reversal,
        "may_reverse": may and not access.is_concerned(request.actor, row.person_id),
        "form": form,
    }


def _hands(attendance: queries.Attendance | None, proposal: queries.Proposal | None) -> dict[int, str]:
    """Who noted the coming and going, who proposed, who decided: names by account."""
    noted = (attendance.in_by_id, attendance.out_by_id) if attendance else ()
    decided = (proposal.proposed_by_id, proposal.decided_by_id) if proposal else ()
    return account_rows.names_of(pk for pk in (*noted, *decided) if pk is not None)


def _record_address(request: Asking, person_pid: str) -> str:
    """Where the person's own page is; empty where it does not open for the reader."""
    try:
        people_access.person_for(request.actor, person_pid)
    except (Http404, PermissionDenied):
        return ""
    return reverse("people:record", args=[person_pid])


@needs(Right.REVERSE_HOURS)
@require_http_methods(["POST"])
def reversal(request: Asking, entry_pid: str) -> HttpResponse:
    """Take the line back, with a reason that the person reads."""
    row = access.entry_for(request.actor, entry_pid, Right.REVERSE_HOURS)
    form = ReasonForm(request.POST)
    status = 422
    if form.is_valid():
        try:
            actions.reverse(entry=row, words=form.cleaned_data["words"], actor=request.actor, at=clock.now())
        except Refused as refusal:
            refuse(form, refusal)
            status = refusal.status
        else:
            flash.done(request, _("已冲销，本人会收到原因和申诉的办法。"))
            return see_other(reverse("hours:entry", args=[entry_pid]))
    return render(request, "hours/entry.html", _context(request, row, form), status=status)
