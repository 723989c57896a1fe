"""A gateway of our own on a real local socket: it checks the signatures as the vendors publish them, and misbehaves.

Nothing here calls the code that signs: what the vendor would compute is computed from the vendor's rules again.
"""

import hashlib
import hmac
import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl, quote, urlsplit

from tests.notices.serving import serving

KEY_ID, KEY = "the-key-id", "the-secret-key-that-no-log-may-hold"
# What the next requests are answered with, in place of taking the text: the vendor's code, "busy"; or having taken it:
# "slow", "cut", "odd".
Trouble = str


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def tencent_signature(headers: dict[str, str], body: bytes) -> str:
    """TC3-HMAC-SHA256 over a POST of JSON, from what was received."""
    at = int(headers["x-tc-timestamp"])
    day = time.strftime("%Y-%m-%d", time.gmtime(at))
    named = re.search(r"SignedHeaders=([\w;-]+)", headers["authorization"])
    assert named
    names = named.group(1).split(";")
    lines = "".join(f"{name}:{headers[name].lower()}\n" for name in names)
    asked = "\n".join(["POST", "/", "", lines, ";".join(names), _sha(body)])
    to_sign = "\n".join(["TC3-HMAC-SHA256", str(at), f"{day}/sms/tc3_request", _sha(asked.encode())])
    key = _hmac(_hmac(_hmac(b"TC3" + KEY.encode(), day), "sms"), "tc3_request")
    return _hmac(key, to_sign).hex()


def aliyun_signature(headers: dict[str, str], query: str, body: bytes) -> str:
    """ACS3-HMAC-SHA256 over an RPC call, from what was received."""
    named = re.search(r"SignedHeaders=([\w;-]+)", headers["authorization"])
    assert named
    names = named.group(1).split(";")
    assert {"host", "x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce"} <= set(names)
    pairs = sorted(parse_qsl(query, keep_blank_values=True))
    canonical = "&".join(f"{quote(k, safe='-_.~')}={quote(v, safe='-_.~')}" for k, v in pairs)
    lines = "".join(f"{name}:{headers[name].strip()}\n" for name in names)
    asked = "\n".join(["POST", "/", canonical, lines, ";".join(names), _sha(body)])
    return _hmac(KEY.encode(), f"ACS3-HMAC-SHA256\n{_sha(asked.encode())}").hex()


@dataclass
class StandIn:
    """What it took, by phone; what it will do wrong next, one after the other."""

    address: str = ""
    taken: list[tuple[str, Any]] = field(default_factory=list)
    asked: int = 0
    troubles: list[Trouble] = field(default_factory=list)
    slow_seconds: float = 2.0

    def numbers(self) -> list[str]:
        return [f"n{n}" for n in range(1, len(self.taken) + 1)]


class _Handler(BaseHTTPRequestHandler):
    stand_in: ClassVar[StandIn]
    vendor: ClassVar[str]

    def log_message(self, *_: Any) -> None:
        pass

    def do_POST(self) -> None:
        one = self.stand_in
        one.asked += 1
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        headers = {name.lower(): value for name, value in self.headers.items()}
        trouble = one.troubles.pop(0) if one.troubles else ""
        answer = getattr(self, f"_{self.vendor}")(headers, body, trouble)
        if trouble == "slow":
            time.sleep(one.slow_seconds)
        if trouble in {"slow", "cut"}:
            # It has taken the text; whoever asked never hears of it.
            self.close_connection = True
            return
        if trouble == "odd":
            # It has taken the text; somebody in between answers in its place.
            answer = {"message": "upstream timed out"}
        self._say(503 if trouble == "busy" else 200, "busy" if trouble == "busy" else json.dumps(answer))

    def _say(self, status: int, text: str) -> None:
        data = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _took(self, phone: str, said: Any) -> str:
        self.stand_in.taken.append((phone, said))
        return f"n{len(self.stand_in.taken)}"

    def _tencent(self, headers: dict[str, str], body: bytes, trouble: Trouble) -> dict[str, Any]:
        signed = headers["authorization"].endswith(f"Signature={tencent_signature(headers, body)}")
        if not signed or f"Credential={KEY_ID}/" not in headers["authorization"]:
            return {"Response": {"Error": {"Code": "AuthFailure.SignatureFailure", "Message": KEY}}}
        asked = json.loads(body)
        assert (headers["x-tc-action"], headers["x-tc-version"]) == ("SendSms", "2021-01-11")
        if trouble not in {"", "slow", "cut", "busy", "odd"}:
            if trouble.startswith("AuthFailure"):
                return {"Response": {"Error": {"Code": trouble, "Message": KEY}}}
            return {"Response": {"SendStatusSet": [{"Code": trouble, "Message": KEY, "SerialNo": ""}]}}
        if trouble == "busy":
            return {}
        (phone,) = asked["PhoneNumberSet"]
        said = (asked["SmsSdkAppId"], asked["SignName"], asked["TemplateId"], asked["TemplateParamSet"])
        return {"Response": {"SendStatusSet": [{"Code": "Ok", "SerialNo": self._took(phone, said)}]}}

    def _aliyun(self, headers: dict[str, str], body: bytes, trouble: Trouble) -> dict[str, Any]:
        query = urlsplit(self.path).query
        if not headers["authorization"].endswith(f"Signature={aliyun_signature(headers, query, body)}"):
            return {"Code": "SignatureDoesNotMatch", "Message": KEY}
        asked = dict(parse_qsl(query))
        assert (headers["x-acs-action"], headers["x-acs-version"]) == ("SendSms", "2017-05-25")
        if trouble not in {"", "slow", "cut", "busy", "odd"}:
            code, _sign, words = trouble.partition(" ")
            return {"Code": code, "Message": words or KEY}
        if trouble == "busy":
            return {}
        said = (asked["SignName"], asked["TemplateCode"], json.loads(asked["TemplateParam"]))
        return {"Code": "OK", "BizId": self._took(asked["PhoneNumbers"], said)}


@contextmanager
def standing_in(vendor: str) -> Iterator[StandIn]:
    one = StandIn()
    handler: Callable[..., BaseHTTPRequestHandler] = type("Handler", (_Handler,), {"stand_in": one, "vendor": vendor})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    one.address = f"http://127.0.0.1:{server.server_address[1]}"
    with serving(server):
        yield one
