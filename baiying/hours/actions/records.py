"""The record of a shift: complete, or late with warnings (Order 67 art. 11, R057)."""

from datetime import datetime, timedelta

from django.db import connection

from baiying.activities import queries as activities
from baiying.hours import queries
from baiying.hours.actions import refusals, telling
from baiying.hours.models import LackingShift, ShiftRecord
from baiying.kit import audit, clock, each
from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.places import queries as places
from baiying.ui import kept


def _lacks(shift: str) -> str:
    """Somebody expected is not on record. A record said to be complete lacks nobody: who is not on it did not come."""
    return f"""(EXISTS (SELECT 1 FROM {queries.missing_of(shift)})
       AND NOT EXISTS (SELECT 1 FROM hours_shiftrecord r WHERE r.shift_id = {shift}))"""


_SEE = f"""
INSERT INTO hours_lackingshift (shift_id)
SELECT sh.id
  FROM activities_shift sh
 WHERE sh.ends_at < %(at)s AND sh.ends_at > %(since)s AND {_lacks("sh.id")}
ON CONFLICT (shift_id) DO NOTHING
"""
_FORGET = f"""
DELETE FROM hours_lackingshift l USING activities_shift sh
 WHERE sh.id = l.shift_id AND (sh.ends_at <= %(since)s OR NOT {_lacks("l.shift_id")})
"""
_REMEMBER = """
INSERT INTO hours_lookedthrough (id, until, last_shift_id)
SELECT 1, %(at)s, coalesce(max(id), 0) FROM activities_shift
ON CONFLICT (id) DO UPDATE SET until = EXCLUDED.until, last_shift_id = EXCLUDED.last_shift_id
"""


@transaction.atomic
def look_through(*, at: datetime) -> int:
    """Note which shifts of the past year lack somebody, so that the daily list looks only at them; gives how many.

    Run every night. It looks again at all of the year, because an attendance that is taken back in this very moment
    is not seen.
    """
    with connection.cursor() as cursor:
        times = {"at": at, "since": at - queries.LOOK_BACK}
        # How far, first: a shift that is noted while this looks is left for the list.
        for statement in (_REMEMBER, _FORGET, _SEE):
            cursor.execute(statement, times)
    return LackingShift.objects.count()


@transaction.atomic
def complete_record(*, shift: activities.Shift, words: str = "", actor: Actor, at: datetime) -> ShiftRecord:
    """The leader says that whoever is not on the record did not come. Repeating gives the first.

    Refuses: NotOver, StillOpen.
    """
    if shift.ends_at > at:
        raise refusals.NotOver
    rows = list(queries.attendances_of(shift.pk))
    if any(queries.waits_for_end(row, at) for row in rows):
        raise refusals.StillOpen
    present = {row.person_id for row in rows if queries.state_of(row, (), at) != "absent"}
    absent = [s for s in activities.accepted_of(shift.pk) if s.person_id not in present]
    record, made = ShiftRecord.objects.get_or_create(
        shift=shift,
        defaults={
            "completed_at": at,
            "completed_by_id": actor.account_id,
            "absent": len(absent),
            "words": words.strip()[:200],
        },
    )
    if made:
        audit.record(
            "ShiftRecordCompleted",
            actor=actor,
            at=at,
            subject=("shift", shift.pk),
            area_id=shift.activity.area_id,
            detail={"present": len(present), "absent": [s.person_id for s in absent]},
        )
    return record


def warn_late(*, at: datetime) -> int:
    """Tell leaders on the fifth and eighth working day that a record is not complete. Run daily; gives how many."""
    rows = {row.shift_id: row for row in queries.incomplete_shifts(None, at, limit=None, since=timedelta(days=30))}
    found = each.each("hours.warn_late", rows, lambda shift_id: _warn(rows[shift_id], at), at=at)
    return found.done


@transaction.atomic
def _warn(row: queries.Incomplete, at: datetime) -> bool:
    if not (row.missing or row.unconfirmed):
        return False
    today, day = clock.local_date(at), queries.served_on(row.starts_at)
    given = queries.hour_rules(row.area_path, day).rules
    passed = [n for n in given.warn_working_days if places.working_day_after(day, n)[0] <= today]
    if not passed or today > row.due_on:
        return False
    text = translate("“%(title)s”（%(day)s）的记录还没有完成，最晚 %(due)s。请补齐签退和没有记录的人。") % {
        "title": row.title, "day": kept.day(day), "due": kept.day(row.due_on)
    }  # fmt: skip
    source = f"hours:late:{row.shift_id}:{passed[-1]}"
    telling.tell_account(row.leader_id, "late", text, at, source, f"/shifts/{row.shift_pid}/field/")
    return True
