"""What a provider says of itself, and the keys it signs with: asked once an hour, and anew when it changed its keys."""

import threading
import time
from dataclasses import dataclass
from typing import Any

from joserfc.jwk import KeySet

from baiying.unified import rules
from baiying.unified.provider import line
from baiying.unified.provider.configured import Provider
from baiying.unified.provider.troubles import ODD, Trouble

_FOR_SECONDS = 3600.0
# A token with a key we do not know lets us ask again, but no more often than this: else anybody makes us ask.
_AGAIN_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Metadata:
    authorization: str
    token: str
    keys: str
    algorithms: tuple[str, ...]
    # How we prove who we are at the token's address.
    method: str


_kept: dict[Provider, tuple[float, Metadata]] = {}
_keys: dict[Provider, tuple[float, KeySet]] = {}
_lock = threading.Lock()


def forget() -> None:
    """Ask everything anew; for the command that checks, and for tests."""
    with _lock:
        _kept.clear()
        _keys.clear()


def metadata(provider: Provider) -> Metadata:
    """Raises Trouble."""
    with _lock:
        kept = _kept.get(provider)
    if kept is not None and time.monotonic() - kept[0] < _FOR_SECONDS:
        return kept[1]
    found = read(provider, line.get(provider, address_of(provider)))
    with _lock:
        _kept[provider] = (time.monotonic(), found)
    return found


def address_of(provider: Provider) -> str:
    return f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration"


def read(provider: Provider, said: dict[str, Any]) -> Metadata:
    """What of it we need, if it can be. Raises Trouble that names what cannot."""
    if said.get("issuer") != provider.issuer:
        raise Trouble(ODD, "issuer")
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri")
    for name in names:
        if not rules.is_safe_beside(said.get(name), provider.issuer):
            raise Trouble(ODD, name)
    offered = _listed(said, "id_token_signing_alg_values_supported", ("RS256",))
    algorithms = tuple(one for one in rules.ALGORITHMS if one in offered)
    if not algorithms:
        raise Trouble(ODD, "id_token_signing_alg_values_supported")
    methods = _listed(said, "token_endpoint_auth_methods_supported", ("client_secret_basic",))
    method = next((one for one in ("client_secret_basic", "client_secret_post") if one in methods), "")
    if provider.secret and not method:
        raise Trouble(ODD, "token_endpoint_auth_methods_supported")
    challenges = _listed(said, "code_challenge_methods_supported", ("S256",))
    if "S256" not in challenges:
        raise Trouble(ODD, "code_challenge_methods_supported")
    authorization, token, keys_at = (str(said[name]) for name in names)
    return Metadata(authorization, token, keys_at, algorithms, method)


def _listed(said: dict[str, Any], name: str, default: tuple[str, ...]) -> tuple[str, ...]:
    found = said.get(name, list(default))
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def keys(provider: Provider, *, anew: bool = False) -> KeySet | None:
    """The keys; with `anew` those of this moment, or None where they were just asked for. Raises Trouble."""
    with _lock:
        kept = _keys.get(provider)
    age = time.monotonic() - kept[0] if kept else None
    if age is not None and kept is not None:
        if anew and age < _AGAIN_SECONDS:
            return None
        if not anew and age < _FOR_SECONDS:
            return kept[1]
    said = line.get(provider, metadata(provider).keys)
    try:
        found = KeySet.import_key_set({"keys": _public(said)})
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Trouble(ODD, "jwks_uri") from None
    with _lock:
        _keys[provider] = (time.monotonic(), found)
    return found


def _public(said: dict[str, Any]) -> list[Any]:
    """Key pairs for signing alone: a shared secret in a public list opens a way to sign for everybody."""
    listed = said.get("keys")
    if not isinstance(listed, list):
        raise ValueError("keys")
    return [
        one for one in listed
        if isinstance(one, dict) and one.get("kty") in ("RSA", "EC") and one.get("use", "sig") == "sig"
    ]  # fmt: skip
