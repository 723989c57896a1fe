"""The keys of a city, sealed with a passphrase: scrypt makes a key of it, AES-256-GCM seals.

Inside stands the digest of the manifest too: whoever lacks the passphrase cannot give these keys another dump.
"""

import base64
import json
import os
import unicodedata
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from baiying.kit.backups.archive import Unusable, as_json

SHORTEST = 16
_FEWEST_LETTERS = 6
_BOUND = b"baiying backup keys 1"
# 128 MB and about half a second for each guess.
_COST = {"n": 2**17, "r": 8, "p": 1}
# A file from elsewhere may not make us use more than this.
_MOST = {"n": 2**20, "r": 16, "p": 4}


@dataclass(frozen=True, slots=True)
class Keys:
    """What settings hold: the key of sessions, of keyed hashes, and the numbered ones that seal."""

    secret: bytes
    lookup: bytes
    masters: dict[int, bytes]


def accepted(passphrase: str) -> str:
    """The passphrase in one form, however it was typed. Raises Unusable if it is too short or too plain."""
    text = unicodedata.normalize("NFKC", passphrase)
    if len(text) < SHORTEST or len(set(text)) < _FEWEST_LETTERS:
        raise Unusable(
            f"口令至少 {SHORTEST} 个字符，且不能只是几个字符的重复；建议用五六个互不相干的词。"
            f"A passphrase has at least {SHORTEST} characters, not a few repeated: take five or six unrelated words."
        )
    return text


def seal(keys: Keys, *, passphrase: str, manifest: str) -> bytes:
    """The sealed keys as a part of the backup; `manifest` is the digest of what they belong to."""
    salt, nonce = os.urandom(16), os.urandom(12)
    said = {
        "manifest": manifest,
        "secret_key": _text(keys.secret),
        "lookup_key": _text(keys.lookup),
        "master_keys": {str(number): _text(key) for number, key in keys.masters.items()},
    }
    box = AESGCM(_key(accepted(passphrase), salt, _COST)).encrypt(nonce, as_json(said), _BOUND)
    return as_json({"kdf": "scrypt", **_COST, "salt": _text(salt), "nonce": _text(nonce), "box": _text(box)})


def open_box(content: bytes, *, passphrase: str, manifest: str) -> Keys:
    """The keys again. Raises Unusable for a wrong passphrase, or where they belong to another manifest."""
    try:
        box = json.loads(content)
        cost = {name: int(box[name]) for name in _COST}
        if box["kdf"] != "scrypt" or any(not 1 <= cost[name] <= most for name, most in _MOST.items()):
            raise ValueError
        key = _key(unicodedata.normalize("NFKC", passphrase), _bytes(box["salt"]), cost)
        said = json.loads(AESGCM(key).decrypt(_bytes(box["nonce"]), _bytes(box["box"]), _BOUND))
    except InvalidTag:
        raise Unusable("口令不对，密钥没有打开。The passphrase is wrong: the keys stay sealed.") from None
    except (ValueError, KeyError, TypeError):
        raise Unusable("备份里的密钥部分读不懂。The sealed keys of this backup cannot be read.") from None
    if said["manifest"] != manifest:
        raise Unusable(
            "密钥与清单不是同一份备份的：清单或数据被换过。"
            "These keys belong to another backup: the manifest or the data were exchanged."
        )
    masters = {int(number): _bytes(key) for number, key in said["master_keys"].items()}
    return Keys(_bytes(said["secret_key"]), _bytes(said["lookup_key"]), masters)


def _key(passphrase: str, salt: bytes, cost: dict[str, int]) -> bytes:
    return Scrypt(salt=salt, length=32, **cost).derive(passphrase.encode())


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode()


def _bytes(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
