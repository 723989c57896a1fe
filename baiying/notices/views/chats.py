"""The own WeChat, or account in WeCom: bound in WeChat's own browser, given up."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from baiying.kit import clock
from baiying.kit.admission import Asking, signed_in
from baiying.kit.errors import Refused
from baiying.notices import actions, queries, senders, words
from baiying.notices.senders import wechat, wecom
from baiying.ui import flash

_CONSENT = {senders.WECHAT: wechat.consent_address, senders.WECOM: wecom.consent_address}


def _inbox(request: Asking, lane: str) -> str:
    """Whose account it would be. Not found: where whoever operates has not set it up, nobody reads, or for a ward."""
    if lane not in queries.chats_open_to(request.actor):
        raise Http404
    return queries.inbox_of_actor(request.actor)


def _is_inside(request: Asking, lane: str) -> bool:
    """Whether the page is open in the browser of WeChat, or of WeCom, which says that it is WeChat's too."""
    browser = request.headers.get("User-Agent", "")
    in_wecom = "wxwork" in browser
    return in_wecom if lane == senders.WECOM else "MicroMessenger" in browser and not in_wecom


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def chat(request: Asking, chat_lane: str) -> HttpResponse:
    """What binding means, and the way to WeChat; coming back from there, one button. Looking changes nothing."""
    inbox, at = _inbox(request, chat_lane), clock.now()
    if request.method == "POST":
        return _bind(request, chat_lane, inbox)
    code, state = request.GET.get("code", ""), request.GET.get("state", "")
    comes_back = bool(code) and actions.is_asked(state=state, lane=chat_lane, inbox=inbox, actor=request.actor, at=at)
    here = request.build_absolute_uri(reverse("notices:chat", args=[chat_lane]))
    fresh = actions.question(lane=chat_lane, inbox=inbox, actor=request.actor, at=at)
    context = {
        "lane": chat_lane,
        "label": words.LANES[chat_lane],
        "row": queries.chat_accounts_of(inbox).get(chat_lane),
        "code": code if comes_back else "",
        "state": state,
        "is_old": bool(code) and not comes_back,
        "is_inside": _is_inside(request, chat_lane),
        "here": here,
        "consent": _CONSENT[chat_lane](back=here, state=fresh),
    }
    return render(request, "notices/chat.html", context)


def _bind(request: Asking, lane: str, inbox: str) -> HttpResponse:
    code, state = request.POST.get("code", ""), request.POST.get("state", "")
    try:
        actions.bind_chat(lane=lane, inbox=inbox, state=state, code=code, actor=request.actor, at=clock.now())
    except Refused as refused:
        flash.warn(request, refused.sentence)
        return redirect("notices:chat", lane)
    flash.done(request, _("已绑定。以后的消息先发到那里，发不成的再发短信。"))
    return redirect("notices:preferences")


@signed_in
@require_POST
def chat_removal(request: Asking, chat_lane: str) -> HttpResponse:
    """Nothing goes there any more; text messages come as before. Also of what was linked before for a ward."""
    inbox = queries.inbox_of_actor(request.actor)
    if not inbox or chat_lane not in queries.chat_lanes():
        raise Http404
    actions.unbind_chat(lane=chat_lane, inbox=inbox, actor=request.actor, at=clock.now())
    flash.done(request, _("已拿掉，以后照旧发短信。"))
    return redirect("notices:preferences")
