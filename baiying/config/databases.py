"""What the supervisor asks of the database before and beside the processes that serve.

Runs in processes of their own (`apart`): the driver is needed for a moment, the supervisor lives for months.
"""

from baiying.config import migrating


def is_behind() -> bool:
    """Whether the tables have to be brought to this version first. Raises Problem after a broken-off restore."""
    migrating.refuse_half_restored()
    return migrating.is_needed()


def check() -> None:
    """Raises Problem unless the tables are whole and of this version."""
    migrating.refuse_half_restored()
    migrating.check()
