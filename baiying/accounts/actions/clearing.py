"""Codes and tries are kept as long as a limit or an inquiry may need them, then deleted."""

from datetime import datetime, timedelta

from baiying.accounts.models import LogInAttempt, LogInCode, Session
from baiying.kit import each, limits

# Cybersecurity Law art. 21: at least six months of logs. What was decided stays in the audit for longer.
_KEEP = timedelta(days=183)


def clear_old_tries(*, at: datetime) -> int:
    """Delete codes and tries older than half a year, and limits that are paid back. Run daily; gives how many.

    In pieces, and one that cannot be deleted keeps nothing else.
    """
    gone = 0
    for name, rows in (
        ("codes", LogInCode.objects.filter(sent_at__lt=at - _KEEP)),
        ("sessions", Session.objects.filter(seen_at__lt=at - _KEEP)),
        ("tries", LogInAttempt.objects.filter(at__lt=at - _KEEP)),
    ):
        gone += each.delete(f"accounts.clear_old_tries.{name}", rows, at=at).done
    return gone + limits.sweep(at=at)
