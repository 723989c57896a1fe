"""Coming in by code or password, choosing among several accounts of one phone, and leaving."""

from collections.abc import Mapping
from datetime import datetime
from typing import cast
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from baiying.accounts import access, actions, pending, queries, rules
from baiying.accounts.access import Asking, public, signed_in
from baiying.accounts.forms import PasswordLogInForm
from baiying.accounts.queries import Account
from baiying.accounts.views.answers import refuse, see_other
from baiying.kit import clock, rooms
from baiying.kit.errors import Refused
from baiying.kit.forms import CodeForm, PhoneForm
from baiying.kit.values import identifiers
from baiying.notices import queries as notices
from baiying.ui import flash

PURPOSE = "log_in"
# Two forms on one page, each with a phone: a label and an error lead to the field of their own form.
_PASSWORD_IDS = "by_password_%s"


def landing(request: Asking) -> str:
    """Where to after coming in: what was asked for, a child's request to a guardian, the desk in an office role, else
    the volunteer's own page."""
    wanted = pending.next_url(request)
    pending.forget(request)
    account_id = request.actor.account_id or 0
    at_desk = not wanted or wanted.startswith("/desk/")
    if at_desk and queries.offers_to(account_id, clock.now()):
        return reverse("accounts:offers")
    if not wanted and (asked := access.neighbours.asked_first(account_id, clock.now())):
        return asked
    if at_desk and request.actor.awaits_factor:
        return f"{reverse('accounts:factor')}?{urlencode({'next': wanted or '/desk/'})}"
    if at_desk and request.actor.acting is None and access.live_appointments(account_id).exists():
        return reverse("accounts:acting") + (f"?{urlencode({'next': wanted})}" if wanted else "")
    if wanted:
        return wanted
    return "/desk/" if request.actor.acting else "/mine/"


def come_in(request: Asking, account: Account, method: str, at: datetime, *, shown_by: str = "") -> HttpResponse:
    """Open the session and go where it was wanted; `shown_by` is a passkey that is a second factor as well."""
    access.come_in(request, account, method, at)
    if shown_by:
        access.show_factor(request, shown_by, at)
    actions.note_log_in(account=account, method=method, actor=request.actor, at=at)
    return see_other(landing(request))


@public
@require_http_methods(["GET", "POST"])
def log_in(request: Asking) -> HttpResponse:
    """The phone; a code goes to it whether or not we know it."""
    at = clock.now()
    if "next" in request.GET:
        pending.keep_next(request, request.GET["next"])
    if request.method == "GET":
        pending.begin(request)
    if request.method == "GET" and request.actor.is_signed_in:
        return see_other(landing(request))
    form = PhoneForm(request.POST or None, initial={"phone": pending.typed_phone(request, at)})
    if request.method == "POST" and form.is_valid():
        phone = form.cleaned_data["phone"]
        try:
            actions.start_code(phone=phone, purpose=PURPOSE, actor=request.actor, at=at)
        except actions.CodeSentJustNow:
            pass  # The code is on its way already; the next page says how to get another.
        except Refused as refusal:
            refuse(form, refusal)
        if not form.errors:
            pending.keep_phone(request, phone, typed_at=at)
            return see_other(reverse("accounts:code"))
    context = {"form": form, "password_form": PasswordLogInForm(auto_id=_PASSWORD_IDS)}
    return _log_in_page(request, context, status=422 if form.errors else 200)


def _log_in_page(request: Asking, context: Mapping[str, object], status: int) -> HttpResponse:
    others = [way for ways in rooms.filling("other_ways") for way in ways()]
    return render(request, "accounts/log_in.html", {"title": _("登录"), "other_ways": others, **context}, status=status)


@public
@require_POST
def password_log_in(request: Asking) -> HttpResponse:
    form = PasswordLogInForm(request.POST, auto_id=_PASSWORD_IDS)
    at = clock.now()
    if form.is_valid():
        phone = form.cleaned_data["phone"]
        try:
            opened = actions.check_password(
                phone=phone, password=form.cleaned_data["password"], actor=request.actor, at=at
            )
        except Refused as refusal:
            refuse(form, refusal)
        else:
            if len(opened) == 1:
                return come_in(request, opened[0], "password", at)
            pending.keep_phone(request, phone)
            pending.keep_choice(request, opened, at)
            return see_other(reverse("accounts:choice"))
    return _log_in_page(request, {"form": PhoneForm(), "password_form": form, "by_password": True}, status=422)


