"""The address at which gateways say what arrived: authenticated by its last part, harmless if said twice."""

import hmac

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from baiying.kit import clock
from baiying.kit.admission import Asking, public
from baiying.notices import actions
from baiying.notices.senders import bounces, events, replies
from baiying.notices.senders import receipts as words

_PLAIN = "text/plain; charset=utf-8"


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def receipts(request: Asking, gateway: str, receipts_key: str) -> HttpResponse:
    """Take receipts from whoever knows the key of BAIYING_RECEIPTS_KEY; without one set the address does not exist."""
    if not settings.BAIYING_RECEIPTS_KEY or gateway not in words.GATEWAYS:
        raise Http404
    if not _knows(receipts_key):
        return HttpResponse(status=401)
    if request.method != "POST":
        return _echo(request) if gateway == "wechat" else HttpResponse(status=405)
    try:
        said = words.read(gateway, request.body)
    except ValueError:
        return HttpResponse(status=400)
    if not said and gateway == "mail" and bounces.is_an_answer(request.body):
        # The mail server that handed it on sends it back: whoever wrote learns that nobody has read it.
        return HttpResponse(_("这个邮箱的来信没有人看。有事请找消息里写的联系人。"), status=422, content_type=_PLAIN)
    actions.hear(gateway=gateway, said=said, at=clock.now())
    # WeChat shows the reader an error for any other word.
    return HttpResponse("success") if gateway == "wechat" else JsonResponse(words.GATEWAYS[gateway][1])


@csrf_exempt
@public
@require_POST
def texts(request: Asking, gateway: str, receipts_key: str) -> HttpResponse:
    """What readers answered to our text messages, as the gateway hands it on: words of stopping are obeyed (N13)."""
    if not settings.BAIYING_RECEIPTS_KEY or gateway not in replies.GATEWAYS:
        raise Http404
    if not _knows(receipts_key):
        return HttpResponse(status=401)
    try:
        said = replies.read(gateway, request.body)
    except ValueError:
        return HttpResponse(status=400)
    actions.hear_replies(gateway=gateway, said=said, at=clock.now())
    return JsonResponse(words.GATEWAYS[gateway][1])


def _knows(receipts_key: str) -> bool:
    return hmac.compare_digest(receipts_key.encode(), settings.BAIYING_RECEIPTS_KEY.encode())


def _echo(request: Asking) -> HttpResponse:
    """WeChat asks once whether this address is ours (接入指南): what it sent is said again, if it knows the key."""
    given = {name: request.GET.get(name, "") for name in ("signature", "timestamp", "nonce")}
    if not events.is_signed(**given, key=settings.BAIYING_RECEIPTS_KEY):
        return HttpResponse(status=401)
    return HttpResponse(request.GET.get("echostr", "")[:200], content_type="text/plain")
