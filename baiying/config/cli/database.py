"""A database that runs and has this version's tables, for the length of one command."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import django

from baiying.config import migrating, paths, supervisor
from baiying.config.paths import Problem
from baiying.kit.db import embedded, urls


@contextmanager
def ready(*, as_owner: bool = False, serving: bool = False) -> Iterator[embedded.EmbeddedServer | None]:
    """Gives the embedded server, None where BAIYING_DATABASE_URL names another.

    The command acts as the application role; with `as_owner` as the owner. `serving` is web or
    worker: they never migrate. Other commands bring the embedded database to this version, by `baiying migrate` in a
    process of its own; a city's own database is only ever migrated by that command. Raises Problem.
    """
    with running() as server:
        if server is None or serving:
            migrating.check()
        elif migrating.is_needed():
            migrate_apart()
        if as_owner:
            urls.take_owner(paths.var())
        else:
            urls.leave_owner()
        django.setup()
        yield server


@contextmanager
def running() -> Iterator[embedded.EmbeddedServer | None]:
    """The embedded server if no other is named, whatever its tables; stopped again if it was started here."""
    var = paths.var()
    server = None if os.environ.get(urls.APP) else embedded.ensure_running(var)
    try:
        yield server
    finally:
        if server is not None and server.started and not supervisor.is_running(var):
            server.stop()


@contextmanager
def as_it_stands() -> Iterator[bool]:
    """As the owner, of whatever version the tables are; gives whether it is this one. Raises Problem where none are."""
    var = paths.var()
    if not os.environ.get(urls.APP) and not (embedded.where(var).data / "PG_VERSION").exists():
        raise Problem(f"{var} 里还没有数据库，没有可做的。There is no database in {var} yet.")
    with running():
        current = not migrating.is_needed()
        if not current and not migrating.has_tables():
            raise Problem("数据库是空的，没有可做的。The database has no tables yet.")
        urls.take_owner(var)
        django.setup()
        yield current


def migrate() -> None:
    with running():
        if migrating.is_needed():
            migrating.migrate()


def migrate_apart() -> None:
    """Run `baiying migrate` to its end. Raises Problem."""
    command = [sys.executable, "-m", "baiying.config.cli", "migrate"]
    if subprocess.run(command, check=False, cwd=paths.ROOT).returncode:
        raise Problem("数据库结构没有升级成功，见上面的说明。The database could not be migrated, see above.")


def without_owner() -> None:
    """Web and worker begin anew without the owner's address: taken from the environment, it would still be readable."""
    if os.environ.pop(urls.OWNER, None):
        os.execv(sys.executable, [sys.executable, "-m", "baiying.config.cli", *sys.argv[1:]])
