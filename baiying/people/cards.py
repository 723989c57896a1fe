"""What this room shows on the page of the day."""

from datetime import datetime

from baiying.kit.values import identifiers
from baiying.people import queries
from baiying.ui.cards import Card


def asked(_person_id: int, account_id: int | None, _at: datetime) -> Card | None:
    """Children who wait for this account's answer as a guardian: before everything else of the day."""
    rows = queries.open_requests_to(account_id) if account_id else []
    if not rows:
        return None
    children = [(row, identifiers.mask_name(row.ward.name)) for row in rows]
    return Card("people/parts/asked.html", {"rows": children}, first=True)
