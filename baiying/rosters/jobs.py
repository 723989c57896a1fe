"""Work of the rosters room beside requests: thin, ids in, one action each."""

from baiying.kit import clock, passing
from baiying.kit.jobs import job
from baiying.rosters import actions


@job("rosters.look")
def look(roster_id: int, seen_area_id: int | None = None) -> None:
    """Look through a long roster: what it comes to."""
    actions.look_through(roster_id=roster_id, seen_area_id=seen_area_id, at=clock.now())


@job("rosters.make")
def make(roster_id: int) -> None:
    """Make the invitations of a long roster, part by part; a job that is killed goes on where it stopped."""
    actions.finish(roster_id=roster_id, at=clock.now())


@job("rosters.text")
def text(roster_id: int) -> None:
    """One text for each phone of a roster."""
    actions.text(roster_id=roster_id, at=clock.now())


@job("rosters.clear_old")
def clear_old(timestamp: int = 0) -> None:
    """Daily: rosters that were never sent, invitations that are over, files that a killed process left."""
    actions.clear_old(at=clock.now())
    passing.sweep()
