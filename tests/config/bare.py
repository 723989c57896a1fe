"""The smallest application, for tests of the server."""

from collections.abc import Callable, Iterable
from typing import Any

from baiying.config import bodies, web


def _echo(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    said = environ["wsgi.input"].read() or b"ok"
    start("200 OK", [("Content-Length", str(len(said)))])
    return [said]


application = bodies.Bodies(_echo, web.threads())
