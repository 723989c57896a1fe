"""The limit of HTTP on this machine: the same guarded statements behind a bare function on the same server.

No framework, no session, no forgery check, no page, nothing but the statement and an answer. What the program itself
reaches of this is what its comfort costs. `python -m bench.bare PORT ADDRESS` serves until it is ended.
"""

import http.client
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from baiying.config import web

PORT_ABOVE = 1
_STATEMENTS = {
    "sign_up": (
        "SELECT code FROM activities_sign_up(%s, %s, %s, now(), substr(md5(random()::text), 1, 12),"
        " p_letters => %s::jsonb)"
    ),
    "check_in": (
        "SELECT code FROM hours_check_in(%s, %s, %s, now(), substr(md5(random()::text), 1, 12), '"
        '{"check_in_before_minutes": 60, "check_ins_per_day": 3, "self_check_in": true}'
        "')"
    ),
}
_of_thread = threading.local()


def _connection() -> "psycopg.Connection[Any]":
    if not hasattr(_of_thread, "connection"):
        _of_thread.connection = psycopg.connect(sys.argv[2], autocommit=True, prepare_threshold=0)
    return _of_thread.connection  # type: ignore[no-any-return]


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """POST /sign_up/<shift>/<person>/<account>: 303 where the statement said yes, else 409.

    What the statement is to write into the inbox comes ready-made in the body.
    """
    if environ["REQUEST_METHOD"] != "POST":
        start("200 OK", [("Content-Length", "2")])
        return [b"ok"]
    _, name, shift, person, account = environ["PATH_INFO"].split("/")
    letters = environ["wsgi.input"].read().decode()
    values = [shift, int(person), int(account), *([letters] if letters else [])]
    row = _connection().execute(_STATEMENTS[name], values).fetchone()
    good = row is not None and row[0] in {"accepted", "checked_in"}
    start("303 See Other" if good else "409 Conflict", [("Location", "/"), ("Content-Length", "0")])
    return [b""]


@contextmanager
def running(port: int, address: str) -> Iterator[int]:
    """The bare function on a port of its own; gives the port."""
    process = subprocess.Popen([sys.executable, "-m", "bench.bare", str(port), address])
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
                connection.request("GET", "/")
                connection.getresponse().read()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


if __name__ == "__main__":
    Granian(
        "bench.bare:application",
        address="127.0.0.1",
        port=int(sys.argv[1]),
        interface=Interfaces.WSGI,
        workers=web.WORKERS,
        blocking_threads=web.THREADS,
        log_level=LogLevels.warning,
    ).serve()
