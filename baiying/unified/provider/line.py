"""The one way out to a provider: no redirects, nothing from the surroundings, short, and no more than is needed."""

import time
from typing import Any

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from baiying.unified.provider.configured import Provider
from baiying.unified.provider.troubles import CLIENT, DOWN, ODD, SLOW, TOKEN, Trouble

_CONNECT_SECONDS, _READ_SECONDS, _IN_ALL_SECONDS = 3.0, 5.0, 8.0
_LONGEST = 256 * 1024
# A proof of who we are that was refused, in the words of RFC 6749, 5.2.
_OURS = frozenset({"invalid_client", "unauthorized_client"})


class _Line(OAuth2Session):
    """authlib's session, held to what we allow, whoever calls it."""

    def request(self, method: str, url: str, **given: Any) -> requests.Response:  # type: ignore[override]
        ours = {"allow_redirects": False, "timeout": (_CONNECT_SECONDS, _READ_SECONDS), "stream": True}
        until = time.monotonic() + _IN_ALL_SECONDS
        answer: requests.Response = super().request(method, url, **(given | ours))
        try:
            answer._content = _read(answer, until)
        finally:
            answer.close()
        return answer


def _read(answer: requests.Response, until: float) -> bytes:
    """The body, unless it is long, or comes so slowly that each piece alone is in time and the whole is not."""
    body = b""
    for piece in answer.iter_content(8 * 1024):
        body += piece
        if len(body) > _LONGEST:
            raise Trouble(ODD, "too long")
        if time.monotonic() > until:
            raise Trouble(SLOW, "body")
    return body


def to(provider: Provider, *, method: str = "client_secret_basic", redirect: str = "") -> OAuth2Session:
    line = _Line(
        client_id=provider.client,
        client_secret=provider.secret or None,
        token_endpoint_auth_method=method if provider.secret else "none",
        scope="openid profile",
        redirect_uri=redirect,
        code_challenge_method="S256",
    )
    # Neither a proxy nor a password of ~/.netrc is taken from the surroundings.
    line.trust_env = False
    line.verify = provider.ca or True
    return line


def get(provider: Provider, address: str) -> dict[str, Any]:
    """A document of the provider. Raises Trouble."""
    try:
        answer = to(provider).request("GET", address, withhold_token=True, headers={"Accept": "application/json"})
        found = answer.json() if answer.status_code == 200 else None
    except requests.Timeout:
        raise Trouble(SLOW, address) from None
    except ValueError:
        raise Trouble(ODD, address) from None
    except (requests.RequestException, OSError):
        raise Trouble(DOWN, address) from None
    if not isinstance(found, dict):
        raise Trouble(DOWN if answer.status_code >= 500 else ODD, f"{address} {answer.status_code}")
    return found


def date_of(provider: Provider, address: str) -> str:
    """The time that the provider's server says it has; empty where it says none. Raises Trouble."""
    try:
        answer = to(provider).request("GET", address, withhold_token=True)
    except (requests.RequestException, OSError):
        raise Trouble(DOWN, address) from None
    return str(answer.headers.get("Date", ""))


def fetch_token(line: OAuth2Session, address: str, *, code: str, verifier: str) -> dict[str, Any]:
    """What the provider gives for a code. Raises Trouble."""
    try:
        found = line.fetch_token(address, code=code, code_verifier=verifier, grant_type="authorization_code")
    except requests.Timeout:
        raise Trouble(SLOW, address) from None
    except OAuthError as error:
        said = str(error.error or "")
        raise Trouble(CLIENT if said in _OURS else TOKEN, said[:40] if said.isascii() else "") from None
    except requests.HTTPError as error:
        raise Trouble(DOWN, f"{address} {error.response.status_code}") from None
    except (ValueError, TypeError, AttributeError):
        raise Trouble(ODD, address) from None
    except (requests.RequestException, OSError):
        raise Trouble(DOWN, address) from None
    return dict(found)
