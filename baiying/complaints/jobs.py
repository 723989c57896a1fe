"""Recurring work of the complaints room."""

from baiying.accounts.facts import AppointmentAccepted
from baiying.complaints import actions
from baiying.kit import clock, facts
from baiying.kit.jobs import job
from baiying.kit.values.actor import system
from baiying.places import queries as places
from baiying.places.facts import DivisionMerged


@job("complaints.forget_contacts")
def forget_contacts(timestamp: int = 0) -> None:
    """Daily: name and telephone of complaints that ended long ago."""
    actions.forget_contacts(at=clock.now())


@facts.listener("complaints.follow_appointed", AppointmentAccepted)
def follow_appointed(fact: AppointmentAccepted) -> None:
    """Somebody took office: complaints about that one which the office had are with those above from now on."""
    actions.rise_of(account_id=fact.account_id, actor=system("complaints.follow_appointed"), at=clock.now())


@job("complaints.rise")
def rise(timestamp: int = 0) -> None:
    """Every night: what rose unheard."""
    actions.rise_all(actor=system("complaints.rise"), at=clock.now())


@facts.listener("complaints.follow_merged", DivisionMerged)
def follow_merged(fact: DivisionMerged) -> None:
    """Two areas became one: what is open here goes along. Not where that was undone before this was heard."""
    if places.became(fact.division_id, fact.into_id):
        actor = system("complaints.follow_merged")
        actions.follow_area(old_id=fact.division_id, new_id=fact.into_id, actor=actor, at=clock.now())
