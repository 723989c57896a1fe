"""Recurring work of the people room."""

from baiying.kit import clock
from baiying.kit.jobs import job
from baiying.people import actions


@job("people.come_of_age")
def come_of_age(timestamp: int = 0) -> None:
    """Daily, after midnight: who turned 18 while waiting needs no guardian any more."""
    actions.come_of_age(at=clock.now())


@job("people.clear_old_drafts")
def clear_old_drafts(timestamp: int = 0) -> None:
    """Daily: registrations nobody finished."""
    actions.clear_old_drafts(at=clock.now())
