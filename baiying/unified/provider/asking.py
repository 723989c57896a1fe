"""The two steps: where to send somebody, and what the provider says of whoever came back with a code."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from baiying.unified import rules
from baiying.unified.provider import known, line
from baiying.unified.provider.configured import Provider
from baiying.unified.provider.troubles import CLOCK, KEY, ODD, TOKEN, Trouble

_CLOCKS = frozenset({"clock", "expired"})
# joserfc refuses with its own errors, or with these where what it reads is no token at all.
_BAD = (JoseError, ValueError, TypeError, KeyError, AttributeError)


@dataclass(frozen=True, slots=True)
class Secrets:
    """Of one visit: never shown to anybody but the provider, the verifier only when the code is exchanged."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, slots=True)
class Known:
    """Who came back, by the provider's word: the subject, and a name, which is shown and never compared."""

    subject: str
    name: str = ""


def new_secrets() -> Secrets:
    return Secrets(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))


def where_to(provider: Provider, made: Secrets, redirect: str) -> str:
    """The address at the provider to go to. Raises Trouble."""
    at_provider = known.metadata(provider)
    address, _state = line.to(provider, redirect=redirect).create_authorization_url(
        at_provider.authorization, state=made.state, nonce=made.nonce, code_verifier=made.verifier
    )
    return str(address)


def who_came(provider: Provider, made: Secrets, code: str, redirect: str, at: datetime) -> Known:
    """Exchange the code and read the identity token. Raises Trouble."""
    at_provider = known.metadata(provider)
    talk = line.to(provider, method=at_provider.method, redirect=redirect)
    given = line.fetch_token(talk, at_provider.token, code=code, verifier=made.verifier)
    claims = _claims(provider, given.get("id_token"), at_provider.algorithms)
    fault = rules.fault_of(claims, rules.Expected(provider.issuer, provider.client, made.nonce), at)
    if fault:
        raise Trouble(CLOCK if fault in _CLOCKS else TOKEN, fault)
    return Known(claims["sub"], _name(claims))


def _claims(provider: Provider, token: object, algorithms: tuple[str, ...]) -> dict[str, Any]:
    """What a token says whose signature is right: by the keys we know, else by those of this moment (rotation)."""
    if not isinstance(token, str):
        raise Trouble(ODD, "id_token")
    for anew in (False, True):
        keys = known.keys(provider, anew=anew)
        if keys is not None and (claims := _opened(token, keys, algorithms)) is not None:
            return claims
    raise Trouble(KEY)


def _opened(token: str, keys: KeySet, algorithms: tuple[str, ...]) -> dict[str, Any] | None:
    try:
        return dict(jwt.decode(token, keys, algorithms=list(algorithms)).claims)
    except _BAD:
        return None


def _name(claims: dict[str, Any]) -> str:
    for name in ("name", "preferred_username"):
        said = claims.get(name)
        if isinstance(said, str) and (tidy := "".join(sign for sign in said if sign.isprintable()).strip()):
            return tidy[:40]
    return ""
