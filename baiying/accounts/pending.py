"""What a session keeps between the steps of coming in: the phone (sealed), whether it is proven, where to go next."""

import base64
from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from baiying.kit import sealed

_PHONE, _PROVEN, _NEXT = "pending_phone", "pending_proven", "pending_next"
# The cookie is signed as a whole; this only keeps a value sealed for a row from standing in for it.
_PLACE = sealed.Place("session", "", _PHONE)
# After this long the phone must be proven again.
_PROVEN_FOR = timedelta(minutes=30)


def keep_phone(request: HttpRequest, phone: str, *, proven_at: datetime | None = None) -> None:
    request.session[_PHONE] = base64.b64encode(sealed.seal(phone, at=_PLACE)).decode()
    request.session[_PROVEN] = proven_at.isoformat() if proven_at else None


def phone(request: HttpRequest) -> str | None:
    """The phone typed a step ago, proven or not."""
    kept = request.session.get(_PHONE)
    if not kept:
        return None
    try:
        return sealed.open_sealed(base64.b64decode(kept), at=_PLACE)
    except (ValueError, sealed.Unreadable):
        return None


def proven_phone(request: HttpRequest, at: datetime) -> str | None:
    """The phone, if its code was given here not long ago."""
    proven = request.session.get(_PROVEN)
    if not proven or at - datetime.fromisoformat(proven) > _PROVEN_FOR:
        return None
    return phone(request)


def forget(request: HttpRequest) -> None:
    for key in (_PHONE, _PROVEN, _NEXT):
        request.session.pop(key, None)


def keep_next(request: HttpRequest, url: str) -> None:
    """Remember where somebody wanted to go; addresses elsewhere are dropped."""
    if url and url_has_allowed_host_and_scheme(url, allowed_hosts=None):
        request.session[_NEXT] = url


def next_url(request: HttpRequest) -> str:
    kept: str = request.session.get(_NEXT) or ""
    return kept
