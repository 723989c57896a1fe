"""The daily job about lists of appointments and the invitations that came of them."""

from collections.abc import Callable
from datetime import timedelta

from baiying.accounts import list_keeping
from baiying.accounts.list_models import AppointmentInvitation, AppointmentList
from baiying.kit.db.fields import new_public_id
from tests.config.planted.rows import BAD, ROWS, Cast, Planted, now


def _over(cast: Cast) -> Planted:
    area = cast["leader"].team.area  # type: ignore[union-attr]
    at = now() - timedelta(days=90)
    listing = AppointmentList.objects.create(
        form_id=new_public_id(), role="county_office", title="名单", made_at=at, made_by_id=1, sent_at=at,
        sent_by_id=1, finished_at=at, emptied_at=at,
    )  # fmt: skip
    rows = []
    for n in range(ROWS):
        row = AppointmentInvitation(
            listing=listing, role="place_staff", area=area, phone_hash=bytes([n]), made_at=at,
            ends_at=at + timedelta(days=30),
        )  # fmt: skip
        list_keeping.seal_who(row, "19900000777", "新人")
        row.save()
        rows.append(row.pk)
    return Planted(
        "accounts_appointmentinvitation", "id", rows[BAD], rows,
        lambda: set(
            AppointmentInvitation.objects.filter(pk__in=rows, emptied_at__isnull=True).values_list("pk", flat=True)
        ),
    )  # fmt: skip


JOBS: dict[str, Callable[[Cast], Planted]] = {"accounts.clear_old_lists": _over}
