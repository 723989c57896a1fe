"""WeChat and WeCom on a real local socket: tokens, messages and log-ins as documented, and misbehaving."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qsl, urlsplit

from tests.notices.serving import serving

APP, SECRET = "wx-the-app", "the-secret-that-no-log-may-hold"


@dataclass
class Weixin:
    """What it took; what it answers next in place of taking it: a number, or "cut", having taken it."""

    address: str = ""
    taken: list[dict[str, Any]] = field(default_factory=list)
    seen: set[tuple[str, str]] = field(default_factory=set)
    troubles: list[Any] = field(default_factory=list)
    tokens: int = 0
    stale: set[str] = field(default_factory=set)
    # What a code stands for.
    people: dict[str, str] = field(default_factory=dict)
    paths: list[str] = field(default_factory=list)
    errmsg: str = SECRET


class _Handler(BaseHTTPRequestHandler):
    one: ClassVar[Weixin]

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer(json.loads(body))

    def _answer(self, body: dict[str, Any]) -> None:
        parts = urlsplit(self.path)
        given = dict(parse_qsl(parts.query))
        self.one.paths.append(parts.path)
        found = _WAYS[parts.path](self.one, given, body)
        if found is None:
            self.close_connection = True
            return
        data = json.dumps(found).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def _no(one: Weixin, code: int) -> dict[str, Any]:
    return {"errcode": code, "errmsg": one.errmsg}


def _token(one: Weixin, who: tuple[str, str]) -> dict[str, Any]:
    if who != (APP, SECRET):
        return _no(one, 40125)
    one.tokens += 1
    return {"access_token": f"t{one.tokens}", "expires_in": 7200}


def _stable_token(one: Weixin, given: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    assert body["grant_type"] == "client_credential"
    return _token(one, (body["appid"], body["secret"]))


def _gettoken(one: Weixin, given: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    return _token(one, (given["corpid"], given["corpsecret"]))


def _is_known(one: Weixin, token: str) -> bool:
    return token not in one.stale and token in {f"t{n}" for n in range(1, one.tokens + 1)}


def _take(one: Weixin, given: dict[str, str], body: dict[str, Any]) -> dict[str, Any] | None:
    """One reader's message; the same number for one that it has already (client_msg_id)."""
    if not _is_known(one, given["access_token"]):
        return _no(one, 40001)
    trouble = one.troubles.pop(0) if one.troubles else 0
    if isinstance(trouble, int) and trouble:
        return _no(one, trouble)
    if isinstance(trouble, dict):
        return trouble
    known = (body["touser"], str(body.get("client_msg_id") or json.dumps(body)))
    if known not in one.seen:
        one.seen.add(known)
        one.taken.append(body)
    if trouble == "cut":
        return None
    return {"errcode": 0, "errmsg": "ok", "msgid": 200163800 + len(one.taken)}


def _openid(one: Weixin, given: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    assert given["grant_type"] == "authorization_code"
    if (given["appid"], given["secret"]) != (APP, SECRET):
        return _no(one, 40125)
    openid = one.people.pop(given["code"], "")
    return {"openid": openid, "scope": "snsapi_base"} if openid else _no(one, 40029)


def _userid(one: Weixin, given: dict[str, str], body: dict[str, Any]) -> dict[str, Any]:
    if not _is_known(one, given["access_token"]):
        return _no(one, 42001)
    userid = one.people.pop(given["code"], "")
    return {"errcode": 0, "errmsg": "ok", "userid": userid} if userid else _no(one, 40029)


_WAYS: dict[str, Callable[[Weixin, dict[str, str], dict[str, Any]], dict[str, Any] | None]] = {
    "/cgi-bin/stable_token": _stable_token,
    "/cgi-bin/gettoken": _gettoken,
    "/cgi-bin/message/template/send": _take,
    "/cgi-bin/message/send": _take,
    "/sns/oauth2/access_token": _openid,
    "/cgi-bin/auth/getuserinfo": _userid,
}


@contextmanager
def weixin_server() -> Iterator[Weixin]:
    one = Weixin()
    handler: Callable[..., BaseHTTPRequestHandler] = type("Handler", (_Handler,), {"one": one})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    one.address = f"http://127.0.0.1:{server.server_address[1]}"
    with serving(server):
        yield one
