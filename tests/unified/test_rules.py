"""What an identity token must say, and which addresses may be asked, at the edges."""

from datetime import UTC, datetime
from typing import Any

import pytest

from baiying.unified import rules

pytestmark = pytest.mark.rules
AT = datetime(2026, 12, 1, 3, tzinfo=UTC)
NOW = int(AT.timestamp())
EXPECTED = rules.Expected("https://id.example", "baiying", "nonce-1")
GOOD: dict[str, Any] = {
    "iss": "https://id.example", "aud": "baiying", "nonce": "nonce-1", "sub": "s", "iat": NOW, "exp": NOW + 300,
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({}, ""),
        ({"iss": "https://id.example/"}, "issuer"),
        ({"iss": None}, "issuer"),
        ({"aud": ["baiying"]}, ""),
        ({"aud": []}, "audience"),
        ({"aud": {"baiying": 1}}, "audience"),
        ({"aud": "baiying2"}, "audience"),
        ({"aud": ["baiying", "b"]}, "audience"),
        ({"aud": ["baiying", "b"], "azp": "b"}, "audience"),
        ({"aud": ["baiying", "b"], "azp": "baiying"}, ""),
        ({"azp": "b"}, "audience"),
        ({"nonce": "nonce-2"}, "nonce"),
        ({"nonce": ""}, "nonce"),
        ({"nonce": None}, "nonce"),
        ({"nonce": "随机"}, "nonce"),
        ({"exp": NOW - 59}, ""),
        ({"exp": NOW - 60}, "expired"),
        ({"exp": None}, "times"),
        ({"exp": True}, "times"),
        ({"exp": float("nan")}, "times"),
        ({"iat": NOW + 60}, ""),
        ({"iat": NOW + 61}, "clock"),
        ({"iat": NOW - 600}, ""),
        ({"iat": NOW - 601}, "clock"),
        ({"iat": str(NOW)}, "times"),
        ({"sub": "x" * 255}, ""),
        ({"sub": "x" * 256}, "subject"),
        ({"sub": ""}, "subject"),
        ({"sub": "王芳"}, "subject"),
        ({"sub": 1}, "subject"),
    ],
)
def test_a_token_at_the_edges(change: dict[str, Any], fault: str) -> None:
    assert rules.fault_of({**GOOD, **change}, EXPECTED, AT) == fault


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://id.example/token", True),
        ("http://id.example/token", False),
        ("http://localhost:9400/token", True),
        ("http://127.0.0.1/token", True),
        ("https://user:word@id.example/", False),
        ("https://id.example/#part", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https://id.example:port/", False),
        (None, False),
        ("https://id.example/" + "x" * 2000, False),
    ],
)
def test_which_addresses_may_be_asked(address: object, safe: bool) -> None:
    assert rules.is_safe_address(address) is safe


def test_an_issuer_elsewhere_never_leads_to_this_machine() -> None:
    assert not rules.is_safe_beside("https://localhost/token", "https://id.example")
    assert not rules.is_safe_beside("http://127.0.0.1/token", "https://id.example")
    assert rules.is_safe_beside("http://127.0.0.1/token", "http://127.0.0.1:9400")
    assert rules.is_safe_beside("https://token.example/", "https://id.example")


@pytest.mark.parametrize(("subject", "tail"), [("wang-fang-1", "ng-1"), ("abcd", "cd"), ("a", ""), ("", "")])
def test_no_more_than_half_of_a_subject_is_shown(subject: str, tail: str) -> None:
    assert rules.tail(subject) == tail


def test_no_shared_secret_signs() -> None:
    assert not [one for one in rules.ALGORITHMS if one.startswith("HS") or one == "none"]
