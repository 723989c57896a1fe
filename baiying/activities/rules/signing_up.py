"""May this person sign up for this shift? The pages ask here; the sign-up itself asks the same of the database.

`activities_sign_up` (sql/sign_up.sql) checks the same things in the same order: a test holds both equal.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from baiying.activities.rules.minors import WITH_GUARDIAN
from baiying.activities.rules.plans import ADULT

# Answers that are a place, an application or a place in the queue.
MADE = ("accepted", "applied", "waitlisted")


@dataclass(frozen=True, slots=True)
class ShiftFacts:
    """What of a shift, its post and its activity decides.

    `skills` are what somebody says of himself; `documents` those of the post's skills that a licence must prove: its
    leader sees it before there is a place (Order 685, art. 16), so nothing opens by a tick.
    """

    state: str
    approval: str
    starts_at: datetime
    starts_on: date
    recruit_until: datetime
    closed: bool
    places: int
    taken: int
    min_age: int | None = None
    max_age: int | None = None
    skills: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    minors_welcome: bool = False
    minors_with: str = WITH_GUARDIAN


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """What of a person decides: `held` while the registration is in doubt (people.Doubt); `age_then` on the day of the
    shift; `clash` with another accepted sign-up.

    `at_school`, `alone`, `late`: what rules.minors.young says of a minor at this shift; `guardian_said_no`: a guardian
    other than who signs up said no to this shift before.
    """

    is_theirs: bool = True
    already: bool = False
    registered: bool = True
    check_failed: bool = False
    held: bool = False
    guardian_ok: bool = True
    age_then: int = 30
    skills: tuple[str, ...] = ()
    clash: bool = False
    at_school: bool = False
    alone: bool = False
    late: bool = False
    guardian_said_no: bool = False


def why_unfit(shift: ShiftFacts, person: PersonFacts) -> str:
    """Why somebody may not serve there on that day for the age, as a code; empty where nothing stands in the way.

    Asked when somebody signs up, and again of everybody who did whenever the shift is given another time.
    """
    wrongs = (
        (person.age_then < ADULT and not shift.minors_welcome, "minors_not_welcome"),
        (shift.min_age is not None and person.age_then < shift.min_age, "too_young"),
        (shift.max_age is not None and person.age_then > shift.max_age, "too_old"),
        (person.at_school, "school_hours"),
        (person.late, "late_hours"),
        (person.alone and shift.minors_with == WITH_GUARDIAN, "company_missing"),
    )
    return next((code for wrong, code in wrongs if wrong), "")


def may_sign_up(shift: ShiftFacts, person: PersonFacts, at: datetime) -> str:
    """accepted, applied or waitlisted; or the code of why not (R034, R038).

    That a post takes no minors is said before what may change: neither a guardian's consent nor another day would help.
    """
    unfit = why_unfit(shift, person)
    refusals = (
        (not person.is_theirs, "not_yours"),
        (person.already, "already"),
        (shift.state != "published", "not_open"),
        (not person.registered, "not_registered"),
        (person.check_failed, "check_failed"),
        (unfit == "minors_not_welcome", unfit),
        (person.held, "held"),
        (not person.guardian_ok, "guardian_missing"),
        (person.guardian_said_no, "guardian_said_no"),
        (shift.starts_at <= at, "started"),
        (shift.closed or shift.recruit_until <= at, "closed"),
        (bool(unfit), unfit),
        (not set(shift.skills) <= set(person.skills), "skill_missing"),
        (person.clash, "clash"),
    )
    for wrong, code in refusals:
        if wrong:
            return code
    if shift.approval == "leader" or shift.documents:
        return "applied"
    return "accepted" if shift.taken < shift.places else "waitlisted"


# What signing up would end in, where one who stands there gets nothing by pressing.
_NOT_NOW = {"accepted": "joins", "waitlisted": "full", "applied": "leader_decides", "already": "leader_decides"}


def may_join(shift: ShiftFacts, person: PersonFacts, at: datetime) -> str:
    """joins; or the code of why not: who stands there signs up as before the beginning, without its deadline.

    A post whose leader decides who comes stays his to fill, and so does somebody who has applied or waits.
    """
    later = at + timedelta(seconds=1)
    code = may_sign_up(replace(shift, starts_at=max(shift.starts_at, later), recruit_until=later), person, at)
    return _NOT_NOW.get(code, code)


def is_open(shift: ShiftFacts, at: datetime) -> bool:
    """Whether anybody may still sign up, whoever it is."""
    return shift.state == "published" and not shift.closed and shift.starts_at > at and shift.recruit_until > at
