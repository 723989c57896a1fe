"""Work in the background of this room."""

from datetime import datetime
from typing import Any

from baiying.activities import actions
from baiying.kit import clock, facts, jobs
from baiying.kit.kept import Kept, translate
from baiying.kit.values.actor import system
from baiying.people.facts import GuardianWithdrew, RegistrationEnded, WardPaused
from baiying.places import queries as places
from baiying.places.facts import DivisionMerged


@facts.listener("activities.release_ward", GuardianWithdrew)
def release_ward(fact: GuardianWithdrew) -> None:
    """The guardian withdrew: coming sign-ups end."""
    actions.release_person(
        person_id=fact.person_id,
        reason=actions.WITHDRAWN,
        at=clock.now(),
        guardianship_id=fact.guardianship_id,
    )


@facts.listener("activities.release_paused_ward", WardPaused)
def release_paused_ward(fact: WardPaused) -> None:
    """No guardian's consent carries the ward any more: coming sign-ups end."""
    actions.release_person(person_id=fact.person_id, reason=actions.PAUSED, at=clock.now())


@facts.listener("activities.release_former_volunteer", RegistrationEnded)
def release_former_volunteer(fact: RegistrationEnded) -> None:
    """The registration ended: coming sign-ups end."""
    actions.release_person(person_id=fact.person_id, reason=translate("志愿者注册已结束"), at=clock.now())


@jobs.job("activities.sweep_released")
def sweep_released(timestamp: int = 0) -> None:
    """Every night: whoever may not serve any more and still stands on a list was missed by the two above.

    And minors who signed up for what only adults may do, before that rule held.
    """
    actions.release_missed(at=clock.now())
    actions.release_minors(at=clock.now())


@jobs.job("activities.tell_released")
def tell_released(person_id: int, reason: str, recipe: Any, ended_at: str, guardianship_id: int | None = None) -> None:
    """Some minutes after sign-ups ended by a rule: whether their person knows."""
    actions.tell_released(
        person_id=person_id,
        reason=Kept(reason, recipe),
        ended_at=datetime.fromisoformat(ended_at),
        guardianship_id=guardianship_id,
        at=clock.now(),
    )


@jobs.job("activities.top_up_series")
def top_up_series(timestamp: int = 0) -> None:
    """Every night: shifts of series come within reach. It looks at all series, so it is its own sweep."""
    actions.top_up_all(at=clock.now())


@jobs.job("activities.tell_leader")
def tell_leader(activity_id: int) -> None:
    """Somebody gave a place back shortly before the shift."""
    actions.tell_leader(activity_id=activity_id, at=clock.now())


@jobs.job("activities.tell_leaders")
def tell_leaders(timestamp: int = 0) -> None:
    """Every few minutes: the day's messages to leaders, and what the job above left for a pause."""
    actions.tell_leaders(at=clock.now())


@jobs.job("activities.hear_cannot_come")
def hear_cannot_come(timestamp: int = 0) -> None:
    """Every minute: who answered to a text message not to come."""
    actions.hear_cannot_come(at=clock.now())


@jobs.job("activities.remind")
def remind(timestamp: int = 0) -> None:
    """Every minute: whose shift is tomorrow, or begins soon."""
    actions.remind(at=clock.now())


@jobs.job("activities.confirm")
def confirm(timestamp: int = 0) -> None:
    """Every minute: whoever got a place, by whichever way."""
    actions.confirm(at=clock.now())


@jobs.job("activities.look_who_knows")
def look_who_knows(timestamp: int = 0) -> None:
    """Every minute: whether changes that must be known have arrived, or somebody has to call."""
    actions.look_who_knows(at=clock.now())


@jobs.job("activities.tell_signups")
def tell_signups(
    signup_ids: list[int], what: str, text: str, recipe: Any, at: str, mark: str = "", urgent: bool = False
) -> None:
    """One batch of many who are told the same."""
    actions.tell_signups(
        signup_ids=signup_ids,
        what=what,
        text=Kept(text, recipe),
        at=datetime.fromisoformat(at),
        mark=mark,
        urgent=urgent,
    )


@facts.listener("activities.follow_merged", DivisionMerged)
def follow_merged(fact: DivisionMerged) -> None:
    """Two areas became one: what is open here goes along. Not where that was undone before this was heard."""
    if places.became(fact.division_id, fact.into_id):
        actor = system("activities.follow_merged")
        actions.follow_area(old_id=fact.division_id, new_id=fact.into_id, actor=actor, at=clock.now())
