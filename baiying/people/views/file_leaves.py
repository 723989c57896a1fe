"""A file with children in it is taken by leave: asked for by pressing "export", given by a manager (R009)."""

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
from baiying.accounts.access import Asking, needs, signed_in
from baiying.kit import clock
from baiying.people import access, actions, queries
from baiying.people.forms.minor_leaves import MinorLeaveRefusalForm
from baiying.people.models import FileLeave
from baiying.people.rights import Right
from baiying.people.views.answers import see_other
from baiying.ui import flash, formats
from baiying.ui.answers import pressed


def _page(request: Asking, row: FileLeave, status: int = 200, **more: Any) -> HttpResponse:
    at, own = clock.now(), row.asked_by_id == request.actor.account_id
    names = account_rows.names_of([pk for pk in (row.asked_by_id, row.decided_by_id) if pk is not None])
    query, _mark, hidden = row.query.partition("#")
    context = {
        "row": row,
        "narrowed": formats.listed(row.narrowed, "；"),
        "state": queries.file_leave_state(row, at),
        "own": own,
        "same_hand": accounts.is_self(request.actor, row.asked_by_id),
        "may_give": accounts.may(request.actor, Right.APPROVE_MINORS),
        "asked_by": names.get(row.asked_by_id, ""),
        "decided_by": names.get(row.decided_by_id or 0, ""),
        "hours": queries.file_leave_hours(row, at),
        "to": f"{row.path}?{query}",
        # What was searched for stands in no address: that list is found again by hand.
        "hidden": bool(hidden),
        "refusal_form": MinorLeaveRefusalForm(),
        **more,
    }
    return render(request, "people/file_leave.html", context, status=status)


@signed_in
@require_safe
def leave(request: Asking, leave_pid: str) -> HttpResponse:
    """One wish: to be answered by a manager, and how it stands for who asked."""
    return _page(request, access.file_leave_for(request.actor, leave_pid))


def _pressed(
    request: Asking, row: FileLeave, named: tuple[str, forms.Form], act: Callable[..., object], said: str | Promise
) -> HttpResponse:
    """Carry out what a form of the page asks for; where it does not hold, the page again with what was typed."""

    def then(_done: object) -> HttpResponse:
        flash.done(request, said)
        return see_other(reverse("people:file_leave", args=[row.public_id]))

    acted = partial(act, leave_id=row.pk, actor=request.actor, at=clock.now())
    return pressed(named, acted, partial(_page, request, row), then)


@needs(Right.APPROVE_MINORS)
@require_POST
def approval(request: Asking, leave_pid: str) -> HttpResponse:
    row = access.file_leave_to_decide(request.actor, leave_pid)
    said = _("已批准。申请的人现在可以取这份文件，取了几次都会记下来。")
    return _pressed(request, row, ("agree_form", forms.Form(request.POST)), actions.give_file_leave, said)


@needs(Right.APPROVE_MINORS)
@require_POST
def refusal(request: Asking, leave_pid: str) -> HttpResponse:
    row = access.file_leave_to_decide(request.actor, leave_pid)
    named = ("refusal_form", MinorLeaveRefusalForm(request.POST))
    return _pressed(request, row, named, actions.refuse_file_leave, _("已记为不批准，申请的人会看到原因。"))


@signed_in
@require_POST
def end(request: Asking, leave_pid: str) -> HttpResponse:
    """No longer needed, by who asked."""
    row = access.asked_file_leave(request.actor, leave_pid)
    actions.end_file_leave(leave_id=row.pk, actor=request.actor, at=clock.now())
    flash.done(request, _("已结束，不能再取。"))
    return see_other(reverse("people:file_leave", args=[row.public_id]))
