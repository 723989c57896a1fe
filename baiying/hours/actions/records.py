"""The record of a shift: complete, or late with warnings (Order 67 art. 11, R057)."""

from datetime import datetime, timedelta

from django.db import connection

from baiying.activities import queries as activities
from baiying.hours import queries
from baiying.hours.actions import refusals, telling
from baiying.hours.models import ShiftRecord
from baiying.kit import audit, clock, each
from baiying.kit.db import transaction
from baiying.kit.kept import translate
from baiying.kit.values.actor import Actor
from baiying.places import queries as places
from baiying.ui import kept

_SEE = f"""
INSERT INTO hours_wholeshift (shift_id, seen_at)
SELECT sh.id, %(at)s
  FROM activities_shift sh
  LEFT JOIN hours_wholeshift w ON w.shift_id = sh.id
 WHERE sh.ends_at < %(at)s AND sh.ends_at > %(since)s AND (w.seen_at IS NULL OR w.seen_at <= sh.ends_at)
   AND NOT EXISTS (SELECT 1 FROM {queries.missing_of("sh.id")})
ON CONFLICT (shift_id) DO UPDATE SET seen_at = EXCLUDED.seen_at
"""
_FORGET = f"""
DELETE FROM hours_wholeshift w USING activities_shift sh
 WHERE sh.id = w.shift_id AND (sh.ends_at <= %(since)s OR EXISTS (SELECT 1 FROM {queries.missing_of("w.shift_id")}))
"""


@transaction.atomic
def look_through(*, at: datetime) -> int:
    """Note which shifts of the past year lack nobody, so that the daily list need not look at them; gives how many.

    Run every night. It looks again at all that was noted, because an attendance that is taken back in this very
    moment is not seen.
    """
    with connection.cursor() as cursor:
        times = {"at": at, "since": at - queries.LOOK_BACK}
        cursor.execute(_FORGET, times)
        cursor.execute(_SEE, times)
        return int(cursor.rowcount)


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
