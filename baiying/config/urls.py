"""All addresses. Each room brings its own urls.py; nothing else is reachable."""

from importlib.util import find_spec

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from baiying.accounts.access import Asking, public
from baiying.config.api import api

# The most visited first: a request tries the addresses in order. No two rooms share an address.
ROOMS = (
    "activities",
    "hours",
    "dashboards",
    "desk",
    "accounts",
    "people",
    "teams",
    "places",
    "notices",
    "figures",
    "ui",
    "demo",
)


@public
def healthz(request: Asking) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("api/v1/", api.urls),
]
urlpatterns += [path("", include(f"baiying.{room}.urls")) for room in ROOMS if find_spec(f"baiying.{room}.urls")]
