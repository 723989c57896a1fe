"""Handing an office over: what is open with who holds it afterwards, the successor, and the record that both signed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from baiying.accounts import access as accounts
from baiying.accounts import actions as account_actions
from baiying.accounts.access import Asking, signed_in
from baiying.kit import admission, clock
from baiying.kit.errors import Refused
from baiying.teams import access, actions, queries
from baiying.teams.forms.bodies import OfficeForm
from baiying.teams.models import HandOver
from baiying.teams.queries import handing
from baiying.teams.views.answers import refuse, see_other
from baiying.ui import flash

_HOLDERS = {
    handing.SUCCESSOR: _("接任的管理员"),
    handing.SELF: _("仍由您负责，要另外换人"),
}
_HOLDERS_SAID = {
    handing.SUCCESSOR: _("接任的管理员"),
    handing.SELF: _("仍由交出的人负责，要另外换人"),
}


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Asking, body_pid: str) -> HttpResponse:
    """What is open, and to whom it goes: nothing ends before the successor has accepted."""
    at = clock.now()
    office = access.own_office(request.actor, body_pid, at)
    form = OfficeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        whom = account_actions.Whom(given["phone"], given["name"], given["account"])
        try:
            made = actions.hand_over_by_phone(office_id=office.pk, whom=whom, actor=request.actor, at=at)
        except Refused as refusal:
            form.ask_which(accounts.choices(given["phone"], given["name"]))
            refuse(form, refusal)
        else:
            flash.done(request, _("您已签字，等接任的人接受。在那之前您仍是管理员。"))
            return see_other(reverse("teams:hand_over_record", args=[made.public_id]))
    things = queries.open_things(request.actor, office.body_id, at)
    page = {
        "body": office.body,
        "form": form,
        "things": [(one, _HOLDERS[one.holder]) for one in things],
        "alone": queries.is_last_admin(office, at),
        "waiting": [row for row in queries.hand_overs_of(office.body_id)[:20] if _state(row)[0] == "amber"],
        "back": reverse("teams:body", args=[body_pid]),
    }
    return render(request, "teams/hand_over.html", page, status=422 if form.is_bound else 200)


def _state(row: HandOver) -> tuple[str, Any]:
    """How a hand-over stands: its colour and its words."""
    if row.taken_at is not None:
        return "jade", _("已接任")
    if row.void_at is not None:
        return "plain", _("已失效：别人先接任了")
    if row.coming.declined_at is not None:
        return "plain", _("没有接受")
    if row.coming.ends_at is not None:
        return "plain", _("已收回")
    return "amber", _("等接任的人接受")


@signed_in
@require_safe
def record(request: Asking, hand_over_pid: str) -> HttpResponse:
    """The record that both signed, to be printed."""
    row = access.hand_over_for(request.actor, hand_over_pid)
    page = {
        "row": row,
        "leaving_name": admission.door.called(row.leaving.account_id),
        "coming_name": admission.door.called(row.coming.account_id),
        "state": _state(row),
        "things": [(one["what"], one["count"], _HOLDERS_SAID.get(one["holder"], "")) for one in row.listed],
        "sees_body": access.sees_body(request.actor, row.body),
        "at": clock.now(),
    }
    return render(request, "teams/hand_over_record.html", page)
