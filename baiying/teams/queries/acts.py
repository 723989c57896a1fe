"""The last acts of people in this room's rows (kit.acts): what keeps a record from being asked about as asleep."""

from datetime import datetime

from django.db.models import Max
from django.db.models.functions import Greatest

from baiying.kit import clock
from baiying.kit.acts import Act, Whose, of_accounts, of_persons
from baiying.teams.models import Membership, Office


def acts(whose: Whose, at: datetime) -> list[Act]:
    """Asking to be in a team, or being taken in; an office in a unit or team is an act of every day it is held."""
    rows = Membership.objects.filter(person_id__in=whose.persons).order_by()
    asked = rows.values_list("person_id").annotate(last=Max(Greatest("asked_at", "joined_at")))
    return [
        *of_persons([(pk, clock.local_date(day)) for pk, day in asked]),
        *of_accounts(
            [
                (row.account_id, clock.local_date(min(row.ends_at or at, at)))
                for row in Office.objects.filter(
                    account_id__in=whose.accounts, accepted_at__isnull=False, starts_at__lte=at
                ).only("account_id", "ends_at")
            ]
        ),
    ]
