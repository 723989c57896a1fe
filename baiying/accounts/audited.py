"""What this room's things are called in the audit."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from baiying.accounts import queries
from baiying.accounts.list_models import AppointmentList
from baiying.accounts.models import Account, Appointment, Lock
from baiying.kit import admission
from baiying.ui.cards import Named


def names(asked: Mapping[str, Collection[int]], at: datetime) -> dict[tuple[str, int], Named]:
    """Accounts by name or phone mask, appointments by holder, role and area, locks by phone mask."""
    found: dict[tuple[str, int], Named] = {}
    if ids := asked.get("account"):
        masks = queries.phone_masks(ids)
        for pk in Account.objects.filter(pk__in=list(ids)).values_list("pk", flat=True):
            # Of whose record is at rest the surname alone: the rooms above know.
            found["account", pk] = Named(admission.door.called(pk) or masks.get(pk, ""))
    if ids := asked.get("appointment"):
        for row in Appointment.objects.filter(pk__in=list(ids)).select_related("account", "area"):
            where = row.area.name if row.area else _("整个平台")
            words = _("%(name)s：%(area)s%(role)s")
            found["appointment", row.pk] = Named(
                words % {"name": admission.door.called(row.account_id), "area": where, "role": row.get_role_display()}
            )
    if ids := asked.get("appointment_list"):
        for pk, title in AppointmentList.objects.filter(pk__in=list(ids)).values_list("pk", "title"):
            found["appointment_list", pk] = Named(title)
    if ids := asked.get("lock"):
        for pk, mask in Lock.objects.filter(pk__in=list(ids)).values_list("pk", "phone_mask"):
            found["lock", pk] = Named(mask)
    return found
