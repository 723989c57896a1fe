"""The address at which gateways say what arrived: authenticated by its last part, harmless if said twice."""

import hmac

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from baiying.kit import clock
from baiying.kit.admission import Asking, public
from baiying.notices import actions
from baiying.notices.senders import events
from baiying.notices.senders import receipts as words


@csrf_exempt
@public
@require_http_methods(["GET", "HEAD", "POST"])
def receipts(request: Asking, gateway: str, receipts_key: str) -> HttpResponse:
    """Take receipts from whoever knows the key of BAIYING_RECEIPTS_KEY; without one set the address does not exist."""
    if not settings.BAIYING_RECEIPTS_KEY or gateway not in words.GATEWAYS:
        raise Http404
    if not hmac.compare_digest(receipts_key.encode(), settings.BAIYING_RECEIPTS_KEY.encode()):
        return HttpResponse(status=401)
    if request.method != "POST":
        return _echo(request) if gateway == "wechat" else HttpResponse(status=405)
    try:
        said = words.read(gateway, request.body)
    except ValueError:
        return HttpResponse(status=400)
    actions.hear(gateway=gateway, said=said, at=clock.now())
    # WeChat shows the reader an error for any other word.
    return HttpResponse("success") if gateway == "wechat" else JsonResponse(words.GATEWAYS[gateway][1])


def _echo(request: Asking) -> HttpResponse:
    """WeChat asks once whether this address is ours (接入指南): what it sent is said again, if it knows the key."""
    given = {name: request.GET.get(name, "") for name in ("signature", "timestamp", "nonce")}
    if not events.is_signed(**given, key=settings.BAIYING_RECEIPTS_KEY):
        return HttpResponse(status=401)
    return HttpResponse(request.GET.get("echostr", "")[:200], content_type="text/plain")
