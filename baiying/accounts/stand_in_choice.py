"""Who may be asked to stand in for somebody of an office who is away."""

from datetime import datetime

from django.db.models import Q

from baiying.accounts import hands, rules
from baiying.accounts.models import Appointment
from baiying.accounts.stand_ins import accounts_before
from baiying.kit.db import offered


def could(row: Appointment, at: datetime) -> list[Appointment]:
    """Who may be asked to stand in: whoever serves in an office of the same kind at the same place, above it, or right
    below it. Not the same human, and nobody of a chain, so that no round ever closes. Each by the
    appointment that is nearest."""
    if row.area is None:
        return []
    taken = {hand for one in (row.account_id, *accounts_before(row)) for hand in hands.hands_of(one)}
    kind = rules.BESIDE if row.role in rules.BESIDE else tuple(rules.RANK)
    near = Q(area_id__in=row.area.path) | Q(area__parent_id=row.area_id)
    rows = Appointment.objects.filter(near, offered.in_force(at), role__in=kind, account__closed_at__isnull=True)
    path = row.area.path

    def off(one: Appointment) -> int:
        return path[::-1].index(one.area_id) if one.area_id in path else len(path)

    found: dict[int, Appointment] = {}
    for one in sorted(rows.exclude(account_id__in=taken).select_related("area", "account").order_by("id"), key=off):
        found.setdefault(one.account_id, one)
    return list(found.values())
