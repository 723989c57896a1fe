"""All recurring work in one place: when which job runs."""

from procrastinate import App

from baiying.config import wiring


def prepare(app: App) -> None:
    """Called by the job queue when it is ready: connect the facts, set the clock work."""
    wiring.connect()
