"""What came of shifts: who came, and how much time the ledger has for them (O2)."""

from collections.abc import Sequence

from django.db import connection

from baiying.hours.queries import roster
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
