"""The background worker: does the jobs that committed changes left, and takes up those of a worker that was killed."""

import asyncio
import logging
import os
from datetime import UTC, datetime
from pathlib import Path

import django
from django.conf import settings
from django.db import connections
from procrastinate import App, PsycopgConnector
from procrastinate.contrib.django import app as queue
from procrastinate.contrib.django import connector_params

from baiying.kit.db import urls

_LOG = logging.getLogger(__name__)
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
    connector = PsycopgConnector(kwargs=connector_params("default"), min_size=1, max_size=4)
    with queue.replace_connector(connector) as app:
        async with app.open_async():
            rescue = asyncio.create_task(_rescue(app))
            try:
                await app.run_worker_async(
                    name="baiying",
                    concurrency=int(os.environ.get("BAIYING_JOBS", "2")),
                    fetch_job_polling_interval=5,
                    shutdown_graceful_timeout=20,
                    delete_jobs="successful",
                )
            finally:
                rescue.cancel()


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
