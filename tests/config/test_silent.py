"""Connections that say nothing, or half of it, keep nobody else waiting."""

import http.client
import resource
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
# More than the server once let in: then nobody was answered as long as they were held.
MANY = 2600
_SERVE = (
    "from baiying.config import web; web.HEADER_SECONDS = 2;"
    " web.server('tests.config.bare:application', '127.0.0.1', {port}).serve()"
)


@pytest.fixture
def port() -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number = int(probe.getsockname()[1])
    process = subprocess.Popen([sys.executable, "-c", _SERVE.format(port=number)], cwd=ROOT)
    try:
        deadline = time.monotonic() + 60
        while not _answers(number):
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield number
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: a\r\nX-"])
def test_thousands_who_do_not_say_what_they_want_are_put_out_and_others_answered(port: int, said: bytes) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, MANY + 400), hard))
    held = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(MANY)]
    try:
        for one in held:
            one.sendall(said)
        assert _answers(port)
        for one in (held[0], held[-1]):
            one.settimeout(30)
            assert _ended(one)
    finally:
        for one in held:
            one.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _ended(one: socket.socket) -> bool:
    """Whether the server closed it, with or without a word."""
    try:
        while one.recv(4096):
            pass
    except ConnectionError:
        return True
    return True


def test_announced_bodies_that_do_not_come_keep_no_page_shut(port: int) -> None:
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nabc"
    held = [socket.create_connection(("127.0.0.1", port), timeout=20) for _ in range(40)]
    try:
        for one in held:
            one.sendall(head)
        for _ in range(10):
            assert _answers(port)
    finally:
        for one in held:
            one.close()


def test_a_body_in_pieces_arrives_whole(port: int) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    body = bytes(range(256)) * 12_000
    connection.request("POST", "/", body=iter([body[:100_000], body[100_000:]]), encode_chunked=True)
    assert connection.getresponse().read() == body
    connection.request("POST", "/", body=body)
    assert connection.getresponse().read() == body
    connection.close()
