"""What this room shows a volunteer today."""

from datetime import datetime

from baiying.complaints import queries
from baiying.ui.cards import Card

_SHOWN = 3


def hearings(person_id: int, account_id: int | None, at: datetime) -> Card | None:
    """What the account was asked to say something about."""
    rows = list(queries.waiting_for(account_id)[:_SHOWN]) if account_id is not None else []
    return Card("complaints/parts/today_hearings.html", {"rows": rows}) if rows else None


def own(person_id: int, account_id: int | None, at: datetime) -> Card | None:
    """What the account complained of or suggested and nobody has answered yet."""
    if account_id is None:
        return None
    rows = list(queries.of_account(account_id).filter(ended_at__isnull=True)[:_SHOWN])
    lines = [(row, queries.state_of(row), queries.next_due(row)) for row in rows]
    return Card("complaints/parts/today_own.html", {"lines": lines}) if lines else None
