"""5,000 connections that say nothing, held for a minute: how long others wait at worst, against the wait without them.

Who is put out by the server comes back at once, as somebody who means harm would.
"""

import http.client
import resource
import select
import socket
import time
from typing import TYPE_CHECKING

from bench import report

if TYPE_CHECKING:
    from bench import system

CONNECTIONS = 5000
_SECONDS, _QUIET_SECONDS = 60.0, 10.0


def measure(running: "system.System") -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    before, _ = _worst(running.port, [], _QUIET_SECONDS)
    held = [_silent(running.port) for _ in range(CONNECTIONS)]
    try:
        worst, again = _worst(running.port, held, _SECONDS)
    finally:
        for one in held:
            one.close()
    report.line(
        f"worst answer beside {CONNECTIONS:,} silent connections", worst, "s", "the same without them", before,
        came_again=again,
    )  # fmt: skip


def _silent(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=10)


def _worst(port: int, held: list[socket.socket], seconds: float) -> tuple[float, int]:
    """The longest wait for an answer, and how many silent ones had to be opened anew."""
    worst, again, end = 0.0, 0, time.monotonic() + seconds
    while time.monotonic() < end:
        started = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        connection.request("GET", "/healthz")
        connection.getresponse().read()
        connection.close()
        worst = max(worst, time.perf_counter() - started)
        again += _hold_on(port, held)
        time.sleep(0.1)
    return worst, again


def _hold_on(port: int, held: list[socket.socket]) -> int:
    watch = select.poll()
    numbers = {one.fileno(): n for n, one in enumerate(held)}
    for number in numbers:
        watch.register(number, select.POLLIN)
    put_out = [numbers[number] for number, _ in watch.poll(0)]
    for n in put_out:
        held[n].close()
        held[n] = _silent(port)
    return len(put_out)
