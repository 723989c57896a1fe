"""Papers: the code that a consent carries, when it was signed, and in what parts a pile is printed. Pure."""

import re
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


def parts_of(total: int, in_one: int) -> list[tuple[int, int, int]]:
    """Number, first and last of each part that is printed by itself; none where one page holds all."""
    if total <= in_one:
        return []
    return [(n, first + 1, min(first + in_one, total)) for n, first in enumerate(range(0, total, in_one), start=1)]
