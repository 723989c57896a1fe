"""A major change of a body or team: what is to become what, and what the office says to it (R023)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts.access import Asking, signed_in
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.teams import access, actions, queries
from baiying.teams.forms.bodies import ReasonForm
from baiying.teams.models import Change, ChangeOutcome, Team
from baiying.teams.views.answers import refuse, see_other, typed
from baiying.ui import flash

_STATES = {
    "": ("amber", _("等审核，现在仍用原来的")),
    ChangeOutcome.APPLIED.value: ("jade", _("已通过")),
    ChangeOutcome.REFUSED.value: ("brick", _("没有通过，仍用原来的")),
    ChangeOutcome.WITHDRAWN.value: ("plain", _("已收回")),
}


def _back(row: Change) -> str:
    if row.team is not None:
        return reverse("teams:members", args=[row.team.public_id])
    return reverse("teams:body", args=[row.body.public_id])


@signed_in
@require_safe
def record(request: Asking, change_pid: str) -> HttpResponse:
    """The change with both values side by side; who reviews it decides here."""
    row = access.change_for(request.actor, change_pid, to="see")
    thing = queries.thing_of(row)
    waits = not row.outcome
    page = {
        "row": row,
        "thing": thing,
        "is_team": isinstance(thing, Team),
        "state": _STATES[row.outcome],
        "differences": queries.differences(row, thing),
        "decides": waits and access.may_change(request.actor, row, to="decide"),
        "own": waits and access.may_change(request.actor, row, to="own"),
        "seen": queries.mark_of(row, thing),
        "due": queries.due_of(row),
        "back": _back(row),
    }
    return render(request, "teams/change.html", page)


@signed_in
@require_POST
def approval(request: Asking, change_pid: str) -> HttpResponse:
    row = access.change_for(request.actor, change_pid, to="decide")
    try:
        seen = request.POST.get("seen", "")
        actions.approve_change(change_id=row.pk, seen=seen, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, str(refusal))
        return see_other(reverse("teams:change", args=[change_pid]))
    flash.done(request, _("已通过，从现在起用新的，已告诉提交的人。"))
    return see_other(_back(row))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def refusal(request: Asking, change_pid: str) -> HttpResponse:
    row = access.change_for(request.actor, change_pid, to="decide")
    form = ReasonForm(typed(request), label=_("不同意的理由"), help_text=_("提交的人会看到。"))
    back = reverse("teams:change", args=[change_pid])
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data["reason"]
            actions.refuse_change(change_id=row.pk, reason=reason, actor=request.actor, at=clock.now())
        except Refused as refused:
            refuse(form, refused)
        else:
            flash.done(request, _("已回复提交的人，仍用原来的。"))
            return see_other(back)
    page = {
        "title": _("不同意这项修改"), "facts": [(_("名称"), queries.thing_of(row).name)], "form": form,
        "submit": _("不同意"), "back": back, "danger": True,
    }  # fmt: skip
    return render(request, "ui/confirm.html", page, status=422 if form.is_bound else 200)


@signed_in
@require_POST
def withdrawal(request: Asking, change_pid: str) -> HttpResponse:
    """The unit takes it back while it waits."""
    row = access.change_for(request.actor, change_pid, to="own")
    try:
        actions.withdraw_change(change_id=row.pk, actor=request.actor, at=clock.now())
    except Refused as refused:
        flash.failed(request, str(refused))
    else:
        flash.done(request, _("已收回，仍用原来的。"))
    return see_other(reverse("teams:change", args=[change_pid]))
