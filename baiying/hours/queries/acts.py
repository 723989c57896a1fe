"""The last acts of people in this room's rows (kit.acts): what keeps a record from being asked about as asleep."""

from datetime import datetime

from django.db.models import Max

from baiying.hours.models import Attendance, HourEntry, Objection
from baiying.kit import clock
from baiying.kit.acts import Act, Whose, of_persons


def acts(whose: Whose, at: datetime) -> list[Act]:
    """Attendance by any way (code, scan, roll-call, paper, a visit), lines of the ledger, objections."""
    came = Attendance.objects.filter(person_id__in=whose.persons, undone_at__isnull=True).order_by()
    served = HourEntry.objects.filter(person_id__in=whose.persons, minutes__gt=0).order_by()
    said = Objection.objects.filter(person_id__in=whose.persons).order_by()
    return [
        *of_persons(
            [(pk, clock.local_date(day)) for pk, day in came.values_list("person_id").annotate(Max("checked_in_at"))]
        ),
        *of_persons(list(served.values_list("person_id").annotate(Max("served_on")))),
        *of_persons(
            [(pk, clock.local_date(day)) for pk, day in said.values_list("person_id").annotate(Max("filed_at"))]
        ),
    ]
