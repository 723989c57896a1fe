"""Whether somebody is the last who holds a role at a place."""

from datetime import datetime

from baiying.accounts.models import Appointment
from baiying.kit.db import offered


def is_vacant(role: str, at: datetime) -> bool:
    """Whether nobody holds a role nor has been asked to."""
    return not Appointment.objects.filter(offered.standing(at), role=role, account__closed_at__isnull=True).exists()


def is_kept(role: str, area_id: int | None, at: datetime) -> bool:
    """Whether somebody holds a role at a place without an end that was agreed beforehand."""
    rows = Appointment.objects.filter(offered.in_force(at), role=role, area_id=area_id, ends_at__isnull=True)
    return rows.filter(account__closed_at__isnull=True).exists()


def is_last(row: Appointment, at: datetime) -> bool:
    """Whether nobody else holds the same role at the same place without an end, as sql/last_one_stays.sql asks."""
    others = Appointment.objects.filter(offered.in_force(at), role=row.role, area_id=row.area_id, ends_at__isnull=True)
    return not others.filter(account__closed_at__isnull=True).exclude(pk=row.pk).exists()
