"""What every test gets: no network, and nothing remembered from the test before it."""

import logging
import socket
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
from django.db import connections

from baiying.demo import queries as demo
from tests import cluster
from tests.as_the_application import requests_come_as_the_application
from tests.cast import cast, city, client_as
from tests.downloads import downloads_are_closed
from tests.own_database import own_database

__all__ = ["cast", "city", "client_as", "downloads_are_closed", "own_database", "requests_come_as_the_application"]

# Property tests give the same verdict at every run; `pytest --hypothesis-profile=wild` looks further, at random.
hypothesis.settings.register_profile(
    "steady", deadline=None, derandomize=True, database=None, print_blob=True, max_examples=60
)
hypothesis.settings.register_profile("wild", deadline=None, print_blob=True, max_examples=1_000)
hypothesis.settings.load_profile("steady")

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


@pytest.fixture(autouse=True, scope="session")
def _no_talk_of_refusals() -> None:
    """Django reports every 403 and 404 with a traceback; a walk meets thousands, and its own finding drowns in them."""
    logging.getLogger("django.request").setLevel(logging.ERROR)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Databases of this run alone: another run in the same checkout has others."""
    for settings in connections.settings.values():
        test = settings.setdefault("TEST", {})
        test["NAME"] = f"{test.get('NAME') or 'test_' + settings['NAME']}_{cluster.run()}"


@pytest.fixture(autouse=True)
def _nothing_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """No registration at a desk is drawn for a spot check by chance: the tests of that say themselves which."""
    monkeypatch.setattr("baiying.people.actions.spot_checks.roll", lambda: 99)


@pytest.fixture(autouse=True)
def _no_memory_of_a_demo() -> Iterator[None]:
    """The process remembers for seconds whether this is a demo; the next test has another database content."""
    demo.forget_answer()
    yield
    demo.forget_answer()
