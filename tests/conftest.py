"""What every test gets: no network, and nothing remembered from the test before it."""

import socket
from collections.abc import Iterator
from typing import Any

import pytest

from baiying.demo import queries as demo
from tests.cast import cast, city, client_as
from tests.own_database import own_database

__all__ = ["cast", "city", "client_as", "own_database"]

_real_connect = socket.socket.connect


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """Anything but this machine is refused: a test that needs the world is not a test of ours."""

    def guarded(self: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise RuntimeError(f"No network in tests: {address}")
        _real_connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign, assignment]
    yield
    socket.socket.connect = _real_connect  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _no_memory_of_a_demo() -> Iterator[None]:
    """The process remembers for seconds whether this is a demo; the next test has another database content."""
    demo.forget_answer()
    yield
    demo.forget_answer()
