"""The last acts of people in this room's rows (kit.acts): what keeps a record from being asked about as asleep."""

from datetime import datetime

from django.db.models import Max

from baiying.kit import clock
from baiying.kit.acts import Act, Whose, of_persons
from baiying.privacy.models import Closing, Copy
from baiying.privacy.request_models import DataRequest


def acts(whose: Whose, at: datetime) -> list[Act]:
    """A copy that was asked for, a wish about the own data, a closing that was stopped."""
    found = []
    for rows, column in (
        (Copy.objects.filter(person_id__in=whose.persons), "asked_at"),
        (DataRequest.objects.filter(person_id__in=whose.persons), "asked_at"),
        (Closing.objects.filter(person_id__in=whose.persons, stopped_at__isnull=False), "stopped_at"),
    ):
        last = rows.order_by().values_list("person_id").annotate(Max(column))
        found += of_persons([(pk, clock.local_date(day)) for pk, day in last])
    return found
