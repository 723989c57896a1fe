"""Recurring work of the accounts room."""

from baiying.accounts import actions
from baiying.kit import clock
from baiying.kit.jobs import job


@job("accounts.clear_old_tries")
def clear_old_tries(timestamp: int = 0) -> None:
    """Daily. `timestamp` is what the scheduler passes; the time is read here."""
    actions.clear_old_tries(at=clock.now())
