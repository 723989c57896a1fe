"""Closing the own account: what stays and what is handed over first, a fresh code, and one tap to stop."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import actions as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, on_screen, signed_in
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.forms import CodeForm
from baiying.people import queries as people
from baiying.privacy import access, actions, queries
from baiying.privacy.models import Way
from baiying.privacy.views.own import nobodys
from baiying.ui import flash
from baiying.ui.answers import refuse, see_other

PURPOSE = "closing"


def _own(request: Asking) -> people.Person:
    """The own person: no guardian closes for a ward. Raises Http404."""
    person, way = access.own(request.actor)
    if way != Way.SELF:
        raise Http404
    return person


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def closing(request: Asking) -> HttpResponse:
    """All that happens, said before; then the code. While it waits: when it ends, and the one tap that stops it."""
    if not access.has_data(request.actor, clock.now()):
        return nobodys(request)
    person, at = _own(request), clock.now()
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            if queries.to_hand_over(person.pk, person.account_id, at):
                raise actions.HandOverFirst
            accounts.check_code(
                phone=_phone(request), purpose=PURPOSE, code=form.cleaned_data["code"], actor=request.actor, at=at
            )
            actions.ask_closing(person=person, way=Way.SELF, actor=request.actor, at=at)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            request.session.pop("closing_sent", None)
            return see_other(reverse("privacy:closing"))
    return _page(request, person, form, at, 422 if form.errors else 200)


def _page(request: Asking, person: people.Person, form: CodeForm, at: datetime, status: int) -> HttpResponse:
    row = queries.open_closing(person.pk)
    phone, sent = _phone(request), bool(request.session.get("closing_sent"))
    context = {
        "person": person,
        "row": row,
        "waits": queries.to_hand_over(person.pk, person.account_id, at),
        "outcome": queries.outcome(),
        "days": queries.privacy_rules(person.residence.path, clock.local_date(at)).closing_days,
        "holds": queries.told_holds(person.pk, at),
        "late": row is not None and row.due_at <= at,
        "form": form,
        "sent": sent and bool(phone),
        "has_phone": bool(phone),
        "mask": account_rows.phone_masks([person.account_id or 0]).get(person.account_id or 0, ""),
        "on_screen": on_screen(phone) if sent and phone else [],
    }
    return render(request, "privacy/closing.html", context, status=status)


@signed_in
@require_POST
def code(request: Asking) -> HttpResponse:
    """Send the fresh code to the own phone; no other can be entered here."""
    _own(request)
    phone, back = _phone(request), see_other(reverse("privacy:closing") + "#code")
    if not phone:
        return back
    try:
        accounts.start_code(phone=phone, purpose=PURPOSE, actor=request.actor, at=clock.now())
    except accounts.CodeSentJustNow as refusal:
        flash.note(request, str(refusal))
    except Refused as refusal:
        flash.failed(request, str(refusal))
        return back
    request.session["closing_sent"] = True
    return back


@signed_in
@require_POST
def stop(request: Asking) -> HttpResponse:
    """One tap, from any page: whoever comes in by the own account may stop it."""
    person = _own(request)
    row = queries.open_closing(person.pk)
    if row is not None:
        try:
            actions.stop_closing(closing_id=row.pk, actor=request.actor, at=clock.now())
        except Refused as refusal:
            flash.failed(request, str(refusal))
            return see_other(reverse("privacy:own"))
    flash.done(request, _("注销已停止，注册已恢复。取消了的报名要重新报。"))
    return see_other("/mine/")


def _phone(request: Asking) -> str:
    account = account_rows.account(request.actor.account_id or 0)
    return (account_rows.phone_of(account) if account is not None else "") or ""
