"""A small load generator for loopback: keep-alive connections, one request each in flight, bounded in count.

It is written on asyncio's protocols because the machine under test also runs it: a heavier client would eat the
processor that the server needs.
"""

import asyncio
import re
import time
from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)


@dataclass
class Result:
    """What came back: answers by status, latencies in seconds, the time from first to last."""

    seconds: float = 0.0
    statuses: Counter[int] = field(default_factory=Counter)
    latencies: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.seconds if self.seconds else 0.0

    def quantile_ms(self, share: float) -> float:
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class _Connection(asyncio.Protocol):
    def __init__(self, work: "deque[bytes]", result: Result, done: "asyncio.Future[None]") -> None:
        self.work, self.result, self.done = work, result, done
        self.buffer = b""
        self.started = 0.0

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        self._next()

    def _next(self) -> None:
        if not self.work:
            self.transport.close()
            return
        self.started = time.perf_counter()
        self.transport.write(self.work.popleft())

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        head_end = self.buffer.find(b"\r\n\r\n")
        if head_end < 0:
            return
        head = self.buffer[: head_end + 2]
        length = _LENGTH.search(head)
        if length is not None:
            if len(self.buffer) < head_end + 4 + int(length.group(1)):
                return
        elif _CHUNKED.search(head) and not self.buffer.endswith(b"0\r\n\r\n"):
            return
        self.result.latencies.append(time.perf_counter() - self.started)
        self.result.statuses[int(head[9:12])] += 1
        self.buffer = b""
        self._next()

    def connection_lost(self, _: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(None)


async def _run(port: int, requests: Iterable[bytes], connections: int) -> Result:
    loop = asyncio.get_running_loop()
    work, result = deque(requests), Result()
    finished = [loop.create_future() for _ in range(min(connections, len(work)))]
    started = time.perf_counter()
    for done in finished:
        await loop.create_connection(lambda done=done: _Connection(work, result, done), "127.0.0.1", port)  # type: ignore[misc]
    await asyncio.wait_for(asyncio.gather(*finished), timeout=300)
    result.seconds = time.perf_counter() - started
    return result


def fire(port: int, requests: Iterable[bytes], *, connections: int) -> Result:
    """Send every request once, over so many connections, to loopback; five minutes at most."""
    return asyncio.run(_run(port, requests, connections))


def get(path: str, *, cookies: str = "") -> bytes:
    cookie = f"Cookie: {cookies}\r\n" if cookies else ""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{cookie}Accept-Encoding: identity\r\n\r\n".encode()


def post(path: str, body: str, *, cookies: str, csrf: str) -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\nX-CSRFToken: {csrf}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body.encode())}\r\n\r\n{body}"
    ).encode()
