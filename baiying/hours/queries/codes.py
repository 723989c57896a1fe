"""The live check-in code of a shift, from the server's key and clock."""

from datetime import datetime, timedelta

from baiying.hours import rules
from baiying.kit import sealed
from baiying.kit.models import AuditEvent

WRONG_DIGITS = "CheckInDigitsWrong"
MOST_TRIES = 10
_WITHIN = timedelta(minutes=10)


def _key() -> bytes:
    return sealed.lookup("hours.check_in", "key")


def code_of(shift_pid: str, at: datetime) -> rules.Code:
    """The digits and the token to show now."""
    return rules.code_at(_key(), shift_pid, at)


def is_live(shift_pid: str, given: str, at: datetime) -> bool:
    """Whether digits or token are those of the present half-minute or the one before."""
    return rules.is_live(_key(), shift_pid, given, at)


def too_many_tries(account_id: int | None, at: datetime) -> bool:
    """Whether the account typed wrong digits too often in the last minutes."""
    rows = AuditEvent.objects.filter(account_id=account_id, action=WRONG_DIGITS, at__gt=at - _WITHIN)
    return rows.count() >= MOST_TRIES
