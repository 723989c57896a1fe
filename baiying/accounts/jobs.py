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


@job("accounts.give_list")
def give_list(list_id: int) -> None:
    """Give a list of appointments line by line; a job that is killed goes on where it stopped."""
    actions.give_all(list_id=list_id, at=clock.now())


@job("accounts.tell_undone")
def tell_undone(list_id: int) -> None:
    """Tell whoever had not answered that a list was taken back."""
    actions.tell_undone(list_id=list_id, at=clock.now())


@job("accounts.clear_old_lists")
def clear_old_lists(timestamp: int = 0) -> None:
    """Daily: lists that were never sent, invitations that are over."""
    actions.clear_old_lists(at=clock.now())


@facts.listener("accounts.follow_merged", DivisionMerged)
def follow_merged(fact: DivisionMerged) -> None:
    """Two areas became one: what is open here goes along. Not where that was undone before this was heard."""
    if places.became(fact.division_id, fact.into_id):
        actor = system("accounts.follow_merged")
        actions.follow_area(old_id=fact.division_id, new_id=fact.into_id, actor=actor, at=clock.now())
