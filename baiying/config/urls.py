"""All addresses. Each room brings its own urls.py; nothing else is reachable."""

from importlib.util import find_spec

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from baiying.accounts.access import Asking, public
from baiying.config.api import api

ROOMS = (
    "ui",
    "notices",
    "places",
    "accounts",
    "people",
    "teams",
    "activities",
    "hours",
    "figures",
    "dashboards",
    "demo",
    "desk",
)


@public
def healthz(request: Asking) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("api/v1/", api.urls),
]
urlpatterns += [path("", include(f"baiying.{room}.urls")) for room in ROOMS if find_spec(f"baiying.{room}.urls")]
