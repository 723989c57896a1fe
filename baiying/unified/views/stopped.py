"""The calm page for whatever came of nothing: what happened, that nothing was changed, and the way on."""

import logging
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from baiying.accounts import access as accounts
from baiying.accounts.access import Asking
from baiying.kit.errors import Refused
from baiying.unified.provider import troubles
from baiying.unified.provider.configured import Provider
from baiying.unified.provider.troubles import Trouble

logger = logging.getLogger(__name__)

_LATER = _("%(name)s现在没有回应，什么都没有改。请过几分钟再试，或用别的方式登录。")
_ODD = _("%(name)s的答复没有通过核对，什么都没有改。请用别的方式登录；总是这样，请告诉平台管理员。")
_BY_TROUBLE: dict[str, tuple[str | Promise, int]] = {
    troubles.DOWN: (_LATER, 503),
    troubles.SLOW: (_LATER, 503),
    troubles.CLOCK: (
        _("%(name)s的时间与本平台对不上，什么都没有改。请过几分钟再试；总是这样，请告诉平台管理员。"),
        502,
    ),
}
# RFC 6749, 4.1.2.1 and OpenID Connect Core, 3.1.2.6: what a provider may send back in place of a code.
_DENIED = _("您在%(name)s那边没有同意，什么都没有改。想接着办，就再来一次。")
_BY_ERROR: dict[str, str | Promise] = {
    "access_denied": _DENIED,
    "consent_required": _DENIED,
    "interaction_required": _DENIED,
    "login_required": _DENIED,
    "temporarily_unavailable": _LATER,
    "server_error": _LATER,
}


@dataclass(frozen=True, slots=True)
class Stop:
    sentence: str
    status: int


def by_trouble(request: Asking, provider: Provider, trouble: Trouble, *, tying: bool) -> HttpResponse:
    """The log has the code and what was seen; the page has a sentence."""
    logger.warning("provider %s: %s", provider.key, trouble)
    words, status = _BY_TROUBLE.get(trouble.code, (_ODD, 502))
    return _drawn(request, Stop(str(words) % {"name": provider.label}, status), tying=tying)


def by_error(request: Asking, provider: Provider, error: str, *, tying: bool) -> HttpResponse:
    """The provider sent an error in place of a code; none of its own words is shown."""
    words = _BY_ERROR.get(error, _ODD)
    return _drawn(request, Stop(str(words) % {"name": provider.label}, 409), tying=tying)


def page(request: Asking, refusal: Refused, *, tying: bool = False) -> HttpResponse:
    return _drawn(request, Stop(str(refusal), refusal.status), tying=tying)


def _without_answer(request: Asking) -> None:
    """What the provider sent stands in the address, and pages lead back to their address: it is used up, and nobody's
    to read."""
    request.META["QUERY_STRING"] = ""


def not_tied(request: Asking, provider: Provider) -> HttpResponse:
    """Whoever came is tied to nobody here. The same is said whether or not a phone or a name would be known (U24)."""
    _without_answer(request)
    accounts.keep_wanted(request, reverse("accounts:security"))
    context = {"name": provider.label}
    return render(request, "unified/not_tied.html", context, status=409)


def _drawn(request: Asking, stop: Stop, *, tying: bool) -> HttpResponse:
    _without_answer(request)
    signed_in = request.actor.is_signed_in
    if tying and not signed_in:
        accounts.keep_wanted(request, reverse("accounts:security"))
    context = {
        "title": _("没有办成"),
        "sentence": stop.sentence,
        "onward": reverse("accounts:security") if signed_in else reverse("accounts:log_in"),
    }
    return render(request, "unified/stopped.html", context, status=stop.status)
