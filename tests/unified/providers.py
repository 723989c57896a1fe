"""Two real providers as processes of their own, each driven as a person with a browser would."""

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import requests

from tests.processes import ROOT
from tests.unified import toolkit

MOCK_SECRET = "mock-secret-that-stands-in-no-log"
# A phone that the provider does not vouch for, and one of the person in the tests (U24 a, e).
PEOPLE = (
    {"sub": "wang-fang-1", "name": "王芳", "phone_number": "19900000811", "phone": "19900000811"},
    {"sub": "li-si-2", "name": "李思", "phone": "19900000811", "phone_verified": True},
    {"sub": "ACCOUNT-Z-3", "name": "赵六"},
)


@dataclass(frozen=True, slots=True)
class There:
    """One provider: its settings here, and what a person does there."""

    setting: dict[str, str]
    kind: str

    @property
    def key(self) -> str:
        return self.setting["key"]

    def come_back(self, address: str, who: str, *, deny: bool = False) -> str:
        """Log in there as somebody (by subject, or by name at the toolkit); gives the path that one is sent back to."""
        with requests.Session() as browser:
            if self.kind == "mock":
                form = {"action": "deny"} if deny else {"sub": who}
                answer = browser.post(address, data=form, allow_redirects=False, timeout=10)
            else:
                parts = urlsplit(address)
                entry = f"{parts.scheme}://{parts.netloc}/log-in/?user={quote(who)}&next=/o/"
                browser.get(entry, allow_redirects=False, timeout=10)
                answer = browser.get(address, allow_redirects=False, timeout=10)
        assert answer.status_code in (301, 302, 303), answer.text
        back = urlsplit(answer.headers["Location"])
        return f"{back.path}?{back.query}"


def redirect_of(key: str) -> str:
    return f"http://testserver/log-in/unified/{key}/answer/"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def mock() -> Iterator[There]:
    port = free_port()
    claims = [f"--user-claims={json.dumps(one)}" for one in PEOPLE]
    command = [sys.executable, "-m", "oidc_provider_mock", "-p", str(port), "--require-nonce", "true", *claims]
    with _running(command, port):
        yield There(_setting("sheng", f"http://127.0.0.1:{port}", MOCK_SECRET, "省统一身份认证", "Province ID"), "mock")


@contextmanager
def strict(folder: Path) -> Iterator[There]:
    port = free_port()
    command = [sys.executable, "-m", "tests.unified.toolkit", str(port), str(folder), redirect_of("shi")]
    with _running(command, port):
        yield There(_setting("shi", f"http://127.0.0.1:{port}/o", toolkit.SECRET, "市统一认证", ""), "toolkit")


def _setting(key: str, issuer: str, secret: str, name: str, name_en: str) -> dict[str, str]:
    return {
        "key": key, "issuer": issuer, "client": toolkit.CLIENT, "secret": secret, "name": name, "name_en": name_en,
        "ca": "",
    }  # fmt: skip


@contextmanager
def _running(command: list[str], port: int) -> Iterator[None]:
    made = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            assert made.poll() is None, "the provider ended by itself"
            with socket.socket() as line:
                if line.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        made.terminate()
        made.wait(timeout=30)
