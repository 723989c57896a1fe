"""Signing up: one guarded statement in the database, so that the last place is sold once."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.http import Http404

from baiying.activities.actions import refusals
from baiying.kit.db import transaction
from baiying.kit.db.fields import new_public_id
from baiying.kit.values.actor import Actor

STATEMENT = "SELECT * FROM activities_sign_up(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class SignedUp:
    """accepted, applied, waitlisted, or already (the same person had signed up before)."""

    code: str
    signup_pid: str
    activity_pid: str
    wait_no: int | None


@transaction.statement
def sign_up(*, shift_pid: str, person_id: int, actor: Actor, at: datetime) -> SignedUp:
    """Give the person a place, an application, or the next number of the waiting list.

    The named hot path: it decides in a single statement of its own transaction, the audit row included. Repeating is
    harmless. Refuses: NotOpen, NotRegistered, CheckFailed, GuardianMissing, ShiftStarted, SignupClosed, TooYoung,
    TooOld, SkillMissing, ShiftClash; a shift or person out of reach is a 404.
    """
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
    with connection.cursor() as cursor:
        cursor.execute(STATEMENT, values)
        code, signup_pid, activity_pid, wait_no = cursor.fetchone()
    if code in ("unknown_shift", "not_yours"):
        raise Http404
    if code in refusals.OF_CODE:
        raise refusals.OF_CODE[code](activity_pid=activity_pid)
    return SignedUp(code, signup_pid, activity_pid, wait_no)
