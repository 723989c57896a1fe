"""Background work: rows in the same PostgreSQL, written in the caller's transaction. Every job may run twice."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, cast

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from baiying.kit import clock, each, taking
from baiying.kit.chain import heads, logs, sealing

# A failing job is tried again after 2, 4, 8 ... seconds, eight times at most, and then stays visible as failed.
_RETRY = RetryStrategy(max_attempts=8, exponential_wait=2)


def job(name: str, *, queue: str = "default") -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Declare a job in a room's jobs.py: `@job("hours.close_forgotten")`. Arguments are ids and plain values."""

    def wrap(function: Callable[..., None]) -> Callable[..., None]:
        return cast("Callable[..., None]", app.task(name=name, queue=queue, retry=_RETRY)(function))

    return wrap


def enqueue(name: str, **arguments: Any) -> None:
    """Queue a job by name; it exists exactly if the surrounding transaction commits."""
    app.configure_task(name).defer(**arguments)


def enqueue_later(name: str, wait: timedelta, **arguments: Any) -> None:
    """The same for a job that is not to run before some time: what looks after something that may fail meanwhile."""
    app.configure_task(name, schedule_in={"seconds": int(wait.total_seconds())}).defer(**arguments)


def enqueue_many(name: str, rows: Sequence[dict[str, Any]], *, priority: int = 0) -> None:
    """Queue one job for each set of arguments, in one statement. What has a lower priority lets others go first."""
    if rows:
        app.configure_task(name, priority=priority).batch_defer(*rows)


@job("kit.seal_logs")
def seal_logs(timestamp: int = 0) -> None:
    """Every minute: prove what was added to audit and ledger. One at a time; what one leaves the next takes."""
    logs_of = logs.logs()
    # A log that cannot be sealed keeps no other; a row of it cannot be passed over, because a seal proves what it saw.
    each.each("kit.seal_logs", range(len(logs_of)), lambda n: sealing.seal(logs_of[n]), at=clock.now())


@job("kit.note_heads")
def note_heads(timestamp: int = 0) -> None:
    """Every day: note outside the database where the logs end."""
    heads.note(clock.now())


@job("kit.clear_taken")
def clear_taken(timestamp: int = 0) -> None:
    """Every night: empty the ways back to files that may no longer be kept."""
    taking.clear(clock.now())
