"""What this room gives that holds once it is accepted."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.accounts import queries
from baiying.ui.offers import Offer


def appointments(account_id: int, at: datetime) -> list[Offer]:
    """The appointments that wait for the account's answer, with what their roles may do."""
    return [
        Offer(
            what=f"{row.get_role_display()} · {row.area.name if row.area else _('整个平台')}",
            given_at=row.starts_at,
            given_by_id=row.appointed_by_id,
            accept=reverse("accounts:acceptance", args=[row.public_id]),
            decline=reverse("accounts:refusal", args=[row.public_id]),
            may_head=_("接受之后，您在这个地区可以办："),
            may=queries.what_role_may_do(row.role),
            note=row.title,
        )
        for row in queries.appointments_offered(account_id, at)
    ]
