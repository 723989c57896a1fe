"""The last acts of people in this room's rows (kit.acts): what keeps a record from being asked about as asleep."""

from datetime import datetime

from django.db.models import Max

from baiying.kit import clock
from baiying.kit.acts import Act, Whose, of_persons
from baiying.rosters.models import Invitation


def acts(whose: Whose, at: datetime) -> list[Act]:
    """An invitation that was accepted. One that is only made, or was sent, says nothing of anybody."""
    rows = Invitation.objects.filter(person_id__in=whose.persons, accepted_at__isnull=False).order_by()
    found = rows.values_list("person_id").annotate(Max("accepted_at"))
    return of_persons([(pk, clock.local_date(day)) for pk, day in found])
