"""Starts the test cluster before Django reads its settings: a plug-in, because a conftest would come too late."""

import os
from pathlib import Path

import pytest

from baiying.kit.db import embedded

ROOT = Path(__file__).resolve().parent.parent
_started: list[embedded.EmbeddedServer] = []


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Once, in the controlling process; parallel workers inherit the address through the environment."""
    if "BAIYING_DATABASE_URL" in os.environ:
        return
    server = embedded.ensure_running(Path(os.environ.get("BAIYING_VAR", ROOT / "var")), test=True)
    # Tests create databases, so they come as the owner; what the application role may not do has its own tests.
    os.environ["BAIYING_DATABASE_URL"] = server.url(role="owner", dbname="postgres")
    os.environ["BAIYING_OWNER_DATABASE_URL"] = os.environ["BAIYING_DATABASE_URL"]
    os.environ["BAIYING_TEST_APP_URL"] = server.url(role="app", dbname="postgres")
    _started.append(server)


def pytest_unconfigure() -> None:
    while _started:
        _started.pop().stop("immediate")
