"""One's own data: what is held, a copy of it, fetched with a fresh code."""

import io
import json
import zipfile
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts import actions as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, on_screen, signed_in
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.forms import CodeForm
from baiying.people import queries as people
from baiying.privacy import access, actions, queries, rules
from baiying.privacy.models import Copy, Way
from baiying.privacy.views.printing import printed
from baiying.ui import flash, taken
from baiying.ui.answers import refuse, see_other

PURPOSE = "copy"
_SHOWN = 20


@signed_in
@never_cache
@require_safe
def own(request: Asking) -> HttpResponse:
    """What one may ask for, and what became of it; without a record of a volunteer, what the account alone holds."""
    if not access.has_data(request.actor, clock.now()):
        return nobodys(request)
    person, way = access.own(request.actor)
    at, account_id = clock.now(), request.actor.account_id or 0
    rows = [(row, queries.state_of(row, at)) for row in queries.copies_of(person.pk, account_id)]
    closing = queries.open_closing(person.pk) if way == Way.SELF else None
    context = {
        "person": person,
        "own": way == Way.SELF,
        "rows": rows,
        "live": any(state != rules.OVER for _row, state in rows),
        "days": queries.privacy_rules(person.residence.path, clock.local_date(at)).copy_days,
        "closing": closing,
        "late": closing is not None and closing.due_at <= at,
        "holds": queries.told_holds(person.pk, at),
        "requests": queries.requests_seen(person.pk, guardian=way == Way.GUARDIAN)[:_SHOWN],
        "left_out": queries.left_out(guardian=way == Way.GUARDIAN),
    }
    return render(request, "privacy/own.html", context)


def nobodys(request: Asking) -> HttpResponse:
    """Who logs in without a record of a volunteer, a resident, a guardian, staff: what is held, and where to ask."""
    account = account_rows.account(request.actor.account_id or 0)
    context = {
        "account": account,
        "wards": people.wards_of(account.pk, clock.now()) if account is not None else [],
        "phone": account_rows.phone_masks([account.pk]).get(account.pk, "") if account is not None else "",
    }
    return render(request, "privacy/nobodys.html", context)


@signed_in
@require_POST
def copies(request: Asking) -> HttpResponse:
    """Ask for a copy; pressed again, the same one."""
    person, way = access.own(request.actor)
    try:
        row = actions.ask_copy(person=person, way=way, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, str(refusal))
        return see_other(reverse("privacy:own"))
    return see_other(reverse("privacy:copy", args=[row.public_id]))


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: Asking, copy_pid: str) -> HttpResponse:
    """Where a copy stands; with a fresh code it is handed over: a page to print, or a file for machines."""
    row, at = access.copy_for(request.actor, copy_pid), clock.now()
    state = queries.state_of(row, at)
    if state != rules.READY or not access.may_fetch(request.actor, row, at):
        return _page(request, row, state, None, at, status=200 if request.method != "POST" else 409)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        as_file = request.POST.get("as") == "file"
        try:
            accounts.check_code(
                phone=_phone(request), purpose=PURPOSE, code=form.cleaned_data["code"], actor=request.actor, at=at
            )
            found = actions.hand_over(copy_id=row.pk, form="file" if as_file else "page", actor=request.actor, at=at)
        except Refused as refusal:
            refuse(form, refusal)
            return _page(request, row, state, form, at, status=409 if isinstance(refusal, actions.CopyIsOver) else 422)
        return _file(request, row, found) if as_file else printed(request, found, back=reverse("privacy:own"))
    return _page(request, row, state, form, at, status=422 if form.errors else 200)


def _page(request: Asking, row: Copy, state: str, form: CodeForm | None, at: datetime, *, status: int) -> HttpResponse:
    phone = _phone(request)
    sent = request.session.get("copy_sent") == row.public_id
    context = {
        "row": row,
        "state": state,
        "may": access.may_fetch(request.actor, row, at),
        "form": form,
        "sent": sent,
        "mask": account_rows.phone_masks([request.actor.account_id or 0]).get(request.actor.account_id or 0, ""),
        "has_phone": bool(phone),
        "on_screen": on_screen(phone) if sent and phone else [],
    }
    return render(request, "privacy/copy.html", context, status=status)


@signed_in
@require_POST
def code(request: Asking, copy_pid: str) -> HttpResponse:
    """Send the fresh code to the own phone; no other can be entered here."""
    row, at = access.copy_for(request.actor, copy_pid), clock.now()
    back, phone = see_other(reverse("privacy:copy", args=[row.public_id])), _phone(request)
    if not phone or queries.state_of(row, at) != rules.READY or not access.may_fetch(request.actor, row, at):
        return back
    try:
        accounts.start_code(phone=phone, purpose=PURPOSE, actor=request.actor, at=at)
    except accounts.CodeSentJustNow as refusal:
        flash.note(request, str(refusal))
    except Refused as refusal:
        flash.failed(request, str(refusal))
        return back
    request.session["copy_sent"] = row.public_id
    return back


@signed_in
@require_POST
def removal(request: Asking, copy_pid: str) -> HttpResponse:
    """Empty it before its time."""
    row = access.copy_for(request.actor, copy_pid)
    actions.drop_copy(copy_id=row.pk, actor=request.actor, at=clock.now())
    flash.done(request, _("这份副本已删除，需要时可以再要。"))
    return see_other(reverse("privacy:own"))


def _phone(request: Asking) -> str:
    account = account_rows.account(request.actor.account_id or 0)
    return (account_rows.phone_of(account) if account is not None else "") or ""


def _file(request: Asking, row: Copy, found: dict[str, Any]) -> HttpResponse:
    """The same for machines: one JSON text in a zip, each field named beside its rows."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("copy.json", json.dumps(found, ensure_ascii=False, indent=1))
    title = _("个人信息副本") + f"-{row.public_id}.zip"
    file = taken.File(
        key="privacy.copy", title=title, rows=row.rows, path=request.path, query="", personal=True,
        people=[row.person_id],
        area_id=row.person.residence_id,
    )  # fmt: skip
    return taken.document(request, file, "zip", box.getvalue())
