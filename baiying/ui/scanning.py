"""A page that may read QR codes with the camera: only there is the camera allowed, and the decoder's WebAssembly."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import HttpRequest
from django.http.response import HttpResponseBase

P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
# What pages ask of a device, none but what is named; ui.css and scripts need nothing of it.
EVERYWHERE = "camera=(), microphone=(), payment=(), usb=(), geolocation=(self)"
WITH_CAMERA = EVERYWHERE.replace("camera=()", "camera=(self)")


def scans(view: Callable[Concatenate[R, P], HttpResponseBase]) -> Callable[Concatenate[R, P], HttpResponseBase]:
    """For a view whose page carries `{% include "ui/components/scanner.html" %}`."""

    @wraps(view)
    def wrapped(request: R, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["Permissions-Policy"] = WITH_CAMERA
        return response

    allow: Any = csp_update({"script-src": [SELF, "'wasm-unsafe-eval'"]})
    allowed: Callable[Concatenate[R, P], HttpResponseBase] = allow(wrapped)
    return allowed
