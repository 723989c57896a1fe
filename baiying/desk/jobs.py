"""Recurring work of the desk."""

from baiying.desk import actions
from baiying.kit import clock, queue
from baiying.kit.jobs import job


@job("desk.clear_failed_jobs")
def clear_failed_jobs(timestamp: int = 0) -> None:
    """Daily: jobs that failed a month ago and that nobody tried again."""
    queue.clear(at=clock.now())


@job("desk.tell_offices", queue="digests")
def tell_offices(timestamp: int = 0) -> None:
    """Every five minutes: whoever is at work and whose minute of a working day has come."""
    actions.tell_offices(at=clock.now())
