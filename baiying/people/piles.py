"""What waits for somebody at work in this room."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from baiying.accounts import access as accounts
from baiying.kit.values import identifiers
from baiying.kit.values.actor import Actor
from baiying.people import queries
from baiying.people.rights import Right
from baiying.ui.piles import Item, Pile, pile


def checks(actor: Actor, at: datetime) -> Pile | None:
    """Registrations whose real name nobody has checked yet."""
    if not accounts.may(actor, Right.CHECK_REAL_NAME):
        return None
    rows = queries.waiting_checks(accounts.scope_of(actor, Right.CHECK_REAL_NAME))
    return pile(_("等待实名核验"), "/desk/people/checks/", rows, _check)


def _check(row: Any) -> Item:
    name = identifiers.mask_name(row.person.name)
    return Item(name, row.person.residence.name, "/desk/people/checks/", since=row.registered_at)


def claims(actor: Actor, at: datetime) -> Pile | None:
    """Claims to registrations that nobody has decided yet."""
    if not accounts.may(actor, Right.DECIDE_CLAIMS):
        return None
    rows = queries.waiting_claims(accounts.scope_of(actor, Right.DECIDE_CLAIMS))
    return pile(_("等待处理的认领"), "/desk/people/claims/", rows, _claim)


def _claim(row: Any) -> Item:
    return Item(_("有人认领登记"), row.area.name, "/desk/people/claims/", since=row.filed_at)
