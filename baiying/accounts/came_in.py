"""Who came in when, by their sessions: for rooms that tell a child's guardian of it."""

from datetime import datetime

from baiying.accounts.models import Session


def log_ins(since: datetime, until: datetime, account_id: int | None = None) -> dict[int, list[datetime]]:
    """When accounts came in from an instant to another, the oldest first; of all accounts, or of one."""
    # A session that began since then was seen since then: by that column it is found.
    rows = Session.objects.filter(seen_at__gte=since, began_at__gte=since, began_at__lt=until)
    if account_id is not None:
        rows = rows.filter(account_id=account_id)
    found: dict[int, list[datetime]] = {}
    for account, began_at in rows.order_by("began_at").values_list("account_id", "began_at"):
        found.setdefault(account, []).append(began_at)
    return found
