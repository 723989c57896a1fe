"""Starts the test cluster before Django reads its settings: a plug-in, because a conftest would come too late.

One cluster serves every run in a checkout at once. Each run holds a shared lock for as long as it lives and has
databases of its own, named after its process; whoever comes or goes alone sweeps up and stops the server.
"""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import psycopg
import pytest
from psycopg import sql

from baiying.kit.db import embedded

ROOT = Path(__file__).resolve().parent.parent
_RUN = "BAIYING_TEST_RUN"
_started: list[tuple[embedded.EmbeddedServer, IO[str]]] = []


def run() -> str:
    """The mark of this run: the controlling process, inherited by parallel workers."""
    return os.environ[_RUN]


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Once, in the controlling process; parallel workers inherit the addresses through the environment."""
    os.environ.setdefault(_RUN, f"r{os.getpid()}")
    # What a test has just changed it wants to see at once.
    os.environ["BAIYING_MOMENT_SECONDS"] = "0"
    if "BAIYING_DATABASE_URL" in os.environ:
        return
    var = Path(os.environ.get("BAIYING_VAR", ROOT / "var"))
    var.mkdir(parents=True, exist_ok=True)
    # Held open, and thereby locked, until this run ends.
    held = open(var / "pg-test.runs", "a")  # noqa: SIM115
    with _gate(var):
        fcntl.flock(held, fcntl.LOCK_SH)
        server = embedded.ensure_running(var, test=True)
    _prepare(server)
    # Tests create databases, so they come as the owner; requests come as the application (as_the_application.py).
    os.environ["BAIYING_DATABASE_URL"] = server.url(role="owner", dbname="postgres")
    os.environ["BAIYING_OWNER_DATABASE_URL"] = os.environ["BAIYING_DATABASE_URL"]
    os.environ["BAIYING_TEST_APP_URL"] = server.url(role="app", dbname="postgres")
    _started.append((server, held))


@contextmanager
def _gate(var: Path) -> Iterator[None]:
    """One run at a time comes or goes: nobody attaches to a server that another is about to stop."""
    with open(var / "pg-test.gate", "w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)
        yield


def _prepare(server: embedded.EmbeddedServer) -> None:
    with psycopg.connect(server.url("super", "postgres"), autocommit=True) as connection:
        app, owner = (sql.Identifier(embedded.ROLES[role]) for role in ("app", "owner"))
        # So that a test may take the application's role on its own connection.
        connection.execute(sql.SQL("GRANT {} TO {}").format(app, owner))
        _sweep(connection)


def _sweep(connection: "psycopg.Connection[Any]") -> None:
    """Drop the databases of runs that were killed."""
    for (name,) in connection.execute("SELECT datname FROM pg_database WHERE datname LIKE 'test\\_%'").fetchall():
        found = re.search(r"_r(\d+)", name)
        if found is None or not _lives(int(found[1])):
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def pytest_unconfigure() -> None:
    while _started:
        server, held = _started.pop()
        with _gate(server.var):
            try:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                held.close()  # Somebody else still works here, and will stop the server.
            else:
                server.stop("immediate")
                held.close()
