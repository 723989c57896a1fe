"""Sealing personal data: encryption with a key a person can lose, and keyed hashes for looking up.

Each person has a data key, itself sealed by a master key; destroying the data key makes what it sealed unreadable for
ever (house rule: closing an account). A sealed value says by which suite and by which master key it was sealed, and is
bound to the place where it stands: copied into another row or column it does not open.

    suite (1 byte) | key's number (2) | nonce (12) | text and tag

The suite stands first: BAIYING_SUITE says by which one new values are sealed, AES-GCM or the national SM4-GCM, and both
open (R154, kit.suites). Number 0 means the row's own data key. Values from before (suite 1) know neither number nor
place: they still open, and become the new kind when they are written or by `baiying keys rotate`. BAIYING_MASTER_KEYS
seal, BAIYING_LOOKUP_KEY hashes; neither can stand in for the other.
"""

import os
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from baiying.kit import suites

_UNBOUND = 1
_HEAD_BYTES = 3
_NONCE_BYTES = 12
_KEY_BYTES = 32
_OWN_KEY = 0


class Unreadable(Exception):
    """The key is gone, the value was changed, or it stands where it was not sealed for."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value stands: table, row (its public id: known before the row is written), column."""

    table: str
    row: str
    column: str

    @classmethod
    def of(cls, row: Any, column: str) -> "Place":
        """A column of a row that has a public id."""
        return cls(row._meta.db_table, row.public_id, column)

    @property
    def data(self) -> bytes:
        return "\0".join((self.table, self.row, self.column)).encode()


def new_key() -> bytes:
    """A key of 32 random bytes, for either suite."""
    return os.urandom(_KEY_BYTES)


def newest_number() -> int:
    """The number of the master key that seals now."""
    return max(settings.BAIYING_MASTER_KEYS)


def suite() -> suites.Suite:
    """By which suite values are sealed now."""
    return suites.BY_NAME[settings.BAIYING_SUITE]


def newest_head() -> bytes:
    """How a value begins that a master key seals now."""
    return bytes([suite().number]) + newest_number().to_bytes(_HEAD_BYTES - 1)


def is_newest(box: bytes) -> bool:
    """Whether a value that a master key sealed needs no new sealing."""
    return box[:_HEAD_BYTES] == newest_head()


def is_bound(box: bytes) -> bool:
    """Whether the value knows its place."""
    return box[0] in suites.BY_NUMBER


def seal(text: str, *, at: Place, key: bytes | None = None) -> bytes:
    """Seal a text under a person's data key, or under the newest master key where no person stands behind it."""
    return _encrypt(text.encode(), at, key)


def seal_bytes(data: bytes, *, at: Place) -> bytes:
    """Seal what is no text, a picture, under the newest master key; `open_bytes` gives it back."""
    return _encrypt(data, at, None)


def open_sealed(box: bytes, *, at: Place, key: bytes | None = None) -> str:
    """The text again. Raises Unreadable if the key is gone, or value or place were changed. The caller audits."""
    return _decrypt(bytes(box), at, key).decode()


def open_bytes(box: bytes, *, at: Place, key: bytes | None = None) -> bytes:
    """Like `open_sealed` for whatever is inside, a text or a key. Raises Unreadable."""
    return _decrypt(bytes(box), at, key)


def number_of(box: bytes) -> int:
    """The number of the master key that sealed a value; 0 for a row's own key, the first one where none is noted."""
    return int.from_bytes(box[1:_HEAD_BYTES]) if is_bound(box) else min(settings.BAIYING_MASTER_KEYS)


def seal_key(key: bytes, *, at: Place) -> bytes:
    """Seal a data key under the newest master key."""
    return _encrypt(key, at, None)


def open_key(box: bytes, *, at: Place) -> bytes:
    return _decrypt(bytes(box), at, None)


def seal_again(box: bytes, *, at: Place, key: bytes | None = None) -> bytes:
    """The same content sealed anew: by the newest key, bound to its place. Raises Unreadable."""
    return _encrypt(_decrypt(bytes(box), at, key), at, key)


def lookup(purpose: str, value: str) -> bytes:
    """A keyed hash that finds a value without storing it; `purpose` keeps phones and ID numbers apart."""
    return suites.lookup(settings.BAIYING_LOOKUP_KEY, f"{purpose}\0{value}".encode())


def _encrypt(data: bytes, at: Place, key: bytes | None) -> bytes:
    number = newest_number() if key is None else _OWN_KEY
    by = suite()
    head = bytes([by.number]) + number.to_bytes(_HEAD_BYTES - 1)
    nonce = os.urandom(_NONCE_BYTES)
    return head + nonce + by.seal(key or settings.BAIYING_MASTER_KEYS[number], nonce, data, head + at.data)


def _decrypt(box: bytes, at: Place, key: bytes | None) -> bytes:
    by = suites.BY_NUMBER.get(box[0]) if box else None
    if by is not None:
        head, start, number, bound = box[:_HEAD_BYTES], _HEAD_BYTES, int.from_bytes(box[1:_HEAD_BYTES]), at.data
    elif box[:1] == bytes([_UNBOUND]):
        # Only the first master key was there when these were sealed.
        by, head, start, number, bound = suites.AES, box[:1], 1, min(settings.BAIYING_MASTER_KEYS), b""
    else:
        raise Unreadable("unknown suite")
    if key is None:
        key = settings.BAIYING_MASTER_KEYS.get(number)
    if key is None:
        raise Unreadable(f"master key {number} is not among BAIYING_MASTER_KEYS")
    nonce, rest = box[start : start + _NONCE_BYTES], box[start + _NONCE_BYTES :]
    if len(nonce) < _NONCE_BYTES:
        raise Unreadable("a value that was cut")
    try:
        return by.open(key, nonce, rest, head + bound)
    except suites.Spoilt:
        raise Unreadable("wrong key, changed value or another place") from None
