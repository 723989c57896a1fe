"""Checking in: by one's own live code (one guarded statement), by the leader's tick or scan, and taking a tick back."""

import json
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError

from baiying.activities import actions as activity_actions
from baiying.activities import queries as activities
from baiying.hours import facts as told
from baiying.hours import locked, queries, rules
from baiying.hours.actions import checking_out, refusals, settling, telling
from baiying.hours.actions import held as held_news
from baiying.hours.models import Attendance, Source
from baiying.kit import clock, facts
from baiying.kit.db import errors, prepared, transaction
from baiying.kit.db.fields import new_public_id
from baiying.kit.values.actor import Actor
from baiying.people import access as people
from baiying.places import queries as places

# What the statement does when no rule set says otherwise.
_DEFAULTS = json.dumps(asdict(rules.HourRules()))
STATEMENT = "SELECT code, attendance FROM hours_check_in(%s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s, %s, %s, %s, %s)"


def check_in(
    *,
    shift_pid: str,
    person_id: int | None,
    source: str = Source.CODE,
    nonce: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> str:
    """Check in by the live code, which the caller has compared; gives the attendance's public id.

    `source`: whether its address was opened or its digits were typed.

    One statement decides and writes (R050 to R052), as rules.may_check_in says. Repeating gives the same attendance;
    with the `nonce` that a client chose for this one act, also after it was closed. What a move undid is decided anew
    for the new time; what was taken back by hand stays so (ComingUndone). Refuses by the names of refusals.CHECK_IN;
    OpenElsewhere carries the other attendance's public id.
    """
    # Who hears of it must hear in the same transaction; without one the statement stands alone.
    come = _come_and_tell if facts.is_heard(told.CheckedIn) else _come
    code, attendance = come(shift_pid, person_id, nonce, source, actor, at)
    if code in {"checked_in", "already"}:
        return str(attendance)
    raise refusals.CHECK_IN[code](attendance=attendance)


@transaction.statement
def _come(
    shift_pid: str, person_id: int | None, nonce: UUID | None, source: str, actor: Actor, at: datetime
) -> tuple[str, str | None]:
    acting = actor.acting.appointment_id if actor.acting else None
    given = [shift_pid, person_id, actor.account_id, at, new_public_id(), _DEFAULTS]
    values = [*given, acting, actor.role, actor.signature, actor.ip, actor.device, nonce, source]
    code, attendance = prepared.one(STATEMENT, values)
    return code, attendance


@transaction.atomic
def _come_and_tell(
    shift_pid: str, person_id: int | None, nonce: UUID | None, source: str, actor: Actor, at: datetime
) -> tuple[str, str | None]:
    code, attendance = _come(shift_pid, person_id, nonce, source, actor, at)
    if code == "checked_in":
        _tell(Attendance.objects.get(public_id=attendance))
    return code, attendance


def _tell(row: Attendance) -> None:
    facts.tell(
        told.CheckedIn(
            attendance_id=row.pk,
            shift_id=row.shift_id,
            person_id=row.person_id,
            source=row.in_source,
            walk_in=row.walk_in,
        )
    )


@transaction.atomic
def tick_in(
    *,
    shift: activities.Shift,
    person_id: int,
    source: str = Source.ROLL,
    nonce: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> Attendance:
    """The leader notes that somebody has come: by the roster, or by scanning the card. Walk-ins are marked.

    rules.may_check_in decides, as for the volunteer's own code. Repeating gives the same attendance, with a `nonce` as
    in check_in. Refuses: ComingUndone, OwnMatter, NotOpen, NotRegistered, GuardianMissing, GuardianSaidNo, TooEarly,
    TooLate, TooMany, OpenElsewhere, Overlap.
    """
    known = Attendance.objects.filter(nonce=nonce, person_id=person_id).first() if nonce is not None else None
    if known is not None:
        if known.undone_at is not None:
            raise refusals.ComingUndone
        return known
    people.refuse_own(actor, person_id, refusals.OWN_ATTENDANCE)
    # Whoever moves or calls off the shift has done so, or waits until this stands.
    shift = activity_actions.hold_shift(shift.pk)
    locked.person_days(person_id, [clock.local_date(at)])
    given = queries.rules_of(queries.occasion_of_shift(shift)).rules
    comer = queries.comer(actor.account_id, person_id, shift, at)
    code = rules.may_check_in(comer, queries.shift_times(shift), given, at, by_leader=True)
    held = queries.open_attendance_of(person_id) if code in {"already", "open_elsewhere"} else None
    if code == "already" and held is not None:
        return held
    if code != "checked_in":
        raise refusals.CHECK_IN[code](attendance=held.public_id if held is not None else None)
    signup = activities.own_signups(person_id, [shift.pk]).get(shift.pk) if comer.signed_up else None
    row = Attendance(
        person_id=person_id,
        shift=shift,
        signup=signup,
        county_id=places.county_id_of(shift.activity.area.path),
        walk_in=signup is None,
        checked_in_at=at,
        in_source=source,
        in_by_id=actor.account_id,
        led_by_id=shift.activity.leader_id,
        nonce=nonce,
    )
    row.say_after = held_news.after_coming(row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if errors.constraint_of(error) not in checking_out.TAKEN:
            raise
        raise refusals.OpenElsewhere from None
    settling.audit_attendance("CheckedIn", row, actor=actor, at=at, source=source, walk_in=row.walk_in)
    _tell(row)
    if row.walk_in:
        # The person hears of it once it cannot be taken back (held); where a child is, the guardians hear at once.
        telling.guardians_of_walked_in(row, at)
    return row


@transaction.atomic
def undo_tick(*, attendance: Attendance, actor: Actor, at: datetime) -> None:
    """Take back a tick on the wrong name: the row stays, counts nothing, and is left out of lists.

    Only one's own tick, within ten minutes, while it is open. Again changes nothing. Refuses: LeftAlready, CannotUndo.
    """
    row = locked.attendance(attendance.pk)
    if row.undone_at is not None and row.out_by_id == actor.account_id:
        return
    own = row.in_by_id == actor.account_id and row.in_source in {Source.ROLL, Source.SCAN}
    if row.checked_out_at is not None and row.undone_at is None:
        raise refusals.LeftAlready
    if row.checked_out_at is not None or not own or not rules.may_undo(row.checked_in_at, at):
        raise refusals.CannotUndo
    row.checked_out_at, row.out_source, row.out_by_id = row.checked_in_at, row.in_source, actor.account_id
    row.undone_at = row.settled_at = at
    row.say_after = None
    row.reason = [{"code": "undone"}]
    row.save()
    settling.audit_attendance("CheckInUndone", row, actor=actor, at=at)
    if row.walk_in:
        telling.guardians_of_walked_in(row, at, undone=telling.ticked_by_mistake())
