"""A shift goes to another time while somebody is checked in: a check-in that would be too early for it does not stand.

Left open it would keep the person from every other shift until then, show the absent as present on the new day, and
post the minutes of a time at which nobody was there.
"""

from collections.abc import Sequence
from datetime import datetime

from baiying.activities import queries as activities
from baiying.hours import locked, queries, rules
from baiying.hours.actions import settling, telling
from baiying.hours.models import Attendance
from baiying.kit.values.actor import Actor


def undo_moved(shifts: Sequence[activities.Shift], actor: Actor, at: datetime) -> None:
    """Take back the check-ins at these shifts, which have just been given another time, that are too early for it now.

    Called inside the move, which holds the shifts. Who may check in as early as that for the new time stays checked in.
    Each hears it, of a walk-in child the guardians too; nothing counts, and whoever comes then checks in again.
    """
    early = [pk for shift in shifts for pk in _too_early(shift)]
    for pk in sorted(early):
        row = locked.attendance(pk)
        if queries.entries_of_attendance(row.pk).exists() or row.proposals.exists():
            continue
        was_open = row.checked_out_at is None
        if was_open:
            row.checked_out_at, row.out_source, row.out_by_id = row.checked_in_at, row.in_source, actor.account_id
        row.undone_at = row.settled_at = at
        # With the leaving that somebody noted: what is taken back with its check-in is not brought back alone.
        row.say_after = row.end_before = None
        # The same act, sent again, is decided anew for the new time: nobody took it back.
        row.nonce = None
        row.reason = [{"code": "moved"}]
        row.save()
        settling.audit_attendance("CheckInUndone", row, actor=actor, at=at, moved=True)
        if was_open:
            telling.undone_by_move(row, at)


def is_too_early(row: Attendance) -> bool:
    """Whether a check-in lies before one may check in for its shift: the shift was moved since."""
    return row.shift is not None and row.checked_in_at < _opens(row.shift)


def _opens(shift: activities.Shift) -> datetime:
    return rules.opens_at(shift.starts_at, queries.rules_of(queries.occasion_of_shift(shift)).rules)


def _too_early(shift: activities.Shift) -> list[int]:
    opens = _opens(shift)
    rows = Attendance.objects.filter(shift_id=shift.pk, undone_at__isnull=True, checked_in_at__lt=opens)
    return list(rows.order_by("pk").values_list("pk", flat=True))
