"""What was typed into a search that may name a person: kept in the reader's own session, under a key that says nothing.

The address has the key alone, so that Back, reload, the next page and a second tab show what they showed, and no name
or number stands in an address, a history or a log. The words lie sealed in the session's cookie: nothing is stored by
the server. They are gone with the session, after `LASTS`, or when later searches need the room.
"""

import base64
import binascii
import secrets
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from baiying.kit import clock, sealed

# The parameter of an address that names a search.
KEY = "s"
# A working day: whoever comes back to the tab after lunch finds what stood there.
LASTS = timedelta(hours=8)
# A cookie has 4,096 bytes for all of a session.
MOST, MOST_SIGNS = 12, 1500
_IN_SESSION = "sought"


def keep(request: HttpRequest, words: str) -> str:
    """The key of these words in this log-in; the same words have the same one. Empty where nobody is logged in."""
    session, at = getattr(request, "session", None), clock.now()
    if session is None or not words:
        return ""
    kept = _live(session, at)
    key = next((one for one in kept if _opened(one, kept[one]) == words), "") or secrets.token_urlsafe(6)
    kept.pop(key, None)
    kept[key] = [int((at + LASTS).timestamp()), _sealed(key, words)]
    while len(kept) > MOST or (len(kept) > 1 and sum(len(box) for _until, box in kept.values()) > MOST_SIGNS):
        del kept[next(iter(kept))]
    session[_IN_SESSION] = kept
    return key


def words_of(request: HttpRequest, key: str) -> str | None:
    """The words of a key; None where this log-in has none such, or has them no longer."""
    session = getattr(request, "session", None)
    kept = _live(session, clock.now()) if session is not None else {}
    return _opened(key, kept[key]) if key in kept else None


def _live(session: Any, at: datetime) -> dict[str, list[Any]]:
    """What the session still has, the oldest search first."""
    found = session.get(_IN_SESSION, {})
    return {key: row for key, row in found.items() if row[0] > at.timestamp()}


def _place(key: str) -> sealed.Place:
    return sealed.Place("session", key, _IN_SESSION)


def _sealed(key: str, words: str) -> str:
    return base64.b64encode(sealed.seal(words, at=_place(key))).decode()


def _opened(key: str, row: list[Any]) -> str | None:
    try:
        return sealed.open_sealed(base64.b64decode(row[1]), at=_place(key))
    except (sealed.Unreadable, binascii.Error):
        return None
