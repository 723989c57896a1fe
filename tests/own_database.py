"""A database that a test may commit to: races commit, and append-only tables cannot be emptied."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connections
from django.test.utils import setup_databases
from psycopg import sql


def leave_alone(server: "psycopg.Connection[Any]", database: str) -> None:
    """End what a thread of an earlier test kept open: a template must have no other session."""
    server.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s AND usename = current_user",
        [database],
    )


@pytest.fixture
def own_database(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A copy of the test database, thrown away afterwards; gives its address."""
    with copied(django_db_blocker) as address:
        yield address


@contextmanager
def copied(django_db_blocker: Any) -> Iterator[str]:
    """The same for a fixture that lives longer."""
    settings = connections["default"].settings_dict
    with django_db_blocker.unblock():
        if not settings["NAME"].startswith("test_"):
            # Only races were chosen: no test marked for the database has made it yet.
            setup_databases(verbosity=0, interactive=False, aliases={"default"}, keepdb=True)
        template = settings["NAME"]
        name = f"{template}_race"
        for connection in connections.all():
            connection.close()
        address = _address(settings, "postgres")
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
            leave_alone(server, template)
            copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            server.execute(copy.format(sql.Identifier(name), sql.Identifier(template)))
        settings["NAME"] = name
        try:
            yield _address(settings, name)
        finally:
            for connection in connections.all():
                connection.close()
            settings["NAME"] = template
            with psycopg.connect(address, autocommit=True) as server:
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _address(settings: dict[str, Any], name: str) -> str:
    values = {"host": settings["HOST"], "user": settings["USER"], "password": settings["PASSWORD"], "dbname": name}
    if settings["PORT"]:
        values["port"] = settings["PORT"]
    return psycopg.conninfo.make_conninfo(**{k: v for k, v in values.items() if v})
