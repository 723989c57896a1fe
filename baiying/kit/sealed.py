"""Sealing personal data: encryption with a key a person can lose, and keyed hashes for looking up.

Each person has a data key, itself sealed by a master key; destroying the data key makes what it sealed unreadable for
ever (house rule: closing an account). A sealed value says by which suite and by which master key it was sealed, and is
bound to the place where it stands: copied into another row or column it does not open.

    suite (1 byte) | key's number (2) | nonce (12) | text and tag

The suite stands first so that a national one (SM4, SM3) can be added beside AES-GCM and SHA-256 (R154). Number 0 means
the row's own data key. Values from before (suite 1) know neither number nor place: they still open, and become the new
kind when they are written or by `baiying keys rotate`. BAIYING_MASTER_KEYS seal, BAIYING_LOOKUP_KEY hashes; neither can
stand in for the other.
"""

import hashlib
import hmac
import os
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_UNBOUND = 1
_AES_256_GCM = 2
_HEAD_BYTES = 3
_NONCE_BYTES = 12
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
    return AESGCM.generate_key(bit_length=256)


def newest_number() -> int:
    """The number of the master key that seals now."""
    return max(settings.BAIYING_MASTER_KEYS)


def is_newest(box: bytes) -> bool:
    """Whether a value that a master key sealed needs no new sealing."""
    return box[0] == _AES_256_GCM and int.from_bytes(box[1:_HEAD_BYTES]) == newest_number()


def is_bound(box: bytes) -> bool:
    """Whether the value knows its place."""
    return box[0] == _AES_256_GCM


def seal(text: str, *, at: Place, key: bytes | None = None) -> bytes:
    """Seal a text under a person's data key, or under the newest master key where no person stands behind it."""
    return _encrypt(text.encode(), at, key)


def open_sealed(box: bytes, *, at: Place, key: bytes | None = None) -> str:
    """The text again. Raises Unreadable if the key is gone, or value or place were changed. The caller audits."""
    return _decrypt(bytes(box), at, key).decode()


def open_bytes(box: bytes, *, at: Place, key: bytes | None = None) -> bytes:
    """Like `open_sealed` for whatever is inside, a text or a key. Raises Unreadable."""
    return _decrypt(bytes(box), at, key)


def number_of(box: bytes) -> int:
    """The number of the master key that sealed a value; 0 for a row's own key, the first one where none is noted."""
    return int.from_bytes(box[1:_HEAD_BYTES]) if box[0] == _AES_256_GCM else min(settings.BAIYING_MASTER_KEYS)


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
    return hmac.digest(settings.BAIYING_LOOKUP_KEY, f"{purpose}\0{value}".encode(), hashlib.sha256)


def _encrypt(data: bytes, at: Place, key: bytes | None) -> bytes:
    number = newest_number() if key is None else _OWN_KEY
    head = bytes([_AES_256_GCM]) + number.to_bytes(_HEAD_BYTES - 1)
    nonce = os.urandom(_NONCE_BYTES)
    return head + nonce + AESGCM(key or settings.BAIYING_MASTER_KEYS[number]).encrypt(nonce, data, head + at.data)


def _decrypt(box: bytes, at: Place, key: bytes | None) -> bytes:
    suite = box[0] if box else 0
    if suite == _UNBOUND:
        # Only the first master key was there when these were sealed.
        head, start, number, bound = box[:1], 1, min(settings.BAIYING_MASTER_KEYS), b""
    elif suite == _AES_256_GCM:
        head, start, number, bound = box[:_HEAD_BYTES], _HEAD_BYTES, int.from_bytes(box[1:_HEAD_BYTES]), at.data
    else:
        raise Unreadable("unknown suite")
    if key is None:
        key = settings.BAIYING_MASTER_KEYS.get(number)
    if key is None:
        raise Unreadable(f"master key {number} is not among BAIYING_MASTER_KEYS")
    nonce, rest = box[start : start + _NONCE_BYTES], box[start + _NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, rest, head + bound)
    except (InvalidTag, ValueError):
        raise Unreadable("wrong key, changed value or another place") from None
