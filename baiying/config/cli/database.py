"""A database that runs and has this version's tables, for the length of one command."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import django

from baiying.config import migrating, paths, supervisor
from baiying.kit.db import embedded


@contextmanager
def ready() -> Iterator[embedded.EmbeddedServer | None]:
    """Gives the embedded server, None where BAIYING_DATABASE_URL names another."""
    var = paths.var()
    server = None if os.environ.get("BAIYING_DATABASE_URL") else embedded.ensure_running(var)
    try:
        if migrating.is_needed():
            migrating.migrate()
        django.setup()
        yield server
    finally:
        if server is not None and server.started and not supervisor.is_running(var):
            server.stop()
