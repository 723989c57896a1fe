"""Work in the background: ids in, one action."""

from baiying.hours import actions
from baiying.kit import clock
from baiying.kit.jobs import job
from baiying.kit.values.actor import system


@job("hours.close_forgotten")
def close_forgotten(timestamp: int = 0) -> None:
    """Every ten minutes."""
    actions.close_forgotten(at=clock.now())


@job("hours.warn_late")
def warn_late(timestamp: int = 0) -> None:
    """Every morning."""
    actions.warn_late(at=clock.now())


@job("hours.post_waiting")
def post_waiting(*, person_id: int, **_fact: object) -> None:
    """Somebody was verified: what waited for that is posted."""
    actions.post_waiting(person_id=person_id, actor=system("hours.post_waiting"), at=clock.now())
