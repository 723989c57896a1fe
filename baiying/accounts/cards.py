"""What this room shows a volunteer today."""

from datetime import datetime

from baiying.accounts import queries
from baiying.ui.cards import Card


def offers(person_id: int, account_id: int | None, at: datetime) -> Card | None:
    """What was given to the reader and waits for the own answer."""
    rows = queries.offers_to(account_id, at) if account_id is not None else []
    return Card("accounts/parts/today_offers.html", {"offers": rows}) if rows else None
