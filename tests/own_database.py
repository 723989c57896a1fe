"""A database that a test may commit to: races commit, and append-only tables cannot be emptied."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import IntegrityError, connection, connections
from django.test.utils import setup_databases
from psycopg import sql

from baiying.kit.db import transaction
from baiying.kit.errors import Refused


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


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do all of them at one moment over connections of their own; what became of each: done, or why it was refused.

    A refusal by the database alone is "refused". What is no refusal fails here, with what it says.
    """
    barrier, said = threading.Barrier(len(acts)), [""] * len(acts)

    def run(n: int) -> None:
        try:
            barrier.wait(timeout=60)
            acts[n]()
            said[n] = "done"
        except Refused as refused:
            said[n] = refused.code
        except IntegrityError:
            said[n] = "refused"
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(said), f"not every act ended as a refusal or a success: {said}"
    return said


def behind(
    first: Callable[[], object], second: Callable[[], object], meanwhile: Callable[[], object] | None = None
) -> str:
    """Do the second while the first, which has done its work, has not committed; what became of it, as in `at_once`.

    The first commits once the second waits for it (or has ended without). `meanwhile` is done while it waits.
    """
    held, go, said = threading.Event(), threading.Event(), ["", ""]

    def hold() -> None:
        first()
        held.set()
        assert go.wait(timeout=60)

    def run(n: int, act: Callable[[], object]) -> None:
        try:
            act()
            said[n] = "done"
        except Refused as refused:
            said[n] = refused.code
        finally:
            held.set()
            connection.close()

    holding = threading.Thread(target=run, args=(0, transaction.atomic(hold)))
    waiting = threading.Thread(target=run, args=(1, second))
    holding.start()
    assert held.wait(timeout=60)
    waiting.start()
    while waiting.is_alive() and not _somebody_waits():
        waiting.join(0.01)
    try:
        if meanwhile is not None:
            meanwhile()
    finally:
        go.set()
        holding.join()
        waiting.join()
    assert said[0] == "done", f"the first did not do its work: {said[0]}"
    assert said[1], "the second ended neither as a refusal nor as a success"
    return said[1]


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity"
            " WHERE datname = current_database() AND cardinality(pg_blocking_pids(pid)) > 0)"
        )
        return bool(cursor.fetchone()[0])


def end_both(address: str, table: str, ids: tuple[int, int]) -> list[str]:
    """End two rows in two transactions that have both begun; gives what the constraints answered: ended, refused.

    The second asks its constraints while the first, which was let through, has not committed: it must wait for it.
    """
    end = sql.SQL("UPDATE {} SET ends_at = now() WHERE id = %s").format(sql.Identifier(table))
    said: list[str] = []
    with psycopg.connect(address) as first, psycopg.connect(address) as second:
        for one, pk in zip((first, second), ids, strict=True):
            one.execute(end, [pk])

        def ask(one: "psycopg.Connection[Any]") -> None:
            try:
                one.execute("SET CONSTRAINTS ALL IMMEDIATE")
            except psycopg.IntegrityError:
                said.append("refused")
            else:
                said.append("ended")

        ask(first)
        asking = threading.Thread(target=ask, args=(second,))
        asking.start()
        with psycopg.connect(address, autocommit=True) as watch:
            waits = "SELECT %s = ANY (pg_blocking_pids(%s))"
            pids = [first.info.backend_pid, second.info.backend_pid]
            while asking.is_alive() and watch.execute(waits, pids).fetchone() == (False,):
                asking.join(0.01)
        first.commit()
        asking.join()
        second.rollback()
    return said
