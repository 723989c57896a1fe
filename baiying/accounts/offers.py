"""What this room gives that holds once it is accepted."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.accounts import held_on, queries, stand_ins
from baiying.accounts.models import Appointment
from baiying.kit import clock
from baiying.ui import formats
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
            may=queries.what_role_may_do(row.role, stands_in=row.stands_in_for_id is not None),
            note=_note(row, at),
        )
        for row in queries.appointments_offered(account_id, at)
    ]


def _note(row: Appointment, at: datetime) -> str:
    """Title, and from which day to which it would hold."""
    begins = clock.local_date(row.starts_at)
    until = held_on.until(row)
    said = [row.title] if row.title else []
    if row.stands_in_for_id is not None:
        said.append(_("代 %(away)s") % {"away": stand_ins.away_name(row)})
    if row.starts_at > at:
        said.append(_("从%(day)s起") % {"day": formats.date_text(begins)})
    if until:
        said.append(_("至 %(day)s") % {"day": until})
    return " · ".join(said)
