"""What the gateways that are asked over HTTP have in common: how they are set up, asked, and understood."""

import http.client
import json
import re
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from baiying.kit.kept import translate
from baiying.notices.senders import in_time, templates
from baiying.notices.senders.base import (
    GatewayDown,
    NeverDeliverable,
    Parcel,
    SendFailed,
    Throttled,
    Unclear,
)

# For each address of the gateway that is tried, and for the whole from the first to the last byte of the answer: less
# than rules.CLAIM, so that a slow gateway costs nobody a second message.
_CONNECT_SECONDS, _SECONDS = 10.0, 40.0
_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Account:
    """How a gateway is reached. Keys come from the environment alone, and stand in no text that is ever written."""

    key_id: str = field(default="", repr=False)
    key: str = field(default="", repr=False)
    # The application's number at the vendor (Tencent Cloud), and the signature before each text.
    app: str = ""
    signature: str = ""
    # Key of a text (senders.templates), kind of message, or `*` for all others -> the template that was approved.
    templates: Mapping[str, str] = field(default_factory=dict)
    region: str = ""
    # Another address than the vendor's own: a gateway of the city's cloud that speaks the same language.
    address: str = ""

    def template(self, kind: str) -> str:
        """The template of a kind. Raises SendFailed: this kind cannot leave until the operator names one."""
        found = self.templates.get(kind) or self.templates.get("*")
        if not found:
            raise SendFailed(translate("这一类消息还没有短信模板。"))
        return found


def account(lane: str) -> Account:
    """The account of a lane. Raises GatewayDown where what it needs is not set."""
    given = Account(**settings.GATEWAY_ACCOUNTS[lane])
    if not (given.key_id and given.key and given.signature):
        raise GatewayDown(translate("短信网关还没有设置好。"))
    return given


def filled(given: Account, parcel: Parcel) -> tuple[str, dict[str, str]]:
    """The template by which a text leaves, and what fills it: its own where the vendor approved one, else its kind's.

    A gap that nothing fills is no text to send (N33): then the whole text goes by the template of its kind, if there is
    one. Raises SendFailed, NeverDeliverable.
    """
    own = given.templates.get(templates.key_of(parcel.pattern)) if parcel.pattern else None
    if own is None:
        return given.template(parcel.kind), values(parcel)
    empty = [name for name, value in parcel.values.items() if not value.strip()]
    if not empty:
        return own, dict(parcel.values)
    whole = given.templates.get(parcel.kind) or given.templates.get("*")
    if not whole:
        raise NeverDeliverable(translate("短信里有一项是空的（%(names)s），没有发。") % {"names": "、".join(empty)})
    return whole, values(parcel)


def values(parcel: Parcel) -> dict[str, str]:
    """What a template is filled with: of a log-in code its digits and its minutes, of all else the text."""
    if parcel.secret:
        digits = re.findall(r"\d+", parcel.text)
        if len(digits) >= 2:
            return {"code": digits[0], "minutes": digits[1]}
    return {"text": parcel.text}


def post(
    address: str, headers: Mapping[str, str], body: bytes | None, *, method: str = "POST"
) -> tuple[int, dict[str, Any]]:
    """Ask once; gives the status and the JSON that came back.

    Raises GatewayDown where nobody answers, Unclear where the request was sent and no answer came, or none that can be
    read: the gateway may have done what it was asked. It takes no longer than `_SECONDS` in all.
    """
    until = time.monotonic() + _SECONDS
    parts = urlsplit(address)
    connection = _connection(parts.hostname or "", parts.port, secure=parts.scheme == "https")
    connection.response_class = partial(_Answer, until=until)  # type: ignore[assignment]
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        try:
            connection.connect()
            connection.sock.settimeout(_left(until))
        except (OSError, http.client.HTTPException) as error:
            raise GatewayDown(translate("短信网关连不上。")) from error
        try:
            connection.request(method, path, body, dict(headers))
            answer = connection.getresponse()
            text = answer.read(_MOST_BYTES)
        except (OSError, http.client.HTTPException) as error:
            raise Unclear(translate("短信网关没有回答，不知道发出没有。")) from error
    finally:
        connection.close()
    return answer.status, _read(answer.status, text)


def _left(until: float) -> float:
    """Raises TimeoutError where the time is over: nothing was sent yet."""
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError("connecting took too long")
    return left


class _Answer(http.client.HTTPResponse):
    """An answer that is read until a moment in all."""

    def __init__(self, sock: socket.socket, *given: Any, until: float, **more: Any) -> None:
        super().__init__(sock, *given, **more)
        # Keeps the socket open until the answer is read.
        self._held, self.fp = self.fp, in_time.reader(sock, lambda: until)

    def close(self) -> None:
        super().close()
        self._held.close()


def _connection(host: str, port: int | None, *, secure: bool) -> http.client.HTTPConnection:
    if secure:
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=_CONNECT_SECONDS, context=context)
    return http.client.HTTPConnection(host, port, timeout=_CONNECT_SECONDS)


def _read(status: int, text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if isinstance(found, dict):
        return found
    if status in {429, 503}:
        raise Throttled(translate("短信网关忙，稍后再试。"))
    raise unreadable()


def unreadable() -> Unclear:
    """An answer of no shape that we know, perhaps of somebody in between: the gateway may have taken the text."""
    return Unclear(translate("短信网关的回答读不懂，不知道发出没有。"))


@dataclass(frozen=True, slots=True)
class Means:
    """What the codes of a vendor mean, each by how it begins; the first that fits holds."""

    down: tuple[str, ...]
    throttled: tuple[tuple[str, timedelta], ...]
    never: tuple[str, ...]
    unclear: tuple[str, ...] = ()

    def refusal(self, code: str) -> SendFailed:
        """Why a message was not taken. The vendor's code alone is kept: its words may hold what we sent."""
        if not code:
            return unreadable()
        words = {"code": code[:80]}
        if code.startswith(self.down):
            return GatewayDown(translate("短信网关不接受我们的账号或余额不足（%(code)s）。") % words)
        for begin, pause in self.throttled:
            if code.startswith(begin):
                return Throttled(translate("发得太密，短信网关要求稍后再试（%(code)s）。") % words, pause)
        if code.startswith(self.never):
            return NeverDeliverable(translate("短信网关不能发给这个号码，或不接受这段文字（%(code)s）。") % words)
        if self.unclear and code.startswith(self.unclear):
            return Unclear(translate("短信网关内部出错，不知道发出没有（%(code)s）。") % words)
        return SendFailed(translate("短信网关没有接受（%(code)s）。") % words)
