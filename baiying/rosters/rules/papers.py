"""A consent on paper: the code that it carries, when it was signed, and what a scan of it is cleaned of. Pure."""

import re
import struct
import unicodedata
from datetime import datetime, timedelta

_PID = 12
_CODE = re.compile(rf"([a-z0-9]{{{_PID}}})[-v]*([0-9a-z]{{1,3}})")
_ADDRESS = re.compile(rf"/invitations/([a-z0-9]{{{_PID}}})/?\?paper=([0-9a-z]{{1,3}})")


def code_of(invitation_pid: str, version: str) -> str:
    """What stands under the square, to be typed where it cannot be read: abc def ghj kmn - 3."""
    parts = " ".join(invitation_pid[at : at + 3] for at in range(0, _PID, 3))
    return f"{parts} - {version}"


def read_code(text: str) -> tuple[str, str] | None:
    """The invitation and the version of the text that a code names: as it was read from the square (an address), or as
    somebody typed what stands under it; None for any other code."""
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    if found := _ADDRESS.search(plain):
        return found[1], found[2]
    found = _CODE.fullmatch(re.sub(r"[\s._]", "", plain))
    return (found[1], found[2]) if found else None


def act_at(midnight: datetime, hour: timedelta | None, *, agrees: bool, read_at: datetime) -> datetime:
    """When a paper was signed, of which the day is known and perhaps the hour.

    Without the hour a yes is as early as it can be, and a no as late as it can be, so that of two answers of one day
    whose order nobody knows the no counts. Never later than the paper was read.
    """
    if hour is not None:
        return min(midnight + hour, read_at)
    return midnight if agrees else min(midnight + timedelta(days=1, microseconds=-1), read_at)


_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
# What a picture needs to be shown; all else in it says where, when and by what it was made.
_PNG_KEPT = {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}


def cleaned(content: bytes) -> tuple[str, bytes] | None:
    """The kind of a picture (jpg, png) and the picture alone: without place, time, device, words or anything after its
    end. None for whatever is no such picture."""
    try:
        if content.startswith(_JPEG):
            return "jpg", _jpeg(content)
        if content.startswith(_PNG):
            return "png", _png(content)
    except (IndexError, ValueError, struct.error):
        return None
    return None


def _jpeg(content: bytes) -> bytes:
    out, at = bytearray(content[:2]), 2
    while True:
        if content[at] != 0xFF:
            raise ValueError("no segment")
        mark = content[at + 1]
        if mark == 0xDA:
            end = content.rindex(b"\xff\xd9")
            return bytes(out + content[at : end + 2])
        size = struct.unpack(">H", content[at + 2 : at + 4])[0]
        # APP0 says how it is scaled and APP14 how its colours are meant; the other notes and comments go.
        note = (0xE1 <= mark <= 0xEF and mark != 0xEE) or mark == 0xFE
        if not note:
            out += content[at : at + 2 + size]
        at += 2 + size


def _png(content: bytes) -> bytes:
    out, at = bytearray(content[:8]), 8
    while True:
        size, kind = struct.unpack(">I4s", content[at : at + 8])
        whole = content[at : at + 12 + size]
        if len(whole) != 12 + size:
            raise ValueError("cut off")
        if kind in _PNG_KEPT:
            out += whole
        at += 12 + size
        if kind == b"IEND":
            return bytes(out)
