"""What the supervisor asks of the database before and beside the processes that serve.

Runs in processes of their own (`apart`): the driver is needed for a moment, the supervisor lives for months.
"""

from pathlib import Path

from baiying.config import migrating
from baiying.kit.db import embedded


def start(var: Path) -> embedded.EmbeddedServer:
    """The embedded server, running. Raises LauncherProblem when it cannot be started."""
    return embedded.ensure_running(var)


def is_behind() -> bool:
    """Whether the tables have to be brought to this version first. Raises Problem after a broken-off restore."""
    migrating.refuse_half_restored()
    return migrating.is_needed()


def check() -> None:
    """Raises Problem unless the tables are whole and of this version."""
    migrating.refuse_half_restored()
    migrating.check()


def check_version() -> None:
    """Raises Problem unless the tables are of this version."""
    migrating.check()


def is_empty() -> bool:
    """Whether nobody has begun."""
    return migrating.is_empty()
