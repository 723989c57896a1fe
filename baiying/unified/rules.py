"""What may be: which answer belongs to which visit, what an identity token must say. Values in, answers out."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

# Signatures by a key pair alone: with a shared secret whoever holds ours could sign, and "none" is no signature.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
# OpenID Connect Core 1.0, 2: sub has at most 255 ASCII characters and is compared sign by sign.
LONGEST_SUBJECT = 255
# How far the clocks of two machines may stand apart.
SKEW = timedelta(seconds=60)
# How old a token may be that was asked for a moment ago.
_OLDEST = timedelta(minutes=10)
_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


# The use that waits for its impact assessment (kit.rule_kinds.SwitchedUse).
USE = "unified.log_in"


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a session: a secret of the browser, and who is logged in there (nobody: None and empty)."""

    browser: bytes
    account_id: int | None = None
    session_pid: str = ""


def same_holder(began: Holder, came: Holder) -> bool:
    """Whether an answer came back to the session that began the visit: the same browser and log-in."""
    return (
        hmac.compare_digest(began.browser, came.browser)
        and began.account_id == came.account_id
        and began.session_pid == came.session_pid
    )


def in_time(began_at: datetime, at: datetime, minutes: int) -> bool:
    return timedelta() <= at - began_at <= timedelta(minutes=minutes)


@dataclass(frozen=True, slots=True)
class Expected:
    """What we asked for: by which issuer, for which client, with which nonce."""

    issuer: str
    client: str
    nonce: str


def fault_of(claims: Mapping[str, Any], expected: Expected, at: datetime) -> str:
    """What is wrong with a token whose signature is right, by a code; empty where nothing is.

    OpenID Connect Core 1.0, 3.1.3.7: issuer, audience, authorised party, expiry, nonce; and a subject.
    """
    if claims.get("iss") != expected.issuer:
        return "issuer"
    if not _is_for(claims, expected.client):
        return "audience"
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not hmac.compare_digest(nonce.encode(), expected.nonce.encode()):
        return "nonce"
    if fault := _fault_of_times(claims, at):
        return fault
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject.isascii() or not 1 <= len(subject) <= LONGEST_SUBJECT:
        return "subject"
    return ""


def _is_for(claims: Mapping[str, Any], client: str) -> bool:
    said, party = claims.get("aud"), claims.get("azp")
    audience = [said] if isinstance(said, str) else said
    if not isinstance(audience, list) or client not in audience:
        return False
    # Where it is for several, or names one, it must have been given to us.
    return party == client if party is not None or len(audience) > 1 else True


def _fault_of_times(claims: Mapping[str, Any], at: datetime) -> str:
    now, skew = at.timestamp(), SKEW.total_seconds()
    ends, made = (_number(claims.get(name)) for name in ("exp", "iat"))
    if ends is None or made is None:
        return "times"
    if made > now + skew:
        return "clock"
    if ends <= now - skew:
        return "expired"
    return "clock" if made < now - _OLDEST.total_seconds() else ""


def _number(said: object) -> float | None:
    """Seconds since 1970; None for what is no number, as what compares with nothing (NaN) is none."""
    if isinstance(said, bool) or not isinstance(said, int | float) or said != said:
        return None
    return float(said) if abs(said) < 1e15 else None


def is_safe_address(address: object) -> bool:
    """Whether we may ask an address: over TLS, without a name and password in it; plainly only on this machine."""
    if not isinstance(address, str) or len(address) > 2000:
        return False
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in _LOCAL)


def is_safe_beside(address: object, issuer: str) -> bool:
    """Whether an address that an issuer names may be asked: none leads to this machine or in the clear."""
    if not is_safe_address(address):
        return False
    host = urlsplit(str(address)).hostname
    return host not in _LOCAL or urlsplit(issuer).hostname in _LOCAL


def tail(subject: str) -> str:
    """The last signs of a subject, by which its owner knows it; never more than half of it."""
    return subject[-min(4, len(subject) // 2) :] if len(subject) > 1 else ""
