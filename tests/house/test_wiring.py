"""Facts and recurring work reach jobs that exist."""

from procrastinate.contrib.django import app

from baiying.config import schedule, wiring


def test_every_listener_is_a_job() -> None:
    named = {name for names in wiring.listeners().values() for name in names}
    assert named <= set(app.tasks)


def test_every_recurring_job_exists_and_is_scheduled() -> None:
    assert set(schedule.recurring()) <= set(app.tasks)
    scheduled = {name for name, _ in app.periodic_registry.periodic_tasks}
    assert set(schedule.recurring()) <= scheduled
