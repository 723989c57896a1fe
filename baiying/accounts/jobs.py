"""Recurring work of the accounts room."""

from baiying.accounts import actions
from baiying.kit import clock, facts
from baiying.kit.jobs import job
from baiying.kit.values.actor import system
from baiying.places import queries as places
from baiying.places.facts import DivisionMerged


@job("accounts.clear_old_tries")
def clear_old_tries(timestamp: int = 0) -> None:
    """Daily. `timestamp` is what the scheduler passes; the time is read here."""
    actions.clear_old_tries(at=clock.now())


@facts.listener("accounts.follow_merged", DivisionMerged)
def follow_merged(fact: DivisionMerged) -> None:
    """Two areas became one: what is open here goes along. Not where that was undone before this was heard."""
    if places.became(fact.division_id, fact.into_id):
        actor = system("accounts.follow_merged")
        actions.follow_area(old_id=fact.division_id, new_id=fact.into_id, actor=actor, at=clock.now())
