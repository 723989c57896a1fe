"""All recurring work, from every room: when which job runs. The scheduler's clock is UTC."""

from procrastinate import App

from baiying.config import rooms, wiring


def recurring() -> dict[str, str]:
    """Job -> when (cron, with seconds last where there are six fields)."""
    return {job: cron for room in rooms.gathered().values() for job, cron in room.clockwork.items()}


def prepare(app: App) -> None:
    """Called by the job queue when it is ready: connect the facts, set the clock work."""
    wiring.connect()
    for name, cron in recurring().items():
        # One waits at most: what runs every few seconds must not pile up while it fails.
        app.periodic(cron=cron, queueing_lock=name)(app.tasks[name])
