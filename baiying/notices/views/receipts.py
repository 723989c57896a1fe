"""The address at which gateways say what arrived: authenticated by its last part, harmless if said twice."""

import hmac

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from baiying.kit import clock
from baiying.kit.admission import Asking, public
from baiying.notices import actions
from baiying.notices.senders import receipts as words


@csrf_exempt
@public
@require_POST
def receipts(request: Asking, gateway: str, receipts_key: str) -> HttpResponse:
    """Take receipts from whoever knows the key of BAIYING_RECEIPTS_KEY; without one set the address does not exist."""
    if not settings.BAIYING_RECEIPTS_KEY or gateway not in words.GATEWAYS:
        raise Http404
    if not hmac.compare_digest(receipts_key.encode(), settings.BAIYING_RECEIPTS_KEY.encode()):
        return HttpResponse(status=401)
    try:
        said = words.read(gateway, request.body)
    except ValueError:
        return HttpResponse(status=400)
    actions.hear(gateway=gateway, said=said, at=clock.now())
    return JsonResponse(words.GATEWAYS[gateway][1])
