"""The live check-in code of a shift, from the server's key and clock."""

from datetime import datetime

from baiying.hours import rules
from baiying.kit import sealed

WRONG_DIGITS = "CheckInDigitsWrong"


def _key() -> bytes:
    return sealed.lookup("hours.check_in", "key")


def code_of(shift_pid: str, at: datetime) -> rules.Code:
    """The digits and the token to show now."""
    return rules.code_at(_key(), shift_pid, at)


def is_live(shift_pid: str, token: str, at: datetime) -> bool:
    """Whether the address's token is that of the present half-minute or the one before."""
    return rules.is_live(_key(), shift_pid, token, at)


def are_live(shift_pid: str, digits: str, at: datetime) -> bool:
    """Whether typed digits are those of the present half-minute or the one before; actions.try_digits counts."""
    return rules.are_live(_key(), shift_pid, digits, at)
