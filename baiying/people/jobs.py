"""Recurring work of the people room."""

from baiying.kit import clock, facts
from baiying.kit.jobs import job
from baiying.kit.values.actor import system
from baiying.people import actions
from baiying.places import queries as places
from baiying.places.facts import DivisionMerged


@job("people.come_of_age")
def come_of_age(timestamp: int = 0) -> None:
    """Daily, after midnight: who turned 18 while waiting needs no guardian any more."""
    actions.come_of_age(at=clock.now())


@job("people.pause_unagreed")
def pause_unagreed(timestamp: int = 0) -> None:
    """Daily, after midnight: whose guardian's consent ended unnoticed waits for a guardian."""
    actions.pause_unagreed(at=clock.now())


@job("people.tell_of_log_ins")
def tell_of_log_ins(timestamp: int = 0) -> None:
    """Every evening: guardians hear that a child came in."""
    actions.tell_of_log_ins(at=clock.now())


@job("people.carry_out_merges")
def carry_out_merges(timestamp: int = 0) -> None:
    """Hourly: merges whose cooling days are over."""
    actions.carry_out_due(at=clock.now())


@job("people.carry_out_claims")
def carry_out_claims(timestamp: int = 0) -> None:
    """Hourly: records that two decided to hand back and whose hours are over."""
    actions.carry_out_claims(at=clock.now())


@job("people.raise_late_claims")
def raise_late_claims(timestamp: int = 0) -> None:
    """Daily: claims that nobody answered in time."""
    actions.raise_late_claims(at=clock.now())


@job("people.find_sleeping")
def find_sleeping(timestamp: int = 0) -> None:
    """Nightly: who did nothing for the months of the own area is written down."""
    actions.find_sleeping(at=clock.now())


@job("people.tend_sleeping")
def tend_sleeping(timestamp: int = 0) -> None:
    """Every morning: the next slices are asked, what was asked is looked after, the numbers are counted."""
    actions.tend_sleeping(at=clock.now())


@job("people.clear_file_leaves")
def clear_file_leaves(timestamp: int = 0) -> None:
    """Daily: wishes to take lists as files, when the file itself would be over."""
    actions.clear_file_leaves(at=clock.now())


@job("people.clear_old_drafts")
def clear_old_drafts(timestamp: int = 0) -> None:
    """Daily: registrations nobody finished."""
    actions.clear_old_drafts(at=clock.now())


@facts.listener("people.follow_merged", DivisionMerged)
def follow_merged(fact: DivisionMerged) -> None:
    """Two areas became one: what is open here goes along. Not where that was undone before this was heard."""
    if places.became(fact.division_id, fact.into_id):
        actor = system("people.follow_merged")
        actions.follow_area(old_id=fact.division_id, new_id=fact.into_id, actor=actor, at=clock.now())
