"""The last acts of people in this room's rows (kit.acts): what keeps a record from being asked about as asleep."""

from datetime import datetime

from django.db.models import Max

from baiying.complaints.models import Complaint
from baiying.kit import clock
from baiying.kit.acts import Act, Whose, of_accounts, of_persons


def acts(whose: Whose, at: datetime) -> list[Act]:
    """A complaint under the own name. Of one without a name nothing is known, and nothing is told."""
    rows = Complaint.objects.order_by()
    of_record = rows.filter(person_id__in=whose.persons).values_list("person_id").annotate(Max("filed_at"))
    of_log_in = rows.filter(account_id__in=whose.accounts).values_list("account_id").annotate(Max("filed_at"))
    return [
        *of_persons([(pk, clock.local_date(day)) for pk, day in of_record if pk is not None]),
        *of_accounts([(pk, clock.local_date(day)) for pk, day in of_log_in if pk is not None]),
    ]
