"""Sealing personal data: encryption with a key a person can lose, and keyed hashes for looking up.

Each person has a data key, itself sealed by the master key; destroying the data key makes what it sealed
unreadable for ever (house rule: closing an account). The suite's number stands first in every sealed value, so
that a national suite (SM4, SM3) can be added beside AES-GCM and SHA-256 (R154). Two keys come from settings:
BAIYING_MASTER_KEY seals, BAIYING_LOOKUP_KEY hashes; neither can stand in for the other.
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_AES_256_GCM = b"\x01"
_NONCE_BYTES = 12


class Unreadable(Exception):
    """The key is gone, or the value was changed."""


def new_key() -> bytes:
    return AESGCM.generate_key(bit_length=256)


def _encrypt(data: bytes, key: bytes) -> bytes:
    nonce = os.urandom(_NONCE_BYTES)
    return _AES_256_GCM + nonce + AESGCM(key).encrypt(nonce, data, _AES_256_GCM)


def _decrypt(sealed: bytes, key: bytes) -> bytes:
    sealed = bytes(sealed)
    if sealed[:1] != _AES_256_GCM:
        raise Unreadable("unknown suite")
    try:
        return AESGCM(key).decrypt(sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :], _AES_256_GCM)
    except InvalidTag:
        raise Unreadable("wrong key or changed value") from None


def seal(text: str, key: bytes | None = None) -> bytes:
    """Seal a text under a data key, or under the master key where no person stands behind it."""
    return _encrypt(text.encode(), key or settings.BAIYING_MASTER_KEY)


def open_sealed(sealed: bytes, key: bytes | None = None) -> str:
    """The text again. Raises Unreadable if the key is gone or the value was changed. The caller audits."""
    return _decrypt(sealed, key or settings.BAIYING_MASTER_KEY).decode()


def seal_key(key: bytes) -> bytes:
    return _encrypt(key, settings.BAIYING_MASTER_KEY)


def open_key(sealed_key: bytes) -> bytes:
    return _decrypt(sealed_key, settings.BAIYING_MASTER_KEY)


def lookup(purpose: str, value: str) -> bytes:
    """A keyed hash that finds a value without storing it; `purpose` keeps phones and ID numbers apart."""
    return hmac.digest(settings.BAIYING_LOOKUP_KEY, f"{purpose}\0{value}".encode(), hashlib.sha256)
