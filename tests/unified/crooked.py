"""A provider that says whatever a test wants said, over a real line: wrong keys, wrong times, no answer."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from joserfc import jwt
from joserfc.jwk import KeySet, OctKey, RSAKey

SECRET = "crooked-secret-that-stands-in-no-log"


def _now() -> float:
    return time.time()


@dataclass(slots=True)
class Crooked:
    """`claims` changes what a token says, `documents` what stands at an address; counts what was asked for."""

    issuer: str = ""
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}))
    # What is published; the same key unless a test says otherwise.
    published: list[Any] = field(default_factory=list)
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256", "kid": "one"})
    claims: Callable[[dict[str, Any]], dict[str, Any]] = lambda said: said
    documents: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    nonce: str = ""
    wait: float = 0.0

    @property
    def setting(self) -> dict[str, str]:
        return {
            "key": "sheng", "issuer": self.issuer, "client": "baiying", "secret": SECRET, "name": "省统一身份认证",
            "name_en": "", "ca": "",
        }  # fmt: skip

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/keys",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }  # fmt: skip

    def token(self) -> str:
        now = int(_now())
        said = self.claims(
            {
                "iss": self.issuer, "aud": "baiying", "sub": "wang-fang-1", "nonce": self.nonce, "iat": now,
                "exp": now + 300, "name": "王芳",
            }
        )  # fmt: skip
        if self.header["alg"] == "HS256":
            return jwt.encode(self.header, said, OctKey.import_key(SECRET), algorithms=["HS256"])
        return jwt.encode(self.header, said, self.key, algorithms=[self.header["alg"]])

    def answer(self, path: str) -> tuple[int, bytes]:
        self.asked.append(path)
        time.sleep(self.wait)
        if path in self.documents:
            return self.documents[path]
        if path == "/.well-known/openid-configuration":
            return 200, json.dumps(self.discovery()).encode()
        if path == "/keys":
            keys = self.published or [self.key]
            return 200, json.dumps(KeySet(keys).as_dict(private=False)).encode()
        if path == "/token":
            given = {"access_token": "a", "token_type": "Bearer", "expires_in": 60, "id_token": self.token()}
            return 200, json.dumps(given).encode()
        return 404, b"{}"


@contextmanager
def running() -> Iterator[Crooked]:
    there = Crooked()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, body = there.answer(self.path)
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **there.headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            # Who reads no more of a long answer hangs up.
            with suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(body)

        do_POST = do_GET

        def log_message(self, *_words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    there.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield there
    finally:
        server.shutdown()
        server.server_close()
