"""The rotating check-in code: a keyed hash of the shift and the half-minute. No table, no state, server time only."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

PERIOD_SECONDS = 30
# The present window and the one before: whoever types slowly still gets in; after a minute it is over.
WINDOWS = 2
# Somebody who opened the code in time may take this long to log in and press the button.
GRACE_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Code:
    """Six digits to type, a token for the address in the QR, and how long the pair is shown."""

    digits: str
    token: str
    seconds_left: int


def _window(at: datetime) -> int:
    return int(at.timestamp()) // PERIOD_SECONDS


def _of(key: bytes, shift_pid: str, window: int) -> tuple[str, str]:
    mac = hmac.digest(key, f"check-in\0{shift_pid}\0{window}".encode(), hashlib.sha256)
    digits = f"{int.from_bytes(mac[:8], 'big') % 1_000_000:06}"
    return digits, base64.b32encode(mac[8:18]).decode().lower()


def code_at(key: bytes, shift_pid: str, at: datetime) -> Code:
    """The code to show now."""
    digits, token = _of(key, shift_pid, _window(at))
    return Code(digits, token, PERIOD_SECONDS - int(at.timestamp()) % PERIOD_SECONDS)


def is_live(key: bytes, shift_pid: str, token: str, at: datetime) -> bool:
    """Whether the token of an address belongs to the present window or the one before.

    Digits are no token: an address is opened without an account and as often as one likes, and six digits can be tried.
    """
    return _shown(key, shift_pid, token.strip().lower(), at, which=1)


def are_live(key: bytes, shift_pid: str, digits: str, at: datetime) -> bool:
    """Whether typed digits belong to the present window or the one before. The caller counts the tries."""
    return _shown(key, shift_pid, digits.strip(), at, which=0)


def _shown(key: bytes, shift_pid: str, given: str, at: datetime, *, which: int) -> bool:
    found = False
    for back in range(WINDOWS):
        known = _of(key, shift_pid, _window(at) - back)[which]
        found |= hmac.compare_digest(known.encode(), given.encode())
    return found
