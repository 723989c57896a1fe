"""What every page tells the browser: no foreign or inline code, no frame, no address handed on, cookies kept."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> Any:
    return Client().get("/log-in/")


def test_no_page_runs_code_of_others_or_code_that_stands_in_it(page: Any) -> None:
    policy = dict(
        part.strip().split(" ", 1) for part in page["Content-Security-Policy"].split(";") if " " in part.strip()
    )
    assert policy["default-src"] == "'self'"
    for name in ("script-src", "style-src"):
        allowed = policy.get(name, policy["default-src"])
        assert "unsafe-inline" not in allowed
        assert "unsafe-eval" not in allowed
        assert "*" not in allowed
        assert "http:" not in allowed
    assert policy["frame-ancestors"] == "'none'"
    assert policy["form-action"].startswith("'self'")
    assert policy["base-uri"] in {"'self'", "'none'"}


def test_no_page_is_framed_guessed_at_or_told_of_elsewhere(page: Any) -> None:
    assert page["X-Frame-Options"] == "DENY"
    assert page["X-Content-Type-Options"] == "nosniff"
    assert page["Referrer-Policy"] == "same-origin"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(page: Any) -> None:
    assert page.cookies
    for cookie in page.cookies.values():
        assert cookie["httponly"], cookie.key
        assert cookie["samesite"] in {"Lax", "Strict"}, cookie.key


def test_behind_tls_nothing_goes_without_it() -> None:
    """The settings that depend on it hang together: none is left out when it is switched on."""
    assert settings.SESSION_COOKIE_SECURE is settings.CSRF_COOKIE_SECURE is settings.SECURE_SSL_REDIRECT
    assert bool(settings.SECURE_HSTS_SECONDS) is settings.SECURE_SSL_REDIRECT
