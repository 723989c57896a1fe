"""What WeChat and WeCom have in common: how they are asked, the token that each request carries, what they refuse."""

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from baiying.kit.kept import translate
from baiying.notices.senders import gateways
from baiying.notices.senders.base import GatewayDown, SendFailed, Throttled, Unclear

# The token that a request carried is not good (any more): asked for anew, once.
STALE = frozenset({40001, 40014, 42001})
# A token is given back this long before it ends, so that none ends on its way.
_MARGIN = 300.0


class WrongCode(Exception):
    """What came back from WeChat's log-in is no code, was used already, or is too old."""


@dataclass(frozen=True, slots=True)
class Account:
    """How the service is reached. The secret comes from the environment alone, and stands in no text ever written."""

    app: str
    secret: str = field(repr=False)
    address: str
    # The address of the page on which a person says yes; another host than the one that is asked for data.
    consent: str = ""
    agent: str = ""
    templates: str = ""

    @property
    def is_set(self) -> bool:
        return bool(self.app and self.secret)


def ask(account: Account, path: str, given: Mapping[str, str], body: Any = None) -> dict[str, Any]:
    """Ask once; gives what was answered. Raises GatewayDown, Unclear, Throttled.

    What is asked with (`given`) holds secrets and stands in no text: neither in a refusal nor in a log.
    """
    address = f"{account.address}{path}?{urlencode(given)}"
    method, sent = ("GET", None) if body is None else ("POST", json.dumps(body, ensure_ascii=False).encode())
    try:
        _status, answer = gateways.post(address, {"Content-Type": "application/json"}, sent, method=method)
    except GatewayDown as error:
        raise GatewayDown(translate("微信的服务器连不上。")) from error
    except Throttled as error:
        raise Throttled(translate("微信的服务器忙，稍后再试。"), error.again_in) from error
    except Unclear as error:
        raise Unclear(translate("微信的服务器没有回答，不知道发出没有。")) from error
    return answer


def code_of(answer: Mapping[str, Any]) -> int:
    """The number by which it says what went wrong; 0: nothing did. Raises Unclear for no number."""
    try:
        return int(answer.get("errcode") or 0)
    except (TypeError, ValueError):
        raise Unclear(translate("微信的回答读不懂，不知道发出没有。")) from None


@dataclass(slots=True)
class _Token:
    text: str = field(default="", repr=False)
    until: float = 0.0


class Tokens:
    """The tokens of this process, by account: asked for when there is none, or when it is said to be stale."""

    def __init__(self, fetch: Callable[[Account], dict[str, Any]], refusal: Callable[[int], SendFailed]) -> None:
        self._fetch, self._refusal = fetch, refusal
        self._known: dict[tuple[str, str], _Token] = {}
        self._one_at_a_time = threading.Lock()

    def get(self, account: Account, *, not_this: str = "") -> str:
        """A token that is good for a while. `not_this`: one that was refused just now. Raises SendFailed."""
        with self._one_at_a_time:
            key = (account.address, account.app)
            known = self._known.get(key)
            if known is None or known.until <= time.monotonic() or known.text == not_this:
                known = self._known[key] = self._new(account)
            return known.text

    def _new(self, account: Account) -> _Token:
        try:
            answer = self._fetch(account)
        except Unclear as error:
            # No message was on its way yet: nothing about it is unclear.
            raise GatewayDown(str(error)) from error
        text, code = answer.get("access_token"), code_of(answer)
        if code or not isinstance(text, str) or not text:
            raise self._refusal(code) if code else GatewayDown(translate("微信没有给我们通行证。"))
        try:
            seconds = float(answer.get("expires_in") or 0)
        except (TypeError, ValueError):
            seconds = 0.0
        return _Token(text, time.monotonic() + max(seconds - _MARGIN, 1.0))

    def forget(self) -> None:
        """As in a process that has just begun; for tests."""
        self._known.clear()


def sent(account: Account, tokens: Tokens, path: str, body: Any) -> dict[str, Any]:
    """Ask with a token, and once more with a new one where it was stale."""
    token = tokens.get(account)
    answer = ask(account, path, {"access_token": token}, body)
    if code_of(answer) in STALE:
        token = tokens.get(account, not_this=token)
        answer = ask(account, path, {"access_token": token}, body)
    return answer
