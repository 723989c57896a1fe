"""What came of shifts: who came, and how much time the ledger has for them (O2)."""

from collections.abc import Sequence

from django.db import connection
from django.urls import reverse

from baiying.accounts import access as accounts
from baiying.activities import queries as activities
from baiying.hours.queries import roster
from baiying.hours.rights import Right
from baiying.kit.values.actor import Actor
from baiying.ui.cards import Served

# Every line that came of an attendance there, reversals among them: what was taken back is taken off.
_MINUTES = """
SELECT at.shift_id, sum(e.minutes), coalesce(sum(e.minutes) FILTER (WHERE e.tier = 'credit'), 0)
  FROM hours_attendance at
  JOIN hours_hourentry e ON e.attendance_id = at.id
 WHERE at.shift_id = ANY(%s)
 GROUP BY at.shift_id
"""


def served(shift_ids: Sequence[int]) -> dict[int, Served]:
    """Persons and posted minutes of each shift; zeros where nothing is on record."""
    if not shift_ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_MINUTES, [list(shift_ids)])
        minutes = {shift_id: (int(every), int(credit)) for shift_id, every, credit in cursor.fetchall()}
    return {
        shift_id: Served(
            expected=count.expected,
            came=count.come + count.walked_in,
            missing=count.missing,
            walked_in=count.walked_in,
            minutes=minutes.get(shift_id, (0, 0))[0],
            credit=minutes.get(shift_id, (0, 0))[1],
        )
        for shift_id, count in roster.head_counts(shift_ids).items()
    }


def record_address(shift: activities.Shift, actor: Actor, *, leads: bool) -> str:
    """Where the rows behind a shift's numbers are, for who may see them; else empty."""
    if accounts.may(actor, Right.SEE_HOURS, shift.activity.area.path):
        return reverse("hours:shift", args=[shift.public_id])
    return reverse("hours:field", args=[shift.public_id]) if leads and activities.stands(shift) else ""
