"""A bound for a whole conversation: however slowly each byte of an answer comes, it ends at a moment that was set.

The limit of a socket holds for each read alone. A gateway that says a byte every few seconds would outlast the claim of
its message (rules.CLAIM), and another worker would send it a second time.
"""

import io
import socket
import time
from collections.abc import Callable


class Bounded(io.RawIOBase):
    """Reads from a socket until a moment in all (of `time.monotonic`), which may be brought forward meanwhile."""

    def __init__(self, sock: socket.socket, until: Callable[[], float]) -> None:
        super().__init__()
        self._sock, self._until = sock, until

    def readable(self) -> bool:
        return True

    def readinto(self, into: "memoryview | bytearray") -> int:  # type: ignore[override]
        left = self._until() - time.monotonic()
        if left <= 0:
            raise TimeoutError("the conversation took too long")
        self._sock.settimeout(left)
        return self._sock.recv_into(into)


def reader(sock: socket.socket, until: Callable[[], float]) -> io.BufferedReader:
    return io.BufferedReader(Bounded(sock, until))
