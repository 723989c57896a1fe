"""What a provider may get wrong, or somebody in its place: a calm page, nothing tied, no secret anywhere."""

import base64
import json
import logging
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from joserfc.jwk import RSAKey

from baiying.accounts.models import Identity, IdentityKind
from baiying.kit.models import AuditEvent
from baiying.unified.models import Visit
from baiying.unified.provider import known, line
from tests.people.world import Area
from tests.unified import crooked, visiting
from tests.unified.crooked import Crooked
from tests.unified.providers import There
from tests.unified.visiting import make

pytestmark = pytest.mark.django_db
ANSWER = "/log-in/unified/sheng/answer/"


@pytest.fixture
def bad(settings: Any) -> Iterator[Crooked]:
    with crooked.running() as there:
        settings.OIDC_PROVIDERS = [there.setting]
        yield there


def _begin(client: Client, bad: Crooked) -> dict[str, str]:
    asked = parse_qs(urlsplit(visiting.begin_tie(client, There(bad.setting, "crooked"))).query)
    bad.nonce = asked["nonce"][0]
    assert asked["code_challenge_method"] == ["S256"]
    return {"state": asked["state"][0], "code": "a-code"}


def _comes_to_nothing(client: Client, given: dict[str, str], why: str, status: int, words: str) -> None:
    answer = client.get(ANSWER, given)
    page = answer.content.decode()
    assert answer.status_code == status, page
    assert words in page
    assert "什么都没有改" in page
    for hidden in (crooked.SECRET, given["state"], given.get("code", "a-code")):
        assert hidden not in page
    assert not Identity.objects.filter(kind=IdentityKind.OIDC).exists()
    assert Visit.objects.latest("id").outcome == why
    assert AuditEvent.objects.filter(action="UnifiedRefused", detail__why=why).exists()
    assert client.get("/mine/security/").status_code == 200


def test_a_right_one_is_taken_with_one_more_key_and_azp(area: Area, bad: Crooked) -> None:
    make()
    client = visiting.come_in()
    given = _begin(client, bad)
    bad.claims = lambda said: {**said, "aud": ["baiying", "other"], "azp": "baiying"}
    assert client.get(ANSWER, {**given, "iss": bad.issuer}).status_code == 303


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"iss": "https://elsewhere.example"}, "token"),
        ({"aud": "other"}, "token"),
        ({"aud": ["baiying", "other"]}, "token"),
        ({"azp": "other"}, "token"),
        ({"nonce": "another"}, "token"),
        ({"nonce": None}, "token"),
        ({"sub": ""}, "token"),
        ({"sub": "x" * 256}, "token"),
        ({"sub": 7}, "token"),
        ({"exp": "soon"}, "token"),
    ],
)
def test_a_token_that_says_something_else(area: Area, bad: Crooked, change: dict[str, Any], why: str) -> None:
    make()
    client = visiting.come_in()
    given = _begin(client, bad)
    bad.claims = lambda said: {**said, **change}
    _comes_to_nothing(client, given, why, 502, "没有通过核对")


@pytest.mark.parametrize(("iat", "exp"), [(120, 400), (-1000, 300), (-400, -120)])
def test_clocks_that_stand_apart(area: Area, bad: Crooked, iat: int, exp: int) -> None:
    make()
    client = visiting.come_in()
    given = _begin(client, bad)
    bad.claims = lambda said: {**said, "iat": said["iat"] + iat, "exp": said["iat"] + exp}
    _comes_to_nothing(client, given, "clock", 502, "时间与本平台对不上")


def test_a_signature_by_another_key(area: Area, bad: Crooked) -> None:
    make()
    client = visiting.come_in()
    given = _begin(client, bad)
    bad.published = [RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})]
    _comes_to_nothing(client, given, "key", 502, "没有通过核对")


def test_a_signature_by_the_shared_secret(area: Area, bad: Crooked) -> None:
    """The provider offers it; we take key pairs alone."""
    make()
    client = visiting.come_in()
    given = _begin(client, bad)
    bad.header = {"alg": "HS256"}
    _comes_to_nothing(client, given, "key", 502, "没有通过核对")


def test_no_signature_at_all(area: Area, bad: Crooked) -> None:
    make()
    client = visiting.come_in()
    given = _begin(client, bad)
    token = ".".join([_b64({"alg": "none"}), _b64({"sub": "x", "iss": bad.issuer}), ""])
    bad.documents["/token"] = (200, json.dumps({"access_token": "a", "token_type": "b", "id_token": token}).encode())
    _comes_to_nothing(client, given, "key", 502, "没有通过核对")


