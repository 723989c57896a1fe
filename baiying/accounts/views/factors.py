"""Showing a second factor: for an office role, or to change the factors themselves; and coming in by a passkey."""

from datetime import datetime
from typing import cast
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import access, actions, asked, passkeys, pending, queries, shown
from baiying.accounts.access import Asking, public, signed_in
from baiying.accounts.forms import PaperCodeForm, PasskeyForm, TotpForm
from baiying.accounts.models import Account, FactorKind
from baiying.accounts.views.answers import refuse, see_other, typed
from baiying.accounts.views.log_in import come_in
from baiying.kit import clock, returning
from baiying.kit.errors import Refused
from baiying.ui import flash


def _next(request: Asking) -> str:
    return returning.local(request.POST.get("next") or request.GET.get("next"))


def _onward(request: Asking) -> HttpResponse:
    return see_other(_next(request) or ("/desk/" if request.actor.acting else reverse("accounts:security")))


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def factor(request: Asking) -> HttpResponse:
    """Six digits of an app, or a passkey. Who has no factor yet is led to adding one."""
    at, account = clock.now(), cast("Account", request.user)
    rows = list(queries.factors(account.pk))
    if not rows:
        flash.note(request, _("办公岗位要有第二步验证。请先加一种，一两分钟就好，加好就能接着办事。"))
        return see_other(f"{reverse('accounts:security')}?{urlencode({'next': _next(request)})}")
    form = TotpForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.prove_totp(account_id=account.pk, code=form.cleaned_data["code"], actor=request.actor, at=at)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            access.show_factor(request, row.public_id, at)
            return _onward(request)
    handles = [bytes(row.handle) for row in rows if row.kind == FactorKind.PASSKEY]
    context = {
        "form": form,
        "has_totp": any(row.kind == FactorKind.TOTP for row in rows),
        "passkey": _ask(request, handles, asked.SHOW, at) if handles else "",
        "next": _next(request),
        "holds_office": access.live_appointments(account.pk).exists(),
        "minutes": queries.log_in_rules(at).factor_fresh_minutes,
    }
    return render(request, "accounts/factor.html", context, status=422 if form.errors else 200)


def _ask(request: Asking, handles: list[bytes], purpose: str, at: datetime) -> str:
    challenge, options = passkeys.ask_known(passkeys.site_of(request), handles)
    asked.keep_challenge(request, challenge, purpose, at)
    return options


@signed_in
@require_POST
def factor_passkey(request: Asking) -> HttpResponseBase:
    """What the device answered to `factor`; a refusal is said there."""
    at, account = clock.now(), cast("Account", request.user)
    form = PasskeyForm(request.POST)
    answer = asked.answer(request, form.data.get("answer", ""), asked.SHOW, at) if form.is_valid() else None
    try:
        if answer is None:
            raise actions.KeyUnreadable
        row = actions.prove_passkey(answer=answer, account_id=account.pk, actor=request.actor, at=at)
    except Refused as refusal:
        flash.failed(request, str(refusal))
        return access.to_factor(request, _next(request))
    access.show_factor(request, row.public_id, at)
    return _onward(request)


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def paper(request: Asking) -> HttpResponse:
    """A code on paper in place of the factor that is not at hand."""
    at, account = clock.now(), cast("Account", request.user)
    form = PaperCodeForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.prove_paper(account_id=account.pk, code=form.cleaned_data["code"], actor=request.actor, at=at)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            access.show_factor(request, shown.PAPER, at)
            left = queries.recovery_codes_left(account.pk)
            words = _("通过了，还剩 %(n)s 个恢复码。第二步验证丢了的，请在“登录与安全”里加一种新的。")
            flash.note(request, words % {"n": left})
            return _onward(request)
    back = f"{reverse('accounts:factor')}?{urlencode({'next': _next(request)})}"
    context = {"form": form, "next": _next(request), "back": back}
    return render(request, "accounts/paper.html", context, status=422 if form.errors else 200)


@public
@never_cache
@require_http_methods(["GET", "POST"])
def passkey_log_in(request: Asking) -> HttpResponse:
    """Come in by a passkey alone: the device that holds it was unlocked by its owner, which is two kinds of proof."""
    at = clock.now()
    form = PasskeyForm(typed(request))
    if request.method == "POST":
        answer = asked.answer(request, request.POST.get("answer", ""), asked.LOG_IN, at) if form.is_valid() else None
        try:
            if answer is None:
                raise actions.KeyUnreadable
            row = actions.prove_passkey(answer=answer, account_id=None, actor=request.actor, at=at)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return come_in(request, row.account, "passkey", at, shown_by=row.public_id)
    elif request.actor.is_signed_in:
        return see_other(pending.next_url(request) or "/mine/")
    context = {"form": form, "passkey": _ask(request, [], asked.LOG_IN, at)}
    return render(request, "accounts/passkey_log_in.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def again(request: Asking) -> HttpResponse:
    """Come in anew on this device, because what is to be done asks for a fresh proof and there is no factor yet."""
    if request.method == "POST":
        wanted = _next(request)
        access.leave(request)
        pending.keep_next(request, wanted)
        return see_other(reverse("accounts:log_in"))
    return render(request, "accounts/again.html", {"next": _next(request)})
