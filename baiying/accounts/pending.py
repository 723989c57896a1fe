"""What a session keeps between the steps of coming in: the phone (sealed), if proven, who it may be, where to go next.

Sessions are signed cookies, so an old copy of one cannot be taken back. Therefore everything that was proven says
when, and dies after five minutes; accounts to choose from carry their session epoch, so that "log out everywhere"
ends these too.
"""

import base64
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest

from baiying.accounts import queries
from baiying.accounts.models import Account
from baiying.kit import returning, sealed

_PHONE, _TYPED, _PROVEN, _NEXT = "pending_phone", "pending_typed", "pending_proven", "pending_next"
# Where a proven phone that nobody logs in with goes on; kept apart from where its owner wanted to go.
_ONWARD = "pending_onward"
# The cookie is signed as a whole; this only keeps a value sealed for a row from standing in for it.
_PLACE = sealed.Place("session", "", _PHONE)
_CHOICE = "pending_accounts"
# After this long the phone must be proven again.
_PROVEN_FOR = timedelta(minutes=5)


def keep_phone(
    request: HttpRequest, phone: str, *, typed_at: datetime | None = None, proven_at: datetime | None = None
) -> None:
    request.session[_PHONE] = base64.b64encode(sealed.seal(phone, at=_PLACE)).decode()
    request.session[_PROVEN] = proof(queries.accounts_of_phone(phone), proven_at) if proven_at else None
    request.session[_TYPED] = typed_at.isoformat() if typed_at else None


def phone(request: HttpRequest) -> str | None:
    """The phone typed a step ago, proven or not."""
    kept = request.session.get(_PHONE)
    if not kept:
        return None
    try:
        return sealed.open_sealed(base64.b64decode(kept), at=_PLACE)
    except (ValueError, sealed.Unreadable):
        return None


def typed_phone(request: HttpRequest, at: datetime) -> str:
    """The phone typed a moment ago and not proven, to be put right; empty otherwise.

    After minutes somebody else may hold the device, and the number is not for them to read.
    """
    return (phone(request) or "") if _fresh(request.session.get(_TYPED), at) else ""


def proven_phone(request: HttpRequest, at: datetime) -> str | None:
    """The phone, if its code was given here not long ago and nobody who comes in by it logged out everywhere since."""
    kept = phone(request)
    return kept if kept and holds(request.session.get(_PROVEN), queries.accounts_of_phone(kept), at) else None


def _fresh(proven: object, at: datetime, within: timedelta = _PROVEN_FOR) -> bool:
    if not isinstance(proven, str):
        return False
    return timedelta() <= at - datetime.fromisoformat(proven) <= within


def proof(accounts: Iterable[Account], at: datetime) -> dict[str, Any]:
    """What a session keeps of having opened these accounts just now: when, and how often each was logged out before."""
    return {"at": at.isoformat(), "of": {a.public_id: a.session_epoch for a in accounts}}


def opens(kept: object, account: Account, at: datetime) -> bool:
    """Whether a proof still lets its session come in as the account: not old, not logged out everywhere since.

    An account that was made after the proof opens as long as nobody has logged it out.
    """
    if not isinstance(kept, dict) or not _fresh(kept.get("at"), at):
        return False
    return bool(kept["of"].get(account.public_id, 0) == account.session_epoch)


def holds(kept: object, accounts: Iterable[Account], at: datetime, within: timedelta = _PROVEN_FOR) -> bool:
    """Whether a proof still says who holds a phone by which these accounts come in now.

    Not where it is old, nor where one of them logged out everywhere or lost the phone since.
    """
    if not isinstance(kept, dict) or not _fresh(kept.get("at"), at, within):
        return False
    now = {account.public_id: account.session_epoch for account in accounts}
    return kept["of"].keys() <= now.keys() and all(kept["of"].get(one, 0) == epoch for one, epoch in now.items())


def keep_choice(request: HttpRequest, accounts: Iterable[Account], at: datetime) -> None:
    """These accounts were opened just now by code or password; one of them is to be chosen."""
    request.session[_CHOICE] = proof(accounts, at)


def choice(request: HttpRequest, among: Iterable[Account], at: datetime) -> list[Account]:
    """Which of the phone's accounts may be chosen still: proven not long ago, and not logged out everywhere since."""
    kept = request.session.get(_CHOICE)
    if not isinstance(kept, dict):
        return []
    return [account for account in among if account.public_id in kept["of"] and opens(kept, account, at)]


def forget(request: HttpRequest) -> None:
    for key in (_PHONE, _TYPED, _PROVEN, _NEXT, _ONWARD, _CHOICE):
        request.session.pop(key, None)


def keep_next(request: HttpRequest, url: str) -> None:
    """Remember where somebody wanted to go; addresses elsewhere are dropped."""
    if path := returning.local(url):
        request.session[_NEXT] = path


def next_url(request: HttpRequest) -> str:
    kept: str = request.session.get(_NEXT) or ""
    return kept


def keep_onward(request: HttpRequest, url: str) -> None:
    """Where to go on once the code is right, if nobody logs in with the phone."""
    request.session[_ONWARD] = url


def onward(request: HttpRequest) -> str:
    """Where a phone that nobody logs in with goes on; empty where nothing was said."""
    kept: str = request.session.get(_ONWARD) or ""
    return kept


def begin(request: HttpRequest) -> None:
    """Somebody comes to log in and says nothing of registering: what an earlier try said no longer holds."""
    request.session.pop(_ONWARD, None)