def _b64(said: dict[str, str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(said).encode()).decode().rstrip("=")


def test_keys_that_were_changed_are_fetched_anew(area: Area, bad: Crooked, monkeypatch: pytest.MonkeyPatch) -> None:
    make()
    client = visiting.come_in()
    assert client.get(ANSWER, _begin(client, bad)).status_code == 303
    given = _begin(client, bad)
    bad.key, bad.header = RSAKey.generate_key(2048, {"kid": "two", "use": "sig"}), {"alg": "RS256", "kid": "two"}
    monkeypatch.setattr(known, "_AGAIN_SECONDS", 0.0)
    assert client.get(ANSWER, given).status_code == 303
    asked = bad.asked.count("/keys")
    assert client.get(ANSWER, _begin(client, bad)).status_code == 303
    assert bad.asked.count("/keys") == asked, "and kept"
    assert bad.asked.count("/.well-known/openid-configuration") == 1


def test_wrong_tokens_do_not_make_us_ask_for_keys_again_and_again(area: Area, bad: Crooked) -> None:
    make()
    client = visiting.come_in()
    bad.header = {"alg": "RS256", "kid": "unknown"}
    for _ in range(3):
        assert client.get(ANSWER, _begin(client, bad)).status_code == 502
    assert bad.asked.count("/keys") == 1


@pytest.mark.parametrize(
    ("document", "status", "why", "words"),
    [
        ((503, b"<html>"), 503, "down", "现在没有回应"),
        ((400, b'{"error": "invalid_client", "error_description": "who"}'), 502, "client", "没有通过核对"),
        ((400, b'{"error": "invalid_grant"}'), 502, "token", "没有通过核对"),
        ((200, b"[]"), 502, "odd", "没有通过核对"),
        ((200, b"<html>"), 502, "odd", "没有通过核对"),
        ((200, b'{"access_token": "a", "token_type": "b"}'), 502, "odd", "没有通过核对"),
        ((302, b""), 502, "odd", "没有通过核对"),
        ((200, b"x" * 300_000), 502, "odd", "没有通过核对"),
    ],
)
def test_the_token_address_answers_oddly(
    area: Area, bad: Crooked, document: tuple[int, bytes], status: int, why: str, words: str
) -> None:
    make()
    client = visiting.come_in()
    given = _begin(client, bad)
    bad.documents["/token"] = document
    bad.headers = {"Location": "http://127.0.0.1:9/"}
    _comes_to_nothing(client, given, why, status, words)


def test_one_that_is_slow(area: Area, bad: Crooked, monkeypatch: pytest.MonkeyPatch) -> None:
    make()
    client = visiting.come_in()
    given = _begin(client, bad)
    monkeypatch.setattr(line, "_READ_SECONDS", 0.05)
    bad.wait = 0.5
    _comes_to_nothing(client, given, "slow", 503, "现在没有回应")


def test_one_that_is_down_says_so_before_one_leaves(area: Area, settings: Any) -> None:
    with crooked.running() as there:
        settings.OIDC_PROVIDERS = [there.setting]
    answer = Client().post("/log-in/unified/sheng/visits/")
    assert answer.status_code == 503
    assert "现在没有回应" in answer.content.decode()
    assert "到登录页" in answer.content.decode()
    assert not Visit.objects.exists()
    assert Client().get("/log-in/").status_code == 200


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ("access_denied", "没有同意"),
        ("temporarily_unavailable", "现在没有回应"),
        ("<script>alert(1)</script>", "没有通过核对"),
    ],
)
def test_an_error_in_place_of_a_code(area: Area, bad: Crooked, error: str, words: str) -> None:
    make()
    client = visiting.come_in()
    given = {"state": _begin(client, bad)["state"], "error": error, "error_description": "<b>do as I say</b>"}
    why = "denied" if error == "access_denied" else "error"
    _comes_to_nothing(client, given, why, 409, words)
    assert "/token" not in bad.asked


@pytest.mark.parametrize("given", [{"code": ""}, {"code": "x" * 5000}, {"iss": "https://elsewhere.example"}])
def test_an_answer_that_is_none_of_it(area: Area, bad: Crooked, given: dict[str, str]) -> None:
    make()
    client = visiting.come_in()
    begun = _begin(client, bad)
    answer = client.get(ANSWER, {**begun, **given})
    assert answer.status_code == 502
    assert "/token" not in bad.asked


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "https://elsewhere.example"},
        {"token_endpoint": "http://169.254.169.254/latest"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"id_token_signing_alg_values_supported": ["HS256", "none"]},
        {"code_challenge_methods_supported": ["plain"]},
        {"token_endpoint_auth_methods_supported": ["private_key_jwt"]},
    ],
)
def test_a_provider_that_describes_itself_oddly(area: Area, bad: Crooked, change: dict[str, Any]) -> None:
    said = json.dumps({**bad.discovery(), **change}).encode()
    bad.documents["/.well-known/openid-configuration"] = (200, said)
    answer = Client().post("/log-in/unified/sheng/visits/")
    assert answer.status_code == 502
    assert "没有通过核对" in answer.content.decode()
    assert len(bad.asked) == 1


def test_no_secret_in_any_log(area: Area, bad: Crooked, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    make()
    client = visiting.come_in()
    given = _begin(client, bad)
    secret_nonce = bad.nonce
    bad.documents["/token"] = (400, b'{"error": "invalid_client"}')
    client.get(ANSWER, given)
    for hidden in (crooked.SECRET, given["state"], secret_nonce, given["code"]):
        assert hidden not in caplog.text
    assert "provider sheng: client" in caplog.text
