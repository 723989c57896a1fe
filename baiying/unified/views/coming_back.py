"""Back from the provider: the answer is taken once, in the session that began it; then in, or to the last press."""

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from baiying.accounts import access as accounts
from baiying.accounts import actions as account_actions
from baiying.accounts.access import Asking, public
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.ui.answers import see_other
from baiying.unified import access, actions, kept
from baiying.unified.models import Purpose, Visit
from baiying.unified.provider import asking, configured
from baiying.unified.provider.troubles import ODD, Trouble
from baiying.unified.views import stopped
from baiying.unified.views.going import provider_of, redirect_of

# A code has no length in the standards; those that are in use have less than a tenth of this.
_LONGEST_CODE = 4096


@public
@never_cache
@require_safe
def answer(request: Asking, provider_key: str) -> HttpResponse:
    provider, at = provider_of(provider_key), clock.now()
    try:
        visit = actions.take_answer(
            provider=provider, state=request.GET.get("state", ""), holder=access.holder_of(request),
            actor=request.actor, at=at,
        )  # fmt: skip
    except Refused as refusal:
        return stopped.page(request, refusal)
    tying = visit.purpose == Purpose.TIE
    if error := request.GET.get("error", ""):
        actions.note_failure(
            visit_id=visit.pk, why="denied" if error == "access_denied" else "error", actor=request.actor, at=at
        )
        return stopped.by_error(request, provider, error, tying=tying)
    try:
        known = _asked(request, provider, visit)
    except Trouble as trouble:
        actions.note_failure(visit_id=visit.pk, why=trouble.code, actor=request.actor, at=at)
        return stopped.by_trouble(request, provider, trouble, tying=tying)
    return (_to_last_press if tying else _in)(request, provider, visit, known)


def _asked(request: Asking, provider: configured.Provider, visit: Visit) -> asking.Known:
    """Who came. RFC 9207: an answer that names another issuer is none of its. Raises Trouble."""
    code = request.GET.get("code", "")
    if not 0 < len(code) <= _LONGEST_CODE or request.GET.get("iss", provider.issuer) != provider.issuer:
        raise Trouble(ODD, "answer")
    return asking.who_came(provider, kept.secrets_of(visit), code, redirect_of(request, provider), clock.now())


def _in(request: Asking, provider: configured.Provider, visit: Visit, known: asking.Known) -> HttpResponse:
    """A first factor, as a code is: an office role asks for its second one as ever."""
    at = clock.now()
    account = actions.enter(visit_id=visit.pk, known=known, actor=request.actor, at=at)
    if account is None:
        return stopped.not_tied(request, provider)
    accounts.come_in(request, account, "oidc", at)
    return see_other(reverse("accounts:log_in"))


def _to_last_press(request: Asking, provider: configured.Provider, visit: Visit, known: asking.Known) -> HttpResponse:
    try:
        actions.hold_answer(visit_id=visit.pk, known=known, actor=request.actor, at=clock.now())
    except account_actions.TiedToAnother as refusal:
        return stopped.page(request, refusal, tying=True)
    return see_other(reverse("unified:tie", args=[visit.public_id]))
