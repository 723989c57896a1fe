"""The ways out for messages, for whoever operates: how each fares, trying one, confirming this copy of the city."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from baiying.accounts import queries as accounts
from baiying.accounts.access import Asking, needs
from baiying.desk.rights import Right
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.notices import actions, queries
from baiying.ui import flash


def _phone(request: Asking) -> str:
    account_id = request.actor.account_id
    return accounts.phones_to_send([account_id]).get(account_id, "") if account_id else ""


@needs(Right.SEE_MACHINES)
@require_safe
def channels(request: Asking) -> HttpResponse:
    """One card for each way out. Nothing here names a person or a number but the own, masked."""
    phone, closed = _phone(request), queries.unconfirmed()
    waits = queries.waiting().count() if closed else 0
    at = clock.now()
    context = {
        "lanes": queries.lanes(phone, queries.inbox_of_actor(request.actor), at),
        "closed": closed,
        "waits": waits,
        "outages": queries.outages(at),
        "losses": queries.losses(at),
        "refusing": queries.refusing_addresses(),
        "strays": queries.bounces_of_nobody(),
    }
    return render(request, "desk/channels.html", context)


@needs(Right.SEE_MACHINES)
@require_POST
def test(request: Asking) -> HttpResponse:
    """Send one to the own phone, the own WeChat, or the own box."""
    lane = request.POST.get("lane", "")
    try:
        actions.send_test(lane=lane, phone=_phone(request), actor=request.actor, at=clock.now())
    except Refused as refused:
        flash.warn(request, refused.sentence)
    else:
        flash.done(request, _("已写好一条发给您自己，过一会儿刷新看结果。"))
    return redirect("desk:channels")


@needs(Right.SEE_MACHINES)
@require_POST
def confirmation(request: Asking) -> HttpResponse:
    """From now on this copy of the city writes to people."""
    drop = request.POST.get("waiting") == "drop"
    actions.confirm_instance(drop_waiting=drop, actor=request.actor, at=clock.now())
    flash.done(request, _("已确认，由这一套系统给群众发消息。"))
    return redirect("desk:channels")
