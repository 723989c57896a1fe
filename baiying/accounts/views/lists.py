"""Appointments by list: bring it, look at it, answer what it asks, give it by one press, take it back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts import actions, list_access, list_keeping, list_matching, list_reading, list_words, queries
from baiying.accounts.access import Asking, needs
from baiying.accounts.list_forms import DigitsForm, ListForm, SendListForm
from baiying.accounts.list_keeping import Sheet
from baiying.accounts.list_models import AppointmentList
from baiying.accounts.models import Role
from baiying.accounts.rights import Right
from baiying.kit import clock, passing
from baiying.kit.db.fields import new_public_id
from baiying.kit.errors import Refused
from baiying.kit.values import numbers
from baiying.ui import flash, pages
from baiying.ui.answers import refuse, see_other

_PER_PAGE = 30
_SHOWN = 100


@needs(Right.APPOINT)
@require_safe
def lists(request: Asking) -> HttpResponse:
    """The lists of the own office, the newest first; whoever of it began them."""
    page = pages.stretch(list_access.lists_for(request.actor), request.GET, _PER_PAGE)
    return render(request, "accounts/lists.html", {"page": page, "rows": list(page)})


@needs(Right.APPOINT)
@require_http_methods(["GET", "HEAD", "POST"])
def list_new(request: Asking) -> HttpResponse:
    """Upload or paste: what it comes to is the next page, and nobody is appointed before that was read."""
    form = ListForm(initial={"form_id": new_public_id()})
    if request.method == "POST":
        form = ListForm(request.POST, request.FILES)
        if form.is_valid():
            data = form.cleaned_data
            try:
                title = str(data["file"].name if data.get("file") else _("粘贴的名单"))[-80:]
                row = actions.read_list(
                    sheet=_sheet(data), title=title, form_id=data["form_id"], actor=request.actor, at=clock.now()
                )
            except Refused as refusal:
                refuse(form, refusal, instead=None if data.get("file") else {"file": "pasted"})
            else:
                return see_other(_here(row))
    context = {"form": form, "back": reverse("accounts:lists")}
    return render(request, "accounts/list_new.html", context, status=422 if form.errors else 200)


def _here(row: AppointmentList) -> str:
    return reverse("accounts:list", args=[row.public_id])


def _sheet(data: dict[str, Any]) -> Sheet:
    """What was given, read; the file is gone with the request, whatever came of it."""
    file = data.get("file")
    if file is None:
        return list_reading.of_text(data["pasted"])
    with passing.held(file) as path:
        return list_reading.of_file(path)


@needs(Right.APPOINT)
@require_safe
def appointment_list(request: Asking, list_pid: str) -> HttpResponse:
    """Before the press: who would be asked, and what is wrong. After it: how far it has come, and what came of it."""
    row = list_access.list_for(request.actor, list_pid)
    return _sent(request, row) if row.sent_at is not None else _preview(request, row)


def _preview(request: Asking, row: AppointmentList, status: int = 200, **more: Any) -> HttpResponse:
    if not actions.is_open(row):
        return render(request, "accounts/list_gone.html", {"row": row})
    found = list_matching.check(row, list_keeping.sheet_of(row), clock.now())
    columns = row.summary["columns"]
    part = max((numbers.whole(request.GET.get("part", "")) or 1) - 1, 0)
    faults = [[one.line, one.column, one.code, one.said] for one in found.faults]
    ready = found.ready[:_SHOWN]
    masks = queries.phone_masks([one.account_id for one in ready if one.account_id])
    where = list_matching.names_of(ready)
    roles = dict(Role.choices) | {one.role: one.label for one in list_matching.listed().values()}
    context = {
        "row": row,
        "summary": row.summary,
        "fates": found.fates,
        "lines": len(found.ready),
        "fault_count": len({one.line for one in found.faults}),
        "faults": [list_words.fault(one, columns) for one in faults[part * _SHOWN : (part + 1) * _SHOWN]],
        "parts": range(1, (len(faults) - 1) // _SHOWN + 2) if len(faults) > _SHOWN else [],
        "part": part + 1,
        "ready": [
            (one, where[one.role, one.place_id], roles[one.role], masks.get(one.account_id or 0, "")) for one in ready
        ],
        "more": len(found.ready) - len(ready),
        "digits_form": DigitsForm(asked=found.asked[:_SHOWN]) if found.asked else None,
        "send_form": SendListForm(faults=len({one.line for one in found.faults})),
        "days": actions.list_rules_on(clock.now()).typed_days,
        **more,
    }
    return render(request, "accounts/list_preview.html", context, status=status)


def _sent(request: Asking, row: AppointmentList) -> HttpResponse:
    outcome = row.outcome
    context = {
        "row": row,
        "fates": outcome["fates"],
        "left_out": outcome["left_out"],
        "refused": [list_words.refused(*one) for one in outcome["refused"]],
        "withdrawn": outcome.get("withdrawn", 0),
        "answers": list_matching.answers_to_list(row.pk),
        "by": queries.name_of(row.sent_by_id or 0),
    }
    return render(request, "accounts/list_sent.html", context)


@needs(Right.APPOINT)
@require_POST
def list_digits(request: Asking, list_pid: str) -> HttpResponse:
    """Digits of phones for the lines that stopped; the page is reckoned anew."""
    row = list_access.list_for(request.actor, list_pid)
    if not actions.is_open(row):
        return see_other(_here(row))
    found = list_matching.check(row, list_keeping.sheet_of(row), clock.now())
    form = DigitsForm(request.POST, asked=found.asked[:_SHOWN])
    if form.is_valid():
        try:
            actions.answer_list(listing=row, digits=form.typed(), actor=request.actor, at=clock.now())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            flash.done(request, _("已按您填的号码重新核对。"))
            return see_other(_here(row))
    return _preview(request, row, 422, digits_form=form)


@needs(Right.APPOINT)
@require_POST
def list_sendings(request: Asking, list_pid: str) -> HttpResponse:
    """The one press. A second one, by whomever of the office, shows the same list."""
    row = list_access.list_for(request.actor, list_pid)
    form = SendListForm(request.POST, faults=row.summary.get("fault_count", 0))
    if form.is_valid():
        try:
            without = form.cleaned_data["without_faults"]
            actions.send_list(listing=row, without_faults=without, actor=request.actor, at=clock.now())
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return see_other(_here(row))
    return _preview(request, row, 422, send_form=form)


@needs(Right.APPOINT)
@require_POST
def list_discarding(request: Asking, list_pid: str) -> HttpResponse:
    """What was read and not sent is forgotten at once."""
    row = list_access.list_for(request.actor, list_pid)
    actions.discard_list(listing=row, actor=request.actor, at=clock.now())
    if row.sent_at is None:
        flash.done(request, _("名单已清空，没有任命任何人。"))
    return see_other(reverse("accounts:lists"))


@needs(Right.APPOINT)
@require_http_methods(["GET", "HEAD", "POST"])
def list_undoing(request: Asking, list_pid: str) -> HttpResponse:
    """Asks once, then withdraws what nobody has answered."""
    row = list_access.list_for(request.actor, list_pid)
    if request.method == "POST":
        n = actions.undo_list(listing=row, actor=request.actor, at=clock.now())
        said = ngettext("收回了 %(n)s 项还没有答复的任命。", "收回了 %(n)s 项还没有答复的任命。", n) % {"n": n}
        flash.done(request, said)
        return see_other(_here(row))
    if row.sent_at is None or row.undone_at is not None:
        return see_other(_here(row))
    page = {
        "title": _("收回这批任命？"),
        "text": _("还没有答复的全部收回，本人会收到消息。已经接受的不受影响，要结束请在任职页办。"),
        "submit": _("收回任命"),
        "back": _here(row),
        "danger": True,
    }
    return render(request, "ui/confirm.html", page)
