"""A ledger line with all that was frozen into it, and asking that it be taken back."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

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


@needs(Right.SEE_HOURS)
@require_safe
def entry(request: Asking, entry_pid: str) -> HttpResponse:
    """One line of the ledger, with everything that was frozen into it."""
    row = access.entry_for(request.actor, entry_pid, Right.SEE_HOURS)
    return render(request, "hours/entry.html", _context(request, row, ReasonForm()))


def _context(request: Asking, row: queries.HourEntry, form: ReasonForm) -> dict[str, object]:
    reversal = queries.reversal_of(row)
    asked = queries.reversal_asked(row) if reversal is None else None
    free = row.reversal_of is None and reversal is None and asked is None and row.attendance_id is not None
    may = accounts.may(request.actor, Right.REVERSE_HOURS) and free
    attendance = queries.attendance_by_id(row.attendance_id) if row.attendance_id else None
    proposal = queries.proposal_by_id(row.proposal_id) if row.proposal_id else None
    who = people.person_by_id(row.person_id)
    return {
        "entry": row,
        "person": who,
        "shift_record": access.may_see_shift(request.actor, attendance.shift) if attendance else False,
        "record": _record_address(request, who.public_id) if who else "",
        "attendance": attendance,
        "proposal": proposal,
        "hands": _hands(attendance, proposal),
        "reasons": queries.reason_words(row.reason),
        "reversal": reversal,
        "asked": asked,
        "asked_by": account_rows.names_of([asked.proposed_by_id]).get(asked.proposed_by_id, "")
        if asked is not None and asked.proposed_by_id is not None
        else "",
        "own": asked is not None and asked.proposed_by_id == request.actor.account_id,
        "decides": asked is not None and access.reviews(request.actor, asked),
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
@require_POST
def reversal(request: Asking, entry_pid: str) -> HttpResponse:
    """Ask that the line be taken back, with a reason that the person reads; another person decides."""
    row = access.entry_for(request.actor, entry_pid, Right.REVERSE_HOURS)
    form = ReasonForm(request.POST)
    status = 422
    if form.is_valid():
        words = form.cleaned_data["words"]
        try:
            actions.propose_reversal(entry=row, words=words, actor=request.actor, at=clock.now())
        except Refused as refusal:
            refuse(form, refusal)
            status = refusal.status
        else:
            undo = reverse("hours:reversal_withdrawal", args=[entry_pid])
            flash.undoable(request, _("已申请冲销，等另一个人复核。有人决定之前可以收回。"), undo)
            return see_other(reverse("hours:entry", args=[entry_pid]))
    return render(request, "hours/entry.html", _context(request, row, form), status=status)


@needs(Right.REVERSE_HOURS)
@require_POST
def withdrawal(request: Asking, entry_pid: str) -> HttpResponse:
    """Take back what one asked for, while nobody has decided."""
    row = access.entry_for(request.actor, entry_pid, Right.REVERSE_HOURS)
    asked = queries.reversal_asked(row)
    try:
        if asked is not None:
            actions.withdraw_reversal(proposal=asked, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, refusal.sentence)
    else:
        if asked is not None:
            flash.done(request, _("已收回冲销申请，这笔账目和原来一样。"))
        else:
            flash.note(request, _("没有等着复核的冲销申请。"))
    return see_other(reverse("hours:entry", args=[entry_pid]))
