"""A device that holds passkeys, as a browser would let a page speak to it: makes keys, signs challenges, counts."""

import base64
import json
import os
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

ORIGIN, HOST = "http://testserver", "testserver"
_PRESENT, _VERIFIED, _NEW = 0x01, 0x04, 0x40


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class AlreadyHere(Exception):
    """A browser's InvalidStateError: the device holds one of the keys that the page named."""


@dataclass
class Device:
    """`counts`: by how much its count rises with each signature; 0 as phones do, who always say 0."""

    counts: int = 1
    count: int = 0
    unlocked: bool = True
    keys: dict[bytes, ec.EllipticCurvePrivateKey] = field(default_factory=dict)

    def _said(self, options: dict[str, Any], kind: str, origin: str) -> bytes:
        said = {"type": kind, "challenge": options["challenge"], "origin": origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _head(self, host: str, more: int = 0) -> bytes:
        self.count += self.counts
        flags = _PRESENT | (_VERIFIED if self.unlocked else 0) | more
        return sha256(host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def make(self, options: dict[str, Any], *, origin: str = ORIGIN, host: str = HOST) -> str:
        if any(bytes_of(one["id"]) in self.keys for one in options.get("excludeCredentials", [])):
            raise AlreadyHere
        key, handle = ec.generate_private_key(ec.SECP256R1()), os.urandom(16)
        self.keys[handle] = key
        numbers = key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32), -3: numbers.y.to_bytes(32)})
        data = self._head(host, _NEW) + bytes(16) + len(handle).to_bytes(2) + handle + public
        response = {
            "clientDataJSON": _text(self._said(options, "webauthn.create", origin)),
            "attestationObject": _text(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})),
        }
        return self._answer(handle, response)

    def sign(self, options: dict[str, Any], *, origin: str = ORIGIN, host: str = HOST) -> str:
        named = [bytes_of(one["id"]) for one in options.get("allowCredentials", [])]
        handle = next(one for one in self.keys if not named or one in named)
        said, data = self._said(options, "webauthn.get", origin), self._head(host)
        signature = self.keys[handle].sign(data + sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        response = {"clientDataJSON": _text(said), "authenticatorData": _text(data), "signature": _text(signature)}
        return self._answer(handle, response)

    @staticmethod
    def _answer(handle: bytes, response: dict[str, str]) -> str:
        key = {"id": _text(handle), "rawId": _text(handle), "type": "public-key", "clientExtensionResults": {}}
        return json.dumps(key | {"response": response})
