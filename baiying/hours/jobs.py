"""Work in the background: ids in, one action."""

from baiying.hours import actions
from baiying.hours.facts import HoursReversed
from baiying.kit import clock, facts
from baiying.kit.jobs import job
from baiying.kit.values.actor import system
from baiying.people.facts import GuardianAgreed, GuardianWithdrew, HoldLifted, PersonVerified, WardPaused


@job("hours.close_forgotten")
def close_forgotten(timestamp: int = 0) -> None:
    """Every ten minutes."""
    actions.close_forgotten(at=clock.now())


@job("hours.carry_out")
def carry_out(timestamp: int = 0) -> None:
    """Every minute: what reviewers decided together and can no longer take back."""
    actions.carry_out(at=clock.now())


@job("hours.say_held")
def say_held(timestamp: int = 0) -> None:
    """Every minute: what leaders noted and can no longer take back."""
    actions.say_held(at=clock.now())


@job("hours.warn_open")
def warn_open(timestamp: int = 0) -> None:
    """Every few minutes."""
    actions.warn_open(at=clock.now())


@job("hours.warn_late")
def warn_late(timestamp: int = 0) -> None:
    """Every morning."""
    actions.warn_late(at=clock.now())


@job("hours.sweep_waiting")
def sweep_waiting(timestamp: int = 0) -> None:
    """Every night: what the one below was not told of, or could not do."""
    actions.sweep_waiting(actor=system("hours.sweep_waiting"), at=clock.now())


@job("hours.look_through")
def look_through(timestamp: int = 0) -> None:
    """Every night."""
    actions.look_through(at=clock.now())


@facts.listener("hours.post_waiting", PersonVerified)
def post_waiting(fact: PersonVerified) -> None:
    """Somebody was verified: what waited for that is posted."""
    actions.post_waiting(person_id=fact.person_id, actor=system("hours.post_waiting"), at=clock.now())


@facts.listener("hours.post_held", HoldLifted)
def post_held(fact: HoldLifted) -> None:
    """A registration in doubt was found right: what waited for that is posted."""
    actions.post_waiting(person_id=fact.person_id, actor=system("hours.post_held"), at=clock.now())


@facts.listener("hours.tell_of_withdrawn", GuardianWithdrew)
def tell_of_withdrawn(fact: GuardianWithdrew) -> None:
    """The guardian withdrew: whoever has the ward on the spot hears it."""
    actions.tell_of_withdrawn(person_id=fact.person_id, at=clock.now())


@facts.listener("hours.tell_of_paused", WardPaused)
def tell_of_paused(fact: WardPaused) -> None:
    """No guardian's consent carries the ward any more: whoever has the ward on the spot hears it."""
    actions.tell_of_withdrawn(person_id=fact.person_id, at=clock.now())


@facts.listener("hours.tell_of_agreed_again", GuardianAgreed)
def tell_of_agreed_again(fact: GuardianAgreed) -> None:
    """The guardian agreed again: whoever was told of the withdrawal hears that it is over."""
    actions.tell_of_agreed_again(person_id=fact.person_id, at=clock.now())


@job("hours.sweep_withdrawn")
def sweep_withdrawn(timestamp: int = 0) -> None:
    """Every few minutes: what the two above were not told of, or could not do."""
    actions.sweep_withdrawn(at=clock.now())


@facts.listener("hours.give_back", HoursReversed)
def give_back(fact: HoursReversed) -> None:
    """Lines were taken back: what their cap had cut elsewhere has room."""
    actor = system("hours.give_back")
    actions.give_back(served_on=fact.served_on, entry_id=fact.entry_id, actor=actor, at=clock.now())


@job("hours.sweep_room")
def sweep_room(timestamp: int = 0) -> None:
    """Every night: what the one above was not told of, or could not do."""
    actions.sweep_room(actor=system("hours.sweep_room"), at=clock.now())
