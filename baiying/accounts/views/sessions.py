"""Ending one's own sessions on other devices: one, or all but this."""

from typing import cast

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from baiying.accounts import access, actions, queries, sessions
from baiying.accounts.access import Asking, signed_in
from baiying.accounts.models import Account
from baiying.accounts.views.answers import see_other
from baiying.kit import clock
from baiying.ui import flash


@signed_in
@require_POST
def session_end(request: Asking, session_pid: str) -> HttpResponse:
    """End one; the own one is left by logging out."""
    at, account = clock.now(), cast("Account", request.user)
    row = queries.live_sessions(account, at).filter(public_id=session_pid).first()
    if row is None:
        raise Http404
    actions.end_session(session_id=row.pk, actor=request.actor, at=at)
    if row.public_id == sessions.id_of(request):
        access.leave(request)
        return see_other("/")
    flash.done(request, _("那台设备上的登录已退出。"))
    return see_other(reverse("accounts:security"))


@signed_in
@require_POST
def sessions_end(request: Asking) -> HttpResponse:
    """End all but this one."""
    at, account = clock.now(), cast("Account", request.user)
    epoch = actions.end_other_sessions(
        account_id=account.pk, epoch=account.session_epoch, but=sessions.id_of(request), actor=request.actor, at=at
    )
    if epoch is None:
        access.leave(request)
        return see_other(reverse("accounts:log_in"))
    # Not read anew: whoever logs out everywhere at this moment ends the one that asks too.
    account.session_epoch = epoch
    access.stay(request, account)
    flash.done(request, _("其他设备上的登录都已退出。"))
    return see_other(reverse("accounts:security"))
