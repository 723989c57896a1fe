"""To the provider: to come in, or to tie an account there to the own one."""

from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from baiying.accounts import queries as account_rows
from baiying.accounts.access import Asking, fresh, public, signed_in
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.ui import links
from baiying.ui.answers import see_other
from baiying.unified import access, actions, queries
from baiying.unified.models import Purpose
from baiying.unified.provider import asking, configured
from baiying.unified.provider.troubles import Trouble
from baiying.unified.views import stopped


def provider_of(provider_key: str) -> configured.Provider:
    found = next((one for one in queries.offered() if one.key == provider_key), None)
    if found is None:
        raise Http404
    return found


def redirect_of(request: Asking, provider: configured.Provider) -> str:
    """The address that the provider sends people back to, which has to be registered there. One for each provider: an
    answer of one is never taken for another's."""
    return links.absolute(request, reverse("unified:answer", args=[provider.key]))


@public
@never_cache
@require_POST
def visits(request: Asking, provider_key: str) -> HttpResponse:
    """To the provider, to come in."""
    provider = provider_of(provider_key)
    if request.actor.is_signed_in:
        return see_other(reverse("accounts:log_in"))
    return _leave(request, provider, Purpose.LOG_IN)


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
@fresh
def tie_new(request: Asking, provider_key: str) -> HttpResponse:
    """What tying means, and then to the provider."""
    provider = provider_of(provider_key)
    if request.method == "POST":
        return _leave(request, provider, Purpose.TIE)
    context = {"title": _("关联%(name)s") % {"name": provider.label}}
    return render(request, "unified/tie_new.html", context)


def _leave(request: Asking, provider: configured.Provider, purpose: Purpose) -> HttpResponse:
    """A page that leads on by itself: a form that is answered by an address elsewhere is held up by the browser."""
    at, made = clock.now(), asking.new_secrets()
    try:
        address = asking.where_to(provider, made, redirect_of(request, provider))
        begun = actions.Begun(purpose, access.hold(request), made)
        actions.begin(provider=provider, begun=begun, actor=request.actor, at=at)
    except Trouble as trouble:
        return stopped.by_trouble(request, provider, trouble, tying=purpose == Purpose.TIE)
    except Refused as refusal:
        return stopped.page(request, refusal, tying=purpose == Purpose.TIE)
    return render(request, "unified/leaving.html", _to_leave(provider, address, at))


def _to_leave(provider: configured.Provider, address: str, at: datetime) -> dict[str, object]:
    minutes = account_rows.log_in_rules(at).elsewhere_minutes
    return {"address": address, "name": provider.label, "minutes": minutes}
