"""After two areas became one: who worked in the one that is gone works in the other (R152)."""

from datetime import datetime

from baiying.accounts import facts as told
from baiying.accounts import locked, rules
from baiying.accounts.actions import standing_in
from baiying.accounts.models import Appointment, Role
from baiying.kit import audit, facts, viewing
from baiying.kit.db import offered, transaction
from baiying.kit.values.actor import Actor

# The offices of an area, which go where it goes; a city's stays.
_FOLLOW = [one.value for one in Role if one not in (*rules.PLATFORM, Role.CITY_OFFICE)]


@transaction.atomic
def follow_area(*, old_id: int, new_id: int, actor: Actor, at: datetime) -> int:
    """Open appointments, answered or not; who holds the same role there already has the old one ended.

    A city's office stays: the last of a city cannot be taken away, and cities are not merged by a table alone. Returns
    how many; again changes nothing.
    """
    rows = Appointment.objects.filter(offered.given(at), area_id=old_id, role__in=_FOLLOW)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    for pk in ids:
        row = locked.appointment(pk)
        there = Appointment.objects.filter(
            offered.given(at), account_id=row.account_id, role=row.role, area_id=new_id, given_role=row.given_role,
            given_area_id=row.given_area_id,
        )  # fmt: skip
        if there.exists():
            row.ends_at = at
            row.save(update_fields=["ends_at"])
            ended = told.AppointmentEnded(appointment_id=row.pk, account_id=row.account_id, role=row.role)
            facts.publish(ended, actor=actor, at=at, area_id=new_id)
            standing_in.end_all_of(row, actor, at)
            continue
        row.area_id = new_id
        row.save(update_fields=["area"])
        audit.record(
            "AppointmentFollowed", actor=actor, at=at, subject=("appointment", pk), area_id=new_id,
            detail={"before": old_id},
        )  # fmt: skip
    viewing.follow_office(old_id=old_id, new_id=new_id, roles=_FOLLOW)
    return len(ids)
