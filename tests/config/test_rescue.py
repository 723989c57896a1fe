"""Jobs of a worker that was killed are done by the next, and a job that fails is tried again before it shows."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django import connector_params
from procrastinate.jobs import Job
from procrastinate.retry import RetryDecision

from baiying.config import worker
from baiying.kit import jobs

_TAKEN = """
    UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s
    WHERE id = (SELECT max(id) FROM procrastinate_jobs) RETURNING id
"""


def taken_by(heard_seconds_ago: int) -> int:
    """A job in the hands of a worker that was last heard of so long ago; gives the job's number."""
    jobs.enqueue("kit.note_heads")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s)) RETURNING id",
            [heard_seconds_ago],
        )
        cursor.execute(_TAKEN, cursor.fetchone())
        return int(cursor.fetchone()[0])


def states() -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, status::text FROM procrastinate_jobs")
        return dict(cursor.fetchall())


async def _rescue_until_something_changes(before: dict[int, str]) -> None:
    connector = PsycopgConnector(kwargs=connector_params("default"), min_size=1, max_size=2)
    with queue.replace_connector(connector) as app:
        async with app.open_async():
            rescue = asyncio.create_task(worker._rescue(app))
            deadline = time.monotonic() + 60
            while await asyncio.to_thread(_read) == before and time.monotonic() < deadline:
                await asyncio.sleep(0.05)
            rescue.cancel()


def _read() -> dict[int, str]:
    try:
        return states()
    finally:
        connection.close()


@pytest.mark.race
def test_what_a_killed_worker_had_begun_is_queued_again_and_what_another_does_is_left(own_database: str) -> None:
    dead, alive = taken_by(heard_seconds_ago=120), taken_by(heard_seconds_ago=1)
    before = states()
    assert before == {dead: "doing", alive: "doing"}
    asyncio.run(_rescue_until_something_changes(before))
    assert states() == {dead: "todo", alive: "doing"}


def test_a_job_is_tried_eight_times_after_longer_and_longer_pauses() -> None:
    for name, task in queue.tasks.items():
        if not name.startswith(("builtin", "procrastinate")):
            assert task.retry_strategy is jobs._RETRY, f"{name}: declared beside kit.jobs"
    for attempts in range(8):
        pause = timedelta(seconds=2 ** (attempts + 1))
        before = datetime.now(UTC)
        decision = _after(attempts)
        assert decision is not None
        assert decision.retry_at is not None
        assert before + pause <= decision.retry_at <= datetime.now(UTC) + pause
    assert _after(8) is None


def _after(attempts: int) -> RetryDecision | None:
    job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name="x", attempts=attempts)
    return jobs._RETRY.get_retry_decision(exception=ValueError(), job=job)
