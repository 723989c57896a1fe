"""Codes and tries are kept as long as a limit or an inquiry may need them, then deleted."""

from datetime import datetime, timedelta

from baiying.accounts.models import LogInAttempt, LogInCode
from baiying.kit import limits
from baiying.kit.db import transaction

# Cybersecurity Law art. 21: at least six months of logs. What was decided stays in the audit for longer.
_KEEP = timedelta(days=183)


@transaction.atomic
def clear_old_tries(*, at: datetime) -> int:
    """Delete codes and tries older than half a year, and limits that are paid back. Run daily."""
    codes, _by_model = LogInCode.objects.filter(sent_at__lt=at - _KEEP).delete()
    tries, _by_model = LogInAttempt.objects.filter(at__lt=at - _KEEP).delete()
    return codes + tries + limits.sweep(at=at)
