"""One embedded PostgreSQL for the whole run, a database per worker, and no network."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from baiying.kit.db import embedded

ROOT = Path(__file__).resolve().parent.parent


def pytest_configure(config: pytest.Config) -> None:
    """Start the test cluster once, in the controlling process; workers inherit its address."""
    if hasattr(config, "workerinput") or "BAIYING_DATABASE_URL" in os.environ:
        return
    server = embedded.ensure_running(Path(os.environ.get("BAIYING_VAR", ROOT / "var")), test=True)
    # Tests create databases, so they come as the owner; what the application role may not do has its own tests.
    os.environ["BAIYING_DATABASE_URL"] = server.url(role="owner", dbname="postgres")
    os.environ["BAIYING_OWNER_DATABASE_URL"] = os.environ["BAIYING_DATABASE_URL"]
    os.environ["BAIYING_TEST_APP_URL"] = server.url(role="app", dbname="postgres")
    config.stash[_server] = server


_server = pytest.StashKey[Any]()


def pytest_unconfigure(config: pytest.Config) -> None:
    server = config.stash.get(_server, None)
    if server is not None:
        server.stop()


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
