"""The last press, with both names before one's eyes; and untying."""

from typing import cast

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from baiying.accounts import access as accounts
from baiying.accounts import actions as account_actions
from baiying.accounts.access import Asking, fresh, signed_in
from baiying.accounts.queries import Account
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.ui import flash
from baiying.ui.answers import see_other
from baiying.unified import access, actions, kept, queries, rules
from baiying.unified.provider import configured
from baiying.unified.views import stopped


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def tie(request: Asking, visit_pid: str) -> HttpResponse:
    """Both accounts by name; the tie is made by the press, not by coming back."""
    at = clock.now()
    row = queries.open_tie(visit_pid, access.holder_of(request), at)
    if row is None:
        return _gone(request, visit_pid)
    if request.method == "POST":
        try:
            actions.tie_now(visit_id=row.pk, actor=request.actor, at=at)
        except Refused as refusal:
            return stopped.page(request, refusal, tying=True)
        flash.done(request, _("已关联，以后可以用它登录。"))
        return see_other(reverse("accounts:security"))
    known, name = kept.answer_of(row), configured.label_of(row.issuer)
    context = {
        "title": _("确认关联"),
        "text": _("两边都是您本人，再按“确认关联”。不是，就按“不了，返回”。"),
        "facts": [
            (_("百应账号"), request.actor.label),
            (name, known.name or _("没有给出姓名")),
            (_("那边的账号末几位"), rules.tail(known.subject) or "—"),
        ],
        "submit": _("确认关联"),
        "back": reverse("accounts:security"),
    }
    return render(request, "ui/confirm.html", context)


def _gone(request: Asking, visit_pid: str) -> HttpResponse:
    """The press was repeated: it holds. Anything else is over."""
    if queries.was_tied(visit_pid, request.actor.account_id or 0):
        return see_other(reverse("accounts:security"))
    return stopped.page(request, actions.VisitGone(), tying=True)


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
@fresh
def tie_end(request: Asking, identity_pid: str) -> HttpResponse:
    """Asked once, then untied; all other sessions end."""
    identity_id = access.own_tie(request, identity_pid)
    if request.method == "POST":
        try:
            account_actions.end_tie(identity_id=identity_id, actor=request.actor, at=clock.now())
        except Refused as refusal:
            flash.failed(request, str(refusal))
        else:
            account = cast("Account", request.user)
            account.refresh_from_db()
            accounts.stay(request, account)
            flash.done(request, _("已解除关联。您在其他设备上的登录也已退出。"))
        return see_other(reverse("accounts:security"))
    mine = queries.tied(request.actor.account_id or 0)
    context = {
        "title": _("解除关联"),
        "text": _("解除以后，不能再用它登录这个账号。您在其他设备上的登录也会退出。"),
        "facts": [(one.label, one.mask) for one in mine if one.public_id == identity_pid],
        "submit": _("解除关联"),
        "back": reverse("accounts:security"),
        "danger": True,
    }  # fmt: skip
    return render(request, "ui/confirm.html", context)
