"""Signing up: one guarded statement in the database, so that the last place is sold once."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.http import Http404

from baiying.activities import facts as told
from baiying.activities import locked
from baiying.activities.actions import refusals
from baiying.kit import facts
from baiying.kit.db import errors, locks, transaction
from baiying.kit.db.fields import new_public_id
from baiying.kit.values.actor import Actor

STATEMENT = "SELECT * FROM activities_sign_up(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class SignedUp:
    """accepted, applied, waitlisted, or already (the same person had signed up before)."""

    code: str
    signup_pid: str
    activity_pid: str


def sign_up(*, shift_pid: str, person_id: int, actor: Actor, at: datetime) -> SignedUp:
    """Give the person a place, an application, or the end of the waiting line.

    The named hot path: it decides in a single statement of its own transaction, the audit row included. Repeating is
    harmless. Refuses: NotOpen, NotRegistered, CheckFailed, GuardianMissing, ShiftStarted, SignupClosed, TooYoung,
    TooOld, SkillMissing, ShiftClash, Busy; a shift or person out of reach is a 404.
    """
    # Who hears of it must hear in the same transaction; without one the statement stands alone.
    press = _press_and_tell if facts.is_heard(told.SignupMade) else _press
    made = press(shift_pid, person_id, actor, at)
    if made.code in ("unknown_shift", "not_yours"):
        raise Http404
    if made.code in refusals.OF_CODE:
        raise refusals.OF_CODE[made.code](activity_pid=made.activity_pid)
    return SignedUp(made.code, made.signup_pid, made.activity_pid)


class _Answer(NamedTuple):
    """What the database function gives back."""

    code: str
    signup_pid: str
    activity_pid: str
    signup_id: int
    shift_id: int
    area_id: int


@transaction.statement
def _press(shift_pid: str, person_id: int, actor: Actor, at: datetime) -> _Answer:
    values = (
        shift_pid,
        person_id,
        actor.account_id,
        at,
        new_public_id(),
        actor.acting.appointment_id if actor.acting else None,
        actor.role,
        actor.label,
        actor.ip,
        actor.device,
    )
    locks.note(locked.OWN_SIGNUPS)
    locks.note(locked.SHIFT)
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, values)
        made = _Answer(*cursor.fetchone())
    if made.code == "busy":
        raise errors.Busy
    return made


@transaction.atomic
def _press_and_tell(shift_pid: str, person_id: int, actor: Actor, at: datetime) -> _Answer:
    made = _press(shift_pid, person_id, actor, at)
    if made.code in ("accepted", "applied", "waitlisted"):
        facts.tell(
            told.SignupMade(signup_id=made.signup_id, shift_id=made.shift_id, person_id=person_id, state=made.code)
        )
    return made
