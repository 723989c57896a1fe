"""Recurring work of the desk."""

from baiying.kit import clock, queue
from baiying.kit.jobs import job


@job("desk.clear_failed_jobs")
def clear_failed_jobs(timestamp: int = 0) -> None:
    """Daily: jobs that failed a month ago and that nobody tried again."""
    queue.clear(at=clock.now())
