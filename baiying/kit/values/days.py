"""Days as people write them: 2026-12-02, 2026年12月2日, 2026.12.2, 2026/12/2, 20261202. Pure."""

import re
import unicodedata
from datetime import date

_PARTED = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
_WHOLE = re.compile(r"(\d{4})(\d{2})(\d{2})")


# Earlier and later days are typing errors, and the calendar ends soon after the last: nothing could be reckoned there.
FIRST, LAST = date(1900, 1, 1), date(2199, 12, 31)


def read(text: str) -> date | None:
    """The day that was written, the year first; None where it is none, or none that anybody means."""
    plain = re.sub(r"[‐-―−]", "-", unicodedata.normalize("NFKC", text).strip()).replace("。", ".")
    found = _PARTED.fullmatch(plain) or _WHOLE.fullmatch(plain)
    if found is None:
        return None
    try:
        day = date(*map(int, found.groups()))
    except ValueError:
        return None
    return day if FIRST <= day <= LAST else None
