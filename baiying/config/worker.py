"""The background worker: does the jobs that committed changes left, and takes up those of a worker that was killed."""

import asyncio
import logging
import os
import signal
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connections
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django import connector_params

from baiying.kit import stopping
from baiying.kit.db import urls

_LOG = logging.getLogger(__name__)
# Queues with hands of their own, and how many. Of text messages several: while one waits for its gateway's answer
# others are asked, so that it is the gateway's limit that is reached.
_APART = {"codes": 1, "messages": 4, "mail": 1, "chat": 1, "digests": 1}
# Seconds for what is in hand when the process is told to stop: less than the supervisor waits before it kills.
_GRACE = 12
# Seconds without a sign of life, after which a worker counts as dead.
_STALLED_AFTER = 30.0


def work() -> None:
    os.environ["BAIYING_PROCESS"] = "worker"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baiying.config.settings")
    django.setup()
    _be_patient()
    asyncio.run(_work())


def _be_patient() -> None:
    """Where the program was loaded for the web and forked, the settings still have its limits (kit.db.urls)."""
    own = urls.database_config(Path(settings.VAR))["default"]["OPTIONS"]
    connections.settings["default"]["OPTIONS"].update(own)


async def _work() -> None:
    connector = PsycopgConnector(kwargs=connector_params("default"), min_size=1, max_size=10)
    with queue.replace_connector(connector) as app:
        async with app.open_async():
            rescue = asyncio.create_task(_rescue(app))
            # Log-in codes wait behind nothing; a slow mail server keeps nothing waiting, nor do thousands of messages,
            # nor the looks at every desk of a city on a working morning, which take a while.
            hands = [asyncio.create_task(_hands(app, [name], jobs)) for name, jobs in _APART.items()]
            most = int(os.environ.get("BAIYING_JOBS", "2"))
            hands.append(asyncio.create_task(_hands(app, _all_but(app, _APART), most)))
            await _until_one_ends([rescue, *hands])


async def _until_one_ends(tasks: "list[asyncio.Task[Any]]") -> None:
    """The first that ends ends all, at one moment: somebody stops the process, or one failed and it begins anew.

    Each finishes what it has in its hands, all at the same time and not one after the other.
    """
    ended, others = await asyncio.wait([_told_to_stop(), *tasks], return_when=asyncio.FIRST_COMPLETED)
    stopping.tell()
    for one in others:
        one.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    for one in ended:
        one.result()


def _told_to_stop() -> "asyncio.Task[bool]":
    """Ends when somebody stops the process (Ctrl-C, SIGTERM)."""
    told, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    return asyncio.create_task(told.wait())


def _all_but(app: App, apart: Mapping[str, int]) -> list[str]:
    return sorted({task.queue for task in app.tasks.values()} - set(apart))


async def _hands(app: App, queues: list[str], jobs: int) -> None:
    """Do the jobs of some queues, so many at once, until cancelled: then what is in hand, for `_GRACE` seconds."""
    await app.run_worker_async(
        queues=queues,
        name=f"baiying-{queues[0]}",
        concurrency=jobs,
        fetch_job_polling_interval=5,
        shutdown_graceful_timeout=_GRACE,
        delete_jobs="successful",
        install_signal_handlers=False,
    )


async def _rescue(app: App) -> None:
    """Queue again what a killed worker had begun; every job may run twice."""
    while True:
        try:
            for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=_STALLED_AFTER):
                await app.job_manager.retry_job(job, retry_at=datetime.now(UTC))
        except Exception:
            _LOG.exception("Looking for jobs of dead workers failed; it is tried again")
        await asyncio.sleep(_STALLED_AFTER)


def main(_words: list[str]) -> None:
    """As the supervisor starts it."""
    work()


if __name__ == "__main__":
    main([])
