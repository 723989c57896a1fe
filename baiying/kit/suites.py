"""The two suites that seal and hash: AES-256-GCM with HMAC-SHA-256, and SM4-GCM with HMAC-SM3 (R154; GB/T 39786).

Keys are 32 random bytes in either. SM4 takes 16: they are derived, so that a row keeps its data key when the city
changes its suite. Which one sealed a value stands in its first byte, so both stand beside each other in one table.
"""

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hmac import HMAC

_TAG_BYTES = 16
_SM4_BYTES = 16
# A look-up key that begins so hashes by SM3: a key and its hash are chosen together, once, when a city is set up.
SM3_MARK = b"sm3:"


class Spoilt(Exception):
    """Wrong key, or the value was changed."""


@dataclass(frozen=True, slots=True)
class Suite:
    """One way of sealing: `(key, nonce, text, what stands beside) -> text and tag`, and back, which raises Spoilt."""

    name: str
    number: int
    seal: Callable[[bytes, bytes, bytes, bytes], bytes]
    open: Callable[[bytes, bytes, bytes, bytes], bytes]


def _aes_seal(key: bytes, nonce: bytes, data: bytes, beside: bytes) -> bytes:
    return AESGCM(key).encrypt(nonce, data, beside)


def _aes_open(key: bytes, nonce: bytes, data: bytes, beside: bytes) -> bytes:
    try:
        return AESGCM(key).decrypt(nonce, data, beside)
    except (InvalidTag, ValueError):
        raise Spoilt from None


def sm3_hmac(key: bytes, data: bytes) -> bytes:
    """HMAC over SM3 (GB/T 32905, GB/T 15852.2), 32 bytes."""
    maker = HMAC(key, hashes.SM3())
    maker.update(data)
    return maker.finalize()


def sm4_key(key: bytes) -> bytes:
    """The 16 bytes by which SM4 seals, of a key of 32."""
    return sm3_hmac(key, b"baiying sm4-gcm")[:_SM4_BYTES]


def _sm4_seal(key: bytes, nonce: bytes, data: bytes, beside: bytes) -> bytes:
    maker = Cipher(algorithms.SM4(sm4_key(key)), modes.GCM(nonce)).encryptor()
    maker.authenticate_additional_data(beside)
    return maker.update(data) + maker.finalize() + maker.tag


def _sm4_open(key: bytes, nonce: bytes, data: bytes, beside: bytes) -> bytes:
    # GCM takes shorter tags if asked: a value that was cut must not become one.
    if len(data) < _TAG_BYTES:
        raise Spoilt
    maker = Cipher(algorithms.SM4(sm4_key(key)), modes.GCM(nonce, data[-_TAG_BYTES:])).decryptor()
    maker.authenticate_additional_data(beside)
    try:
        return maker.update(data[:-_TAG_BYTES]) + maker.finalize()
    except InvalidTag:
        raise Spoilt from None


# Number 1 is AES-256-GCM from before values knew key and place (kit.sealed).
AES = Suite("aes", 2, _aes_seal, _aes_open)
SM = Suite("sm", 3, _sm4_seal, _sm4_open)
BY_NUMBER = {one.number: one for one in (AES, SM)}
BY_NAME = {one.name: one for one in (AES, SM)}


def lookup(key: bytes, data: bytes) -> bytes:
    """A keyed hash of 32 bytes: by SM3 where the key says so, else by SHA-256."""
    if key.startswith(SM3_MARK):
        return sm3_hmac(key.removeprefix(SM3_MARK), data)
    return hmac.digest(key, data, hashlib.sha256)
