"""登录与安全: the own factors and codes on paper, each added, removed, renewed after a fresh proof."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from urllib.parse import urlencode

import pyotp
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts import access, actions, asked, devices, passkeys, queries, sessions, shown
from baiying.accounts.access import Asking, fresh, signed_in
from baiying.accounts.forms import NewPasskeyForm, NewTotpForm, RenewForm
from baiying.accounts.models import Account, FactorKind, Session
from baiying.accounts.views.answers import refuse, see_other, typed
from baiying.kit import clock, returning, rooms
from baiying.kit.errors import Refused
from baiying.ui import flash

# Who has more devices than this is best served by ending all but this one.
_MOST = 20


@dataclass(frozen=True, slots=True)
class OnDevice:
    """A session as its owner reads it."""

    row: Session
    words: str
    is_this: bool
    # By which way one came in; empty where that was not kept.
    came_by: str | Promise = ""


def devices_of(rows: Iterable[Session], own: str) -> list[OnDevice]:
    return [
        OnDevice(
            row,
            devices.words_of(row.browser, row.machine) or gettext("没有说是什么设备"),
            row.public_id == own,
            devices.WAYS.get(row.came_by, ""),
        )
        for row in rows
    ]


def _account(request: Asking) -> Account:
    return cast("Account", request.user)


@signed_in
@never_cache
@require_safe
def security(request: Asking) -> HttpResponse:
    at, account = clock.now(), _account(request)
    factors, back = list(queries.factors(account.pk)), account.held_back_until
    context = {
        "factors": factors,
        "devices": devices_of(queries.live_sessions(account, at)[:_MOST], sessions.id_of(request)),
        "left": queries.recovery_codes_left(account.pk),
        "needs": queries.needs_factor(account.pk, at),
        "due": shown.due(request) if not factors else None,
        "held_back_until": back if back and back > at else None,
        "ways_in": [card for fill in rooms.filling("ways_in") if (card := fill(account.pk, at))],
        "has_password": account.has_usable_password(),
        "next": returning.local(request.GET.get("next")),
    }
    return render(request, "accounts/security.html", context)


def _added(request: Asking, added: actions.Added, at: datetime) -> HttpResponse:
    """Whoever has just added a factor has shown it; codes on paper that were made with it come first."""
    access.show_factor(request, added.factor.public_id, at)
    flash.done(request, gettext("已加上：%(label)s。") % {"label": added.factor.label})
    wanted = returning.local(request.POST.get("next"))
    if added.codes:
        asked.keep_codes(request, _account(request).public_id, added.codes)
        return see_other(f"{reverse('accounts:recovery_codes')}?{urlencode({'next': wanted})}")
    return see_other(wanted or reverse("accounts:security"))


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
@fresh
def totp_new(request: Asking) -> HttpResponse:
    """A QR code for an authenticator app, and the digits that it shows then."""
    at, account = clock.now(), _account(request)
    secret = asked.secret(request, account.public_id)
    form = NewTotpForm(typed(request))
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add_totp(
                account_id=account.pk, secret=secret, code=form.cleaned_data["code"],
                label=form.cleaned_data["label"], actor=request.actor, at=at,
            )  # fmt: skip
        except Refused as refusal:
            refuse(form, refusal)
            if refusal.code == "stale_secret":
                asked.forget_secret(request)
        else:
            asked.forget_secret(request)
            return _added(request, added, at)
    site = gettext("百应")
    context = {
        "form": form,
        "uri": pyotp.TOTP(secret).provisioning_uri(name=account.display_name or site, issuer_name=site),
        "key": " ".join(secret[n : n + 4] for n in range(0, len(secret), 4)),
        "next": returning.local(request.POST.get("next") or request.GET.get("next")),
    }
    return render(request, "accounts/totp_new.html", context, status=422 if form.errors else 200)


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
@fresh
def passkey_new(request: Asking) -> HttpResponse:
    """The device makes a key; one that holds a key of this account already says so."""
    at, account = clock.now(), _account(request)
    known_as = devices.words_of(*devices.codes_of(request.headers.get("User-Agent", "")))
    form = NewPasskeyForm(typed(request), initial={"label": known_as or gettext("这台设备")})
    if request.method == "POST" and form.is_valid():
        answer = asked.answer(request, form.cleaned_data["answer"], asked.NEW, at)
        try:
            if answer is None:
                raise actions.KeyUnreadable
            added = actions.add_passkey(
                account_id=account.pk, answer=answer, label=form.cleaned_data["label"], actor=request.actor, at=at
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return _added(request, added, at)
    known = [bytes(row.handle) for row in queries.factors(account.pk) if row.kind == FactorKind.PASSKEY]
    challenge, options = passkeys.ask_new(
        passkeys.site_of(request), site_name=gettext("百应"), account_pid=account.public_id,
        name=account.display_name or gettext("百应"), known=known,
    )  # fmt: skip
    asked.keep_challenge(request, challenge, asked.NEW, at)
    wanted = returning.local(request.POST.get("next") or request.GET.get("next"))
    context = {"form": form, "passkey": options, "next": wanted}
    return render(request, "accounts/passkey_new.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
@fresh
def factor_end(request: Asking, factor_pid: str) -> HttpResponse:
    """Asked once, then removed; all other sessions end."""
    at, account = clock.now(), _account(request)
    row = queries.own_factor(account.pk, factor_pid)
    if row is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.remove_factor(factor_id=row.pk, actor=request.actor, at=at)
        except Refused as refusal:
            flash.failed(request, str(refusal))
        else:
            account.refresh_from_db()
            access.stay(request, account)
            flash.done(request, _("已移除。您在其他设备上的登录也已退出。"))
        return see_other(reverse("accounts:security"))
    context = {
        "title": gettext("移除“%(label)s”") % {"label": row.label},
        "text": _("移除以后，它不能再用来验证。您在其他设备上的登录也会退出。"),
        "submit": _("移除"),
        "back": reverse("accounts:security"),
        "danger": True,
    }
    return render(request, "ui/confirm.html", context)


@signed_in
@require_POST
@fresh
def factor_own(request: Asking, factor_pid: str) -> HttpResponse:
    """A key in doubt is the own one."""
    row = queries.own_factor(_account(request).pk, factor_pid)
    if row is None:
        raise Http404
    actions.confirm_passkey(factor_id=row.pk, actor=request.actor, at=clock.now())
    flash.done(request, _("已确认，这把通行密钥可以接着用。"))
    return see_other(reverse("accounts:security"))


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
@fresh
def recovery_codes(request: Asking) -> HttpResponse:
    """What was just made, this once, to print or copy; else how many are left, and a button for a new set."""
    at, account = clock.now(), _account(request)
    form = RenewForm(typed(request), initial={"seen": actions.newest(account.pk)})
    if request.method == "POST" and form.is_valid():
        try:
            codes = actions.renew_recovery_codes(
                account_id=account.pk, seen=form.cleaned_data["seen"], actor=request.actor, at=at
            )
        except Refused as refusal:
            flash.failed(request, str(refusal))
        else:
            asked.keep_codes(request, account.public_id, codes)
        return see_other(reverse("accounts:recovery_codes"))
    left = queries.recovery_codes_left(account.pk)
    context = {
        "codes": asked.codes_once(request, account.public_id),
        "form": form,
        "left": ngettext("还剩 %(n)s 个没有用过的恢复码。", "还剩 %(n)s 个没有用过的恢复码。", left) % {"n": left},
        "next": returning.local(request.GET.get("next")) or reverse("accounts:security"),
        "at": at,
    }
    return render(request, "accounts/recovery_codes.html", context)
