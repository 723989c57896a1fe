"""Who may be asked to stand in for somebody of an office who is away."""

from datetime import datetime

from django.db.models import Q

from baiying.accounts import hands, rules
from baiying.accounts.models import Account, Appointment
from baiying.accounts.stand_ins import accounts_before
from baiying.kit.db import offered


def could(row: Appointment, at: datetime) -> list[Account]:
    """Who may be asked to stand in: whoever serves in an office of the same kind at the same place, above it, or right
    below it. Not the same human, and nobody of a chain, so that no round ever closes."""
    if row.area is None:
        return []
    taken = {hand for one in (row.account_id, *accounts_before(row)) for hand in hands.hands_of(one)}
    kind = rules.BESIDE if row.role in rules.BESIDE else tuple(rules.RANK)
    near = Q(area_id__in=row.area.path) | Q(area__parent_id=row.area_id)
    rows = Appointment.objects.filter(near, offered.in_force(at), role__in=kind, account__closed_at__isnull=True)
    found = rows.exclude(account_id__in=taken).values("account_id")
    return list(Account.objects.filter(pk__in=found).order_by("display_name", "id"))