@public
@require_http_methods(["GET", "POST"])
def code(request: Asking) -> HttpResponse:
    """The six digits. On demo data the message shows on this page."""
    phone = pending.phone(request)
    if phone is None:
        return see_other(reverse("accounts:log_in"))
    at = clock.now()
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.check_code(phone=phone, purpose=PURPOSE, code=form.cleaned_data["code"], actor=request.actor, at=at)
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return _after_code(request, phone, at)
    onward = pending.onward(request)
    context = {
        "form": form,
        "messages_on_screen": access.on_screen(phone),
        "mask": identifiers.mask_phone(phone),
        # A mistyped number is put right at the door where it was typed.
        "back": onward or reverse("accounts:log_in"),
        "submit": _("继续注册") if onward else _("登录"),
        "trouble": actions.not_taken(phone, at),
        "shut": notices.codes_are_shut(at),
    }
    return render(request, "accounts/code.html", context, status=422 if form.errors else 200)


@public
@never_cache
@require_safe
def code_arrival(request: Asking) -> HttpResponse:
    """What became of sending the code, asked by the page a few seconds after it was shown: nothing is said of one that
    left.
    """
    phone, at = pending.phone(request), clock.now()
    refusal = actions.not_taken(phone, at) if phone else None
    context = {"trouble": refusal, "shut": phone is not None and notices.codes_are_shut(at)}
    return render(request, "accounts/parts/code_arrival.html", context)


def _after_code(request: Asking, phone: str, at: datetime) -> HttpResponse:
    accounts = list(queries.accounts_of_phone(phone)[:20])
    if len(accounts) == 1 and not access.asks_who(accounts[0], at):
        return come_in(request, accounts[0], "code", at)
    pending.keep_phone(request, phone, proven_at=at)
    if not accounts:
        onward = "" if access.neighbours.what_asked(phone, at) else pending.onward(request)
        return see_other(onward or reverse("accounts:unknown"))
    pending.keep_choice(request, accounts, at)
    return see_other(reverse("accounts:choice"))


@public
@require_POST
def code_again(request: Asking) -> HttpResponse:
    phone = pending.phone(request)
    if phone is None:
        return see_other(reverse("accounts:log_in"))
    try:
        actions.start_code(phone=phone, purpose=PURPOSE, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.warn(request, str(refusal))
    else:
        flash.done(request, _("验证码已重新发送。"))
    return see_other(reverse("accounts:code"))


@public
@never_cache
@require_http_methods(["GET", "POST"])
def choice(request: Asking) -> HttpResponse:
    """Several accounts share the phone: who is it today?"""
    at, phone = clock.now(), pending.phone(request)
    accounts = pending.choice(request, queries.accounts_of_phone(phone), at) if phone else []
    if not accounts:
        return see_other(reverse("accounts:log_in"))
    if request.method == "POST":
        chosen = next((a for a in accounts if a.public_id == request.POST.get("account")), None)
        if chosen is not None and access.neighbours.is_claimed(chosen.pk, at):
            return see_other(reverse(access.neighbours.claimed_page, args=[chosen.public_id]))
        if chosen is not None:
            return come_in(request, chosen, "choice", at)
    long_ago = len(accounts) == 1 and access.was_away_for_long(accounts[0], at)
    claimed = len(accounts) == 1 and access.neighbours.is_claimed(accounts[0].pk, at)
    # Whoever holds the number now may be a stranger, or one of the family: no more than tells them apart.
    asked = long_ago or claimed
    called = rules.tiles([one.display_name for one in accounts])
    names = list(zip(accounts, called, strict=True))
    page = {"names": names, "title": _("是您本人吗") if asked else _("您是哪一位"), "asked": asked, "claimed": claimed}
    page["proven"] = pending.proven_phone(request, at) is not None
    return render(request, "accounts/choice.html", page)


@public
def unknown(request: Asking) -> HttpResponse:
    """Nobody here logs in with the proven phone: answer a child who asks, go on with what was begun, register, claim,
    or ask at a desk."""
    at = clock.now()
    phone = pending.proven_phone(request, at)
    if phone is None:
        return see_other(reverse("accounts:log_in"))
    context = {
        "asked": access.neighbours.what_asked(phone, at),
        "waits": access.neighbours.what_waits(phone, at),
        "began": access.neighbours.what_began(phone, at),
    }
    return render(request, "accounts/unknown.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def log_out(request: Asking) -> HttpResponse:
    """Leave, on every device: the page and the button say so."""
    if request.method == "POST":
        account_id = cast("int", request.actor.account_id)
        actions.end_sessions(account_id=account_id, actor=request.actor, at=clock.now(), why="log_out")
        access.leave(request)
        flash.done(request, _("已退出登录。您在其他设备上的登录也已一并退出。"))
        return see_other("/")
    context = {
        "title": _("退出登录"),
        "text": _("您在所有手机和电脑上的登录都会退出。"),
        "submit": _("退出所有设备"),
        "back": "/",
    }
    return render(request, "ui/confirm.html", context)
