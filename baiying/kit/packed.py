"""What somebody gave, kept sealed in a row until it is used: packed small, bound to its place."""

import base64
import json
import zlib
from typing import Any

from baiying.kit import sealed


def seal(what: Any, *, at: sealed.Place) -> bytes:
    """Anything that JSON holds."""
    packed = zlib.compress(json.dumps(what, ensure_ascii=False, separators=(",", ":")).encode(), 3)
    return sealed.seal(base64.b85encode(packed).decode(), at=at)


def unseal(kept: bytes | None, *, at: sealed.Place) -> Any:
    """The same again. Raises sealed.Unreadable."""
    return json.loads(zlib.decompress(base64.b85decode(sealed.open_sealed(bytes(kept or b""), at=at))))
