"""The last acts of accounts in this room's rows (kit.acts): what keeps a record from being asked about as asleep."""

from datetime import datetime

from baiying.accounts.models import Appointment
from baiying.kit import clock
from baiying.kit.acts import Act, Whose, of_accounts


def acts(whose: Whose, at: datetime) -> list[Act]:
    """An appointment is an act of every day it is held, also of who is away and stood in for. A log-in is none."""
    held = Appointment.objects.filter(account_id__in=whose.accounts, accepted_at__isnull=False, starts_at__lte=at)
    return of_accounts(
        [
            (account, clock.local_date(min(ends or at, at)))
            for account, ends in held.values_list("account_id", "ends_at")
        ]
    )
