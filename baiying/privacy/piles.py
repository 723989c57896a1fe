"""What waits for somebody at work in this room."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.accounts import access as accounts
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.privacy import queries
from baiying.privacy.models import Opening
from baiying.privacy.rights import Right
from baiying.ui.piles import Item, Pile, pile


def openings(actor: Actor, at: datetime) -> Pile | None:
    """Records at rest that another asked to open: a second person answers. One's own wishes wait for somebody else."""
    if actor.account_id is None or not accounts.may(actor, Right.OPEN_STORED):
        return None
    rows = queries.waiting_openings(accounts.scope_of(actor, Right.OPEN_STORED))
    rows = rows.exclude(asked_by_id__in=accounts.hands_of(actor.account_id))
    return pile("openings", _("等您同意的依法查看"), reverse("privacy:openings"), rows, _item)


def _item(row: Opening) -> Item:
    title = identifiers.mask_name(row.person.name)
    page = reverse("privacy:opening", args=[row.public_id])
    return Item(title, row.get_ground_display(), page, since=row.asked_at, person_id=row.person_id)
