"""A minor's numbers are looked at by leave: asked for on the record, given or refused by a manager (R009)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from baiying.accounts import access as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, needs
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.values import identifiers
from baiying.people import access, actions, queries
from baiying.people.forms.minor_leaves import MinorLeaveForm, MinorLeaveRefusalForm
from baiying.people.models import MinorLeave
from baiying.people.rights import Right
from baiying.people.views.answers import refuse, see_other
from baiying.people.views.record import record_page
from baiying.ui import flash
from baiying.ui.answers import pressed


@needs(Right.UNMASK_MINOR)
@require_POST
def ask(request: Asking, person_pid: str) -> HttpResponse:
    """Ask on the record of a minor; while the own wish waits or is open, on to that."""
    person = access.person_for(request.actor, person_pid, right=Right.UNMASK_MINOR)
    form = MinorLeaveForm(request.POST)
    if not form.is_valid():
        return record_page(request, person, status=422, leave_form=form)
    try:
        actions.ask_minor_leave(person=person, actor=request.actor, at=clock.now(), **form.cleaned_data)
    except Refused as refusal:
        refuse(form, refusal)
        return record_page(request, person, status=refusal.status, leave_form=form)
    flash.done(request, _("已提出。另一位有权的人批准以后，您可以在这里查看。"))
    return see_other(reverse("people:record", args=[person.public_id]))


@needs(Right.APPROVE_MINORS)
@require_safe
def leaves(request: Asking) -> HttpResponse:
    """What waits for a manager, and the last that were answered."""
    scope, at = accounts.scope_of(request.actor, Right.APPROVE_MINORS), clock.now()
    context = {
        "waits": [_line(row) for row in queries.waiting_minor_leaves(scope)],
        "last": [(*_line(row), queries.minor_leave_state(row, at)) for row in queries.recent_minor_leaves(scope)],
        "file_waits": list(queries.waiting_file_leaves(scope)),
        "file_last": [(row, queries.file_leave_state(row, at)) for row in queries.recent_file_leaves(scope)],
    }
    return render(request, "people/minor_leaves.html", context)


def _line(row: MinorLeave) -> tuple[MinorLeave, str]:
    return row, identifiers.mask_name(row.person.name)


def _page(request: Asking, row: MinorLeave, status: int = 200, **more: Any) -> HttpResponse:
    at, own = clock.now(), row.asked_by_id == request.actor.account_id
    actions.note_look(person=row.person, page="minor_leave", actor=request.actor, at=at)
    names = account_rows.names_of([pk for pk in (row.asked_by_id, row.decided_by_id) if pk is not None])
    context = {
        "row": row,
        "name": identifiers.mask_name(row.person.name),
        "state": queries.minor_leave_state(row, at),
        "own": own,
        "same_hand": accounts.is_self(request.actor, row.asked_by_id),
        "may_give": accounts.may(request.actor, Right.APPROVE_MINORS),
        "asked_by": names.get(row.asked_by_id, ""),
        "decided_by": names.get(row.decided_by_id or 0, ""),
        "hours": queries.minor_access_rules(row.person, at).leave_hours,
        "refusal_form": MinorLeaveRefusalForm(),
        **more,
    }
    return render(request, "people/minor_leave.html", context, status=status)


@needs(Right.APPROVE_MINORS, Right.UNMASK_MINOR)
@require_safe
def leave(request: Asking, leave_pid: str) -> HttpResponse:
    """One wish: to be answered by a manager, and how it stands for who asked."""
    return _page(request, access.minor_leave_for(request.actor, leave_pid))


def _pressed(
    request: Asking, row: MinorLeave, named: tuple[str, forms.Form], act: Callable[..., object], said: str | Promise
) -> HttpResponse:
    """Carry out what a form of the page asks for; where it does not hold, the page again with what was typed."""

    def then(_done: object) -> HttpResponse:
        flash.done(request, said)
        return see_other(reverse("people:minor_leave", args=[row.public_id]))

    acted = partial(act, leave_id=row.pk, actor=request.actor, at=clock.now())
    return pressed(named, acted, partial(_page, request, row), then)


@needs(Right.APPROVE_MINORS)
@require_POST
def approval(request: Asking, leave_pid: str) -> HttpResponse:
    row = access.minor_leave_for(request.actor, leave_pid)
    named = ("agree_form", forms.Form(request.POST))
    said = _("已批准。申请的人现在可以查看，每次都会记下来，也会告诉监护人。")
    return _pressed(request, row, named, actions.give_minor_leave, said)


@needs(Right.APPROVE_MINORS)
@require_POST
def refusal(request: Asking, leave_pid: str) -> HttpResponse:
    row = access.minor_leave_for(request.actor, leave_pid)
    named = ("refusal_form", MinorLeaveRefusalForm(request.POST))
    return _pressed(request, row, named, actions.refuse_minor_leave, _("已记为不批准，申请的人会看到原因。"))


@needs(Right.UNMASK_MINOR)
@require_POST
def end(request: Asking, leave_pid: str) -> HttpResponse:
    """No longer needed, by who asked."""
    row = access.asked_minor_leave(request.actor, leave_pid)
    actions.end_minor_leave(leave_id=row.pk, actor=request.actor, at=clock.now())
    flash.done(request, _("已结束，不能再查看。"))
    return see_other(reverse("people:minor_leave", args=[row.public_id]))
