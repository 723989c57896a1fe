"""The presses of whatever ends, closes, withdraws or decides: tests/walks/test_ending_twice.py presses each twice."""

from collections.abc import Callable

from tests.walks.presses import (
    accounts,
    activities,
    circulars,
    complaints,
    hours,
    people,
    places,
    privacy,
    rosters,
    teams,
)
from tests.walks.presses.press import On, Press
from tests.walks.world import World

__all__ = ["PRESSES", "On", "Press"]

PRESSES: dict[str, Callable[[World], Press]] = {
    **accounts.PRESSES,
    **activities.PRESSES,
    **circulars.PRESSES,
    **complaints.PRESSES,
    **hours.PRESSES,
    **people.PRESSES,
    **places.PRESSES,
    **privacy.PRESSES,
    **rosters.PRESSES,
    **teams.PRESSES,
}
