"""Tying, coming in and untying, through two providers that share no code."""

import pytest
from django.test import Client

from baiying.accounts.models import Account, Identity, IdentityKind, Session
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from tests.accounts.factoring import said
from tests.people.world import Area
from tests.unified import visiting
from tests.unified.providers import There
from tests.unified.visiting import PHONE, make, who_is_in

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["mock", "toolkit"])
def each(request: pytest.FixtureRequest) -> There:
    found: There = request.getfixturevalue("there" if request.param == "mock" else "city")
    return found


def _who(each: There) -> str:
    return "wang-fang-1" if each.kind == "mock" else "王芳"


def test_an_account_is_tied_by_its_owner_and_comes_in_by_it(area: Area, each: There) -> None:
    account = make()
    client = visiting.come_in()
    page = visiting.last_press(client, each, _who(each))
    assert not Identity.objects.filter(kind=IdentityKind.OIDC).exists(), "coming back ties nothing"
    shown = said(client, page)
    assert "确认关联" in shown
    assert shown.count("王芳") >= (2 if each.kind == "toolkit" else 1)
    assert client.post(page).status_code == 303
    assert client.post(page).status_code == 303, "again is harmless"
    row = Identity.objects.get(kind=IdentityKind.OIDC)
    assert (row.account_id, row.issuer, row.last_used_at) == (account.pk, each.setting["issuer"], None)
    assert AuditEvent.objects.filter(action="IdentityTied", subject_id=account.pk).count() == 1
    assert Message.objects.filter(kind="way_tied").count() == 1
    assert "没有用过" in said(client, "/mine/security/") or "还没用过" in said(client, "/mine/security/")

    other = Client(REMOTE_ADDR="203.0.113.7")
    answer = visiting.log_in(each, _who(each), other)
    assert answer.status_code == 303
    assert who_is_in(other) == account.pk
    assert other.get(answer["Location"])["Location"] == "/mine/"
    row.refresh_from_db()
    assert row.last_used_at is not None
    assert Session.objects.filter(came_by="oidc", account=account).count() == 1
    assert "统一身份认证登录" in said(other, "/mine/security/")
    assert AuditEvent.objects.filter(action="LoggedIn", detail__method="oidc").count() == 1


def test_untying_ends_it_and_all_other_sessions(area: Area, each: There) -> None:
    account = make()
    client = visiting.come_in()
    visiting.tie(client, each, _who(each))
    elsewhere = Client(REMOTE_ADDR="203.0.113.7")
    visiting.log_in(each, _who(each), elsewhere)
    row = Identity.objects.get(kind=IdentityKind.OIDC)
    page = f"/mine/security/unified/{row.public_id}/end/"
    assert "解除" in said(client, page)
    assert client.post(page).status_code == 303
    assert client.get("/mine/security/").status_code == 200
    assert elsewhere.get("/mine/security/").status_code == 302, "who came in by it is out"
    answer = visiting.log_in(each, _who(each))
    assert answer.status_code == 409
    assert "还没有关联" in answer.content.decode()
    assert AuditEvent.objects.filter(action="IdentityUntied", subject_id=account.pk).count() == 1
    assert Message.objects.filter(kind="way_untied").count() == 1
    visiting.tie(client, each, _who(each))
    assert Identity.objects.filter(kind=IdentityKind.OIDC, ended_at__isnull=True).count() == 1, "and tied anew"


def test_it_never_makes_an_account(area: Area, each: There) -> None:
    before = Account.objects.count()
    client = Client(REMOTE_ADDR="203.0.113.7")
    answer = visiting.log_in(each, _who(each), client)
    assert answer.status_code == 409
    assert Account.objects.count() == before
    assert who_is_in(client) is None
    assert not Identity.objects.exists()


def test_the_log_in_page_offers_what_is_set_and_nothing_else(area: Area, city: There, settings: object) -> None:
    page = said(Client(), "/log-in/")
    assert "用省统一身份认证登录" in page
    assert "用市统一认证登录" in page
    english = Client(headers={"accept-language": "en"}).get("/log-in/").content.decode()
    assert "Province ID" in english
    settings.OIDC_PROVIDERS = []  # type: ignore[attr-defined]
    assert "统一" not in said(Client(), "/log-in/")
    make()
    assert "别处的登录" not in said(visiting.come_in(PHONE), "/mine/security/")
    assert Client().post("/log-in/unified/sheng/visits/").status_code == 404
    assert Client().get("/log-in/unified/sheng/answer/?state=x&code=y").status_code == 404
