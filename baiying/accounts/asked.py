"""What a session keeps of a device that was asked for a passkey, and of the secret of an app that is being added.

A challenge holds for some minutes and for what it was asked for; that it is answered once is kept in the database
(actions.factors), for an old copy of a session cannot be taken back. The secret and codes on paper stand sealed.
"""

import base64
import json
from datetime import datetime, timedelta

import pyotp
from django.http import HttpRequest

from baiying.accounts import passkeys
from baiying.kit import sealed

_CHALLENGE, _SECRET, _CODES = "passkey_asked", "totp_secret", "codes_made"
_HOLDS = timedelta(minutes=10)
NEW, LOG_IN, SHOW = "new", "log_in", "show"


def keep_challenge(request: HttpRequest, challenge: bytes, purpose: str, at: datetime) -> None:
    kept = {"c": base64.b64encode(challenge).decode(), "for": purpose, "at": at.isoformat()}
    request.session[_CHALLENGE] = kept


def answer(request: HttpRequest, text: str, purpose: str, at: datetime) -> passkeys.Answer | None:
    """What the browser sent, with the challenge it answers; None where nothing of the kind was asked, or long ago."""
    kept = request.session.pop(_CHALLENGE, None)
    if not isinstance(kept, dict) or kept.get("for") != purpose:
        return None
    if not timedelta() <= at - datetime.fromisoformat(kept["at"]) <= _HOLDS:
        return None
    return passkeys.Answer(passkeys.site_of(request), base64.b64decode(kept["c"]), text)


def _place(key: str, account_pid: str) -> sealed.Place:
    return sealed.Place("session", account_pid, key)


def _keep(request: HttpRequest, key: str, account_pid: str, text: str) -> None:
    request.session[key] = base64.b64encode(sealed.seal(text, at=_place(key, account_pid))).decode()


def _kept(request: HttpRequest, key: str, account_pid: str) -> str:
    try:
        box = base64.b64decode(request.session.get(key) or "")
        return sealed.open_sealed(box, at=_place(key, account_pid)) if box else ""
    except (ValueError, sealed.Unreadable):
        return ""


def secret(request: HttpRequest, account_pid: str) -> str:
    """The secret of the app that is being added: the same while its page is open."""
    kept = _kept(request, _SECRET, account_pid)
    if not kept:
        kept = pyotp.random_base32()
        _keep(request, _SECRET, account_pid, kept)
    return kept


def forget_secret(request: HttpRequest) -> None:
    request.session.pop(_SECRET, None)


def keep_codes(request: HttpRequest, account_pid: str, codes: list[str]) -> None:
    """For the next page, which shows them once."""
    _keep(request, _CODES, account_pid, json.dumps(codes))


def codes_once(request: HttpRequest, account_pid: str) -> list[str]:
    """The codes that were just made, and no second time."""
    kept = _kept(request, _CODES, account_pid)
    request.session.pop(_CODES, None)
    found: list[str] = json.loads(kept) if kept else []
    return found
