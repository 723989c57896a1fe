"""What every page knows: who is here, where one may go, whether this is a demo."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def surroundings(request: HttpRequest) -> dict[str, Any]:
    actor = getattr(request, "actor", None)
    return {
        "actor": actor,
        "site_name": settings.SITE_NAME,
        "filing_numbers": settings.FILING_NUMBERS,
        "elder": request.COOKIES.get("elder") in {"1", "2"},
        "elder_size": request.COOKIES.get("elder"),
        "demo": False,
        "nav": [],
        "appointments": [],
    }
