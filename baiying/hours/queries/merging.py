"""What two records of one human have of one time, and lines that stand under another id than their attendance."""

from collections.abc import Collection

from django.db import connection
from django.db.models import Sum

from baiying.hours.models import Attendance, HourEntry
from baiying.hours.queries.ledger import standing

_PAIRS = """
  SELECT o.id, l.id
  FROM hours_attendance o
  JOIN hours_attendance l ON l.person_id = %(other)s AND l.undone_at IS NULL
   AND tstzrange(l.checked_in_at, l.checked_out_at) && tstzrange(o.checked_in_at, o.checked_out_at)
  WHERE o.person_id = %(own)s AND o.undone_at IS NULL
  ORDER BY 1, 2
"""


def overlapping_pairs(own_id: int, other_id: int) -> list[tuple[int, int]]:
    """Attendances of two persons at one time: (the first's, the second's); what was taken back is none."""
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, {"own": own_id, "other": other_id})
        return [(one, other) for one, other in cursor.fetchall()]


def minutes_held(person_ids: Collection[int]) -> dict[int, int]:
    """Minutes of the ledger that stand under each of some ids, of both tiers, less what was taken back."""
    rows = HourEntry.objects.filter(person_id__in=list(person_ids)).values("person_id").annotate(held=Sum("minutes"))
    return dict(rows.values_list("person_id", "held"))


def standing_of_many(attendance_ids: Collection[int]) -> list[HourEntry]:
    """The positive lines of some attendances that nobody has taken back."""
    by_record: dict[int, list[HourEntry]] = {}
    for line in HourEntry.objects.filter(attendance_id__in=list(attendance_ids)).order_by("id"):
        by_record.setdefault(line.attendance_id or 0, []).append(line)
    return [line for lines in by_record.values() for line in standing(lines)]


def lines_of_others(person_id: int) -> list[HourEntry]:
    """Standing lines of a person's attendances that were posted under another record's id."""
    ids = list(Attendance.objects.filter(person_id=person_id).values_list("id", flat=True))
    return [line for line in standing_of_many(ids) if line.person_id != person_id]
