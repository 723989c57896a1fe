"""Signing up: one guarded statement in the database, so that the last place is sold once."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.http import Http404

from baiying.activities import facts as told
from baiying.activities import locked, queries
from baiying.activities.actions import refusals, telling, wards
from baiying.activities.rules.plans import ADULT
from baiying.activities.rules.signing_up import MADE
from baiying.kit import clock, facts
from baiying.kit.db import errors, locks, prepared, transaction
from baiying.kit.db.fields import new_public_id
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor

STATEMENT = "SELECT * FROM activities_sign_up(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s::jsonb)"

# The shift was moved, or its words changed, while the statement waited for it: nothing was written, and the words that
# it was given are made anew. More often than this in one press nobody changes a shift.
_CHANGED, _AGAIN = "changed", 3


@dataclass(frozen=True, slots=True)
class SignedUp:
    """accepted, applied, waitlisted, or already (the same person had signed up before)."""

    code: str
    signup_pid: str
    activity_pid: str


def sign_up(*, shift_pid: str, person_id: int, actor: Actor, at: datetime) -> SignedUp:
    """Give the person a place, an application, or the end of the waiting line.

    The named hot path: it decides in a single statement of its own transaction, the audit row included. Repeating is
    harmless. Refuses: NotOpen, NotRegistered, CheckFailed, Held, GuardianMissing, GuardianSaidNo, ShiftStarted,
    SignupClosed, TooYoung, TooOld, MinorsNotWelcome, SchoolHours, LateHours, CompanyMissing, SkillMissing, ShiftClash,
    Busy; a shift or person out of reach is a 404. The person finds what came of it in the inbox; a minor's guardians
    are told, and may say no.
    """
    wanted, made = _try(shift_pid, person_id, actor, at)
    for _ in range(_AGAIN):
        if made.code == _CHANGED:
            wanted, made = _try(shift_pid, person_id, actor, at)
    if made.code == _CHANGED:
        raise errors.Busy
    if made.code in ("unknown_shift", "not_yours"):
        raise Http404
    if made.code == refusals.ShiftClash.code:
        engaged = queries.engaged_between(person_id, wanted.starts_at, wanted.ends_at)
        raise refusals.ShiftClash.of(engaged, activity_pid=made.activity_pid)
    if made.code in refusals.OF_CODE:
        raise refusals.OF_CODE[made.code](activity_pid=made.activity_pid)
    return SignedUp(made.code, made.signup_pid, made.activity_pid)


def _try(shift_pid: str, person_id: int, actor: Actor, at: datetime) -> "tuple[queries.Wanted, _Answer]":
    """Press once, with the words of the shift as it stands."""
    found = queries.wanted(shift_pid, person_id)
    if found is None:
        raise Http404
    wanted, born = found
    minor = born is not None and identifiers.age_on(born, clock.local_date(wanted.starts_at)) < ADULT
    # Who hears of it must hear in the same transaction; without one the statement stands alone.
    press = _press_and_tell if minor or facts.is_heard(told.SignupMade) else _press
    return wanted, press(_Press(shift_pid, wanted, person_id, minor), actor, at)


class _Answer(NamedTuple):
    """What the database function gives back."""

    code: str
    signup_pid: str
    activity_pid: str
    signup_id: int
    shift_id: int
    area_id: int


@dataclass(frozen=True, slots=True)
class _Press:
    """Who presses for which shift."""

    shift_pid: str
    shift: queries.Wanted
    person_id: int
    minor: bool


@transaction.statement
def _press(press: _Press, actor: Actor, at: datetime) -> _Answer:
    values = (
        press.shift_pid,
        press.person_id,
        actor.account_id,
        at,
        new_public_id(),
        actor.acting.appointment_id if actor.acting else None,
        actor.role,
        actor.signature,
        actor.ip,
        actor.device,
        telling.made_letters(press.shift),
    )
    locks.note(locked.OWN_SIGNUPS)
    locks.note(locked.SHIFT)
    made = _Answer(*prepared.one(STATEMENT, values))
    if made.code == "busy":
        raise errors.Busy
    return made


@transaction.atomic
def _press_and_tell(press: _Press, actor: Actor, at: datetime) -> _Answer:
    made = _press(press, actor, at)
    if made.code in MADE:
        facts.tell(
            told.SignupMade(
                signup_id=made.signup_id, shift_id=made.shift_id, person_id=press.person_id, state=made.code
            )
        )
        if press.minor:
            wards.tell_guardians(made.signup_id, "made", at, but=actor.account_id)
    return made
