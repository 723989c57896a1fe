"""Which session on which device a request is of: its id stands in the cookie, its row is written by the middleware.

`access.enter` opens a session and only notes here what is to be written, for writes are actions. A session whose row
is not there lets nobody in.
"""

from datetime import datetime, timedelta

from django.http import HttpRequest

from baiying.accounts.models import Account
from baiying.kit.db.fields import new_public_id

KEY = "session"
_TO_WRITE, _CAME_BY = "_session_to_write", "_session_came_by"
NEW, KEPT, SEEN = "new", "kept", "seen"
# How fresh "last seen" is: a session writes so often at most.
_EVERY = timedelta(hours=1)


def begin(request: HttpRequest, came_by: str = "") -> None:
    request.session[KEY] = new_public_id()
    setattr(request, _CAME_BY, came_by)
    setattr(request, _TO_WRITE, NEW)


def keep(request: HttpRequest) -> None:
    """All other sessions of the account have ended."""
    if id_of(request) and not getattr(request, _TO_WRITE, ""):
        setattr(request, _TO_WRITE, KEPT)


def id_of(request: HttpRequest) -> str:
    """The public id; empty for a session from before they were written down."""
    kept = request.session.get(KEY)
    return kept if isinstance(kept, str) else ""


def came_by(request: HttpRequest) -> str:
    """By which way the session was opened in this request."""
    way: str = getattr(request, _CAME_BY, "")
    return way


def to_write(request: HttpRequest, account: Account, acting_id: int | None, at: datetime) -> str:
    """What is to be written of the session: NEW, KEPT, SEEN (an hour has passed, the role changed), or nothing."""
    noted: str = getattr(request, _TO_WRITE, "")
    if noted or not id_of(request) or account.session_seen_at is None:
        return noted
    changed = acting_id != account.session_acting_id
    return SEEN if changed or at - account.session_seen_at >= _EVERY else ""
