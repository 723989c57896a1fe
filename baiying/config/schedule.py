"""All recurring work in one place: when which job runs. Times of the day are China's."""

from procrastinate import App

from baiying.config import wiring

# Job -> when (cron, with seconds last where there are six fields). The scheduler's clock is UTC.
RECURRING = {
    "figures.roll_up": "* * * * * */5",
    "notices.deliver_waiting": "* * * * *",
    "hours.close_forgotten": "*/10 * * * *",
    "hours.warn_late": "0 0 * * *",  # 08:00
    "people.come_of_age": "10 16 * * *",  # 00:10
    "people.clear_old_drafts": "20 18 * * *",  # 02:20
    "accounts.clear_old_tries": "30 18 * * *",  # 02:30
    "figures.reconcile": "0 19 * * *",  # 03:00
}


def prepare(app: App) -> None:
    """Called by the job queue when it is ready: connect the facts, set the clock work."""
    wiring.connect()
    for name, cron in RECURRING.items():
        app.periodic(cron=cron)(app.tasks[name])
