"""Checking in: by one's own live code (one guarded statement), by the leader's tick or scan, and taking a tick back."""

import json
from dataclasses import asdict
from datetime import datetime, timedelta

from django.db import IntegrityError, connection

from baiying.activities import queries as activities
from baiying.hours import facts as told
from baiying.hours import queries, rules
from baiying.hours.actions import posting, refusals, settling
from baiying.hours.models import Attendance, Source
from baiying.kit import clock, facts
from baiying.kit.db import errors, transaction
from baiying.kit.db.fields import new_public_id
from baiying.kit.values.actor import Actor
from baiying.people import queries as people

# What the statement does when no rule set says otherwise.
_DEFAULTS = json.dumps(asdict(rules.HourRules()))
_CHECK_IN = "SELECT code, attendance FROM hours_check_in(%s, %s, %s, %s, %s, %s::jsonb, %s, %s, %s, %s, %s)"
UNDO_WITHIN = timedelta(minutes=10)


def check_in(*, shift_pid: str, person_id: int | None, actor: Actor, at: datetime) -> str:
    """Check in by the live code, which the caller has compared; gives the attendance's public id.

    One statement decides and writes (R050 to R052). Repeating gives the same attendance. Refuses by the names of
    refusals.CHECK_IN; OpenElsewhere carries the other attendance's public id.
    """
    # Who hears of it must hear in the same transaction; without one the statement stands alone.
    come = _come_and_tell if facts.is_heard(told.CheckedIn) else _come
    code, attendance = come(shift_pid, person_id, actor, at)
    if code in {"checked_in", "already"}:
        return str(attendance)
    raise refusals.CHECK_IN[code](attendance=attendance)


@transaction.statement
def _come(shift_pid: str, person_id: int | None, actor: Actor, at: datetime) -> tuple[str, str | None]:
    acting = actor.acting.appointment_id if actor.acting else None
    given = [shift_pid, person_id, actor.account_id, at, new_public_id(), _DEFAULTS]
    with connection.cursor() as cursor:
        cursor.execute(_CHECK_IN, [*given, acting, actor.role, actor.label, actor.ip, actor.device])
        code, attendance = cursor.fetchone()
    return code, attendance


@transaction.atomic
def _come_and_tell(shift_pid: str, person_id: int | None, actor: Actor, at: datetime) -> tuple[str, str | None]:
    code, attendance = _come(shift_pid, person_id, actor, at)
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
    *, shift: activities.Shift, person_id: int, source: str = Source.ROLL, actor: Actor, at: datetime
) -> Attendance:
    """The leader notes that somebody has come: by the roster, or by scanning the card. Walk-ins are marked.

    Repeating gives the same attendance. Refuses: NotRegistered, GuardianMissing, TooEarly, TooLate, TooMany,
    OpenElsewhere.
    """
    posting.lock_person_day(person_id, clock.local_date(at))
    known = queries.open_attendance_of(person_id)
    if known is not None:
        if known.shift_id == shift.pk:
            return known
        raise refusals.OpenElsewhere(attendance=known.public_id)
    _may_come(shift, person_id, at)
    signup = activities.own_signups(person_id, [shift.pk]).get(shift.pk)
    accepted = signup is not None and signup.state == "accepted"
    row = Attendance(
        person_id=person_id,
        shift=shift,
        signup=signup if accepted else None,
        walk_in=not accepted,
        checked_in_at=at,
        in_source=source,
        in_by_id=actor.account_id,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if errors.constraint_of(error) != "hours_one_open_attendance":
            raise
        raise refusals.OpenElsewhere from None
    settling.audit_attendance("CheckedIn", row, actor=actor, at=at, source=source, walk_in=row.walk_in)
    _tell(row)
    return row


def _may_come(shift: activities.Shift, person_id: int, at: datetime) -> None:
    standing = people.standing_of(person_id, at)
    if standing is None or standing.state == "failed":
        raise refusals.NotRegistered
    if not standing.guardian_ok:
        raise refusals.GuardianMissing
    given = posting.rules_for(shift).rules
    if at < shift.starts_at - timedelta(minutes=given.check_in_before_minutes):
        raise refusals.TooEarly
    if at >= shift.ends_at:
        raise refusals.TooLate
    today = Attendance.objects.filter(person_id=person_id, checked_in_at__gte=clock.midnight(clock.local_date(at)))
    today = today.exclude(reason__contains=[{"code": "undone"}])
    if given.check_ins_per_day and today.count() >= given.check_ins_per_day:
        raise refusals.TooMany


@transaction.atomic
def undo_tick(*, attendance: Attendance, actor: Actor, at: datetime) -> None:
    """Take back a tick on the wrong name: the row stays, counts nothing, and is left out of lists.

    Only one's own tick, within ten minutes, while it is open. Refuses: CannotUndo.
    """
    row = Attendance.objects.select_for_update(of=("self",)).select_related("shift__activity").get(pk=attendance.pk)
    own = row.in_by_id == actor.account_id and row.in_source in {Source.ROLL, Source.SCAN}
    if row.checked_out_at is not None or not own or at - row.checked_in_at > UNDO_WITHIN:
        raise refusals.CannotUndo
    row.checked_out_at, row.out_source, row.out_by_id = row.checked_in_at, row.in_source, actor.account_id
    row.settled_at, row.reason = at, [{"code": "undone"}]
    row.save()
    settling.audit_attendance("CheckInUndone", row, actor=actor, at=at)
