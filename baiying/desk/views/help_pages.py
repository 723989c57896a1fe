"""Pages that explain: help, about, privacy, contact, accessibility. Who handles the data is filled in by the city."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from baiying.accounts.access import Asking, public
from baiying.kit import clock
from baiying.people import queries as people


def _page(request: Asking, name: str, **context: object) -> HttpResponse:
    return render(request, f"desk/help/{name}.html", context)


@public
@require_safe
def help_page(request: Asking) -> HttpResponse:
    """The questions that come first, and where to ask in person."""
    return _page(request, "help")


@public
@require_safe
def about(request: Asking) -> HttpResponse:
    """What this is, and by which rules hours are recorded."""
    return _page(request, "about")


@public
@require_safe
def privacy(request: Asking) -> HttpResponse:
    """Who handles which data, for what, how long, and one's rights (PIPL art. 17)."""
    # The text that is agreed to today, and no older one.
    version = people.registration_rules((), clock.local_date(clock.now())).consent_version
    return _page(request, "privacy", consent_text=f"people/consents/volunteer_service-{version}.html")


@public
@require_safe
def contact(request: Asking) -> HttpResponse:
    """How to reach whoever is responsible, and where to go in person."""
    return _page(request, "contact")


@public
@require_safe
def accessibility(request: Asking) -> HttpResponse:
    """What works for whom, what does not yet, and how to say so."""
    return _page(request, "accessibility")
