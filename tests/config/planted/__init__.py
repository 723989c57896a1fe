"""For every recurring job rows that it must do, one of which can be made to fail."""

from collections.abc import Callable

from tests.config.planted import (
    accounts,
    activities,
    circulars,
    desk,
    hours,
    machine,
    notices,
    people,
    privacy,
    rosters,
    teams,
)
from tests.config.planted.rows import BAD, Cast, Planted

__all__ = ["BAD", "JOBS"]

JOBS: dict[str, Callable[[Cast], Planted]] = {
    **accounts.JOBS,
    **activities.JOBS,
    **circulars.JOBS,
    **desk.JOBS,
    **hours.JOBS,
    **machine.JOBS,
    **notices.JOBS,
    **people.JOBS,
    **privacy.JOBS,
    **rosters.JOBS,
    **teams.JOBS,
}
