"""All addresses. Each room names its own in room.py; nothing else is reachable."""

from django.http import HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from baiying.accounts.access import Asking, public
from baiying.config import rooms
from baiying.config.api import api


@public
def healthz(request: Asking) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("api/v1/", api.urls),
]
# The most visited first: a request tries the addresses in order. No two rooms share an address.
urlpatterns += [
    path("", include(room.addresses))
    for room in sorted(rooms.gathered().values(), key=lambda room: -room.visits)
    if room.addresses
]
