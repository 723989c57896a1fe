"""Recurring work of the unified room."""

from baiying.kit import clock
from baiying.kit.jobs import job
from baiying.unified import actions


@job("unified.clear_old_visits")
def clear_old_visits(timestamp: int = 0) -> None:
    """Daily. `timestamp` is what the scheduler passes; the time is read here."""
    actions.clear_old_visits(at=clock.now())
