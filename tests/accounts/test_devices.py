"""Sessions on devices: listed for their owner, ended one by one, or all but this one."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baiying.accounts import devices
from baiying.accounts.models import Account, Session
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from tests.accounts.factoring import office, said
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

PHONE = "19900000491"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile Safari/604.1"
WECHAT = (
    "Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0"
)


def _in(phone: str = PHONE, agent: str = IPHONE) -> Client:
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR="203.0.113.7")
    world.log_in(client, phone)
    return client


def _ends(client: Client) -> list[str]:
    return re.findall(r'action="(/mine/security/sessions/[a-z0-9]{12}/end/)"', said(client, "/mine/security/"))


def test_each_device_is_listed_in_words_with_half_its_network_and_its_role(area: Area) -> None:
    office(area.county, PHONE)
    _in(agent=WECHAT)
    page = said(_in(), "/mine/security/")
    for words in ("iPhone · Safari", "安卓手机 · 微信", "203.0.*.*", "县级主管 东河区", "这台设备"):
        assert words in page, words
    assert "203.0.113" not in page
    assert not Session.objects.filter(network__contains="113").exists()


def test_one_device_is_ended_and_the_others_go_on(area: Area) -> None:
    world.make_account(PHONE)
    here, lost, third = _in(), _in(agent=WECHAT), _in()
    address = next(one for one in _ends(here) if Session.objects.get(browser="wechat").public_id in one)
    assert here.post(address).status_code == 303
    assert lost.get("/mine/security/").status_code == 302
    assert here.get("/mine/security/").status_code == third.get("/mine/security/").status_code == 200
    assert here.post(address).status_code == 404, "again: it is gone"
    assert AuditEvent.objects.filter(action="SessionEnded").count() == 1
    assert len(_ends(here)) == 1


def test_all_others_are_ended_also_those_from_before_there_were_rows(area: Area) -> None:
    account = world.make_account(PHONE)
    here, other, old = _in(), _in(agent=WECHAT), Client()
    old.force_login(account, backend="baiying.accounts.backend.AccountBackend")
    assert old.get("/mine/security/").status_code == 200
    for _press in range(2):
        assert here.post("/mine/security/sessions/others/").status_code == 303
        assert here.get("/mine/security/").status_code == 200
    assert other.get("/mine/security/").status_code == old.get("/mine/security/").status_code == 302
    assert _ends(here) == []


def test_a_new_password_keeps_this_device_and_ends_the_others(area: Area) -> None:
    world.make_account(PHONE)
    here, other = _in(), _in()
    good = "柳树 自行车 豆浆 星期三"
    assert here.post("/mine/password/", {"password": good, "again": good}).status_code == 303
    assert here.get("/mine/security/").status_code == 200
    assert other.get("/mine/security/").status_code == 302
    assert _ends(here) == []
    assert "iPhone" in said(here, "/mine/security/")


def test_nobody_ends_or_sees_somebody_elses(area: Area) -> None:
    world.make_account(PHONE)
    world.make_account("19900000492")
    mine, theirs = _in(), _in("19900000492", WECHAT)
    row = Session.objects.get(browser="wechat")
    assert mine.post(f"/mine/security/sessions/{row.public_id}/end/").status_code == 404
    assert "微信" not in said(mine, "/mine/security/")
    assert theirs.get("/mine/security/").status_code == 200


def test_an_id_of_no_row_or_of_somebody_else_lets_nobody_in(area: Area) -> None:
    world.make_account(PHONE)
    world.make_account("19900000492")
    here = _in()
    _in("19900000492", WECHAT)
    for wrong in ("nothingatall", Session.objects.get(browser="wechat").public_id):
        session = here.session
        session["session"] = wrong
        session.save()
        here.cookies["sessionid"] = session.session_key or ""
        assert here.get("/mine/security/").status_code == 302, wrong


def test_a_request_costs_no_statement_more_and_writes_once_an_hour(area: Area, monkeypatch: pytest.MonkeyPatch) -> None:
    account = office(area.county, PHONE)
    here, old = _in(), Client()
    old.force_login(account, backend="baiying.accounts.backend.AccountBackend")

    def statements(client: Client) -> list[str]:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            client.get("/mine/password/")
        return [one["sql"] for one in seen if "accounts_" in one["sql"]]

    now = statements(here)
    assert not any("UPDATE" in one for one in now)
    assert sum("accounts_session" in one for one in now) == 1
    assert sum("accounts_account" in one.split("WHERE")[0] for one in statements(old)) >= 1
    then = clock.now() + timedelta(hours=1, seconds=1)
    monkeypatch.setattr(clock, "now", lambda: then)
    assert sum("UPDATE" in one for one in statements(here)) == 1
    assert not any("UPDATE" in one for one in statements(here))


def test_the_role_shown_is_the_one_that_is_acted_in(area: Area) -> None:
    account = office(area.county, PHONE)
    second = world.builders.appointment(
        account, "place_staff", area.township, starts_at=clock.now() - timedelta(days=1)
    )
    here = _in()
    here.post("/acting/", {"appointment": second.public_id})
    assert "站所工作人员 柳林街道" in said(here, "/mine/security/")
    assert Account.objects.count() == 1


@pytest.mark.parametrize(
    ("agent", "codes"),
    [
        (IPHONE, ("safari", "iphone")),
        (WECHAT, ("wechat", "android")),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/130.0 Safari/537.36 Edg/130.0",
            ("edge", "windows"),
        ),
        ("Mozilla/5.0 (Phone; OpenHarmony 5.0) AppleWebKit/537.36 Chrome/114.0 Safari/537.36", ("chrome", "harmony")),
        ("curl/8", ("", "")),
        ("", ("", "")),
    ],
)
def test_devices_by_what_their_browser_says(agent: str, codes: tuple[str, str]) -> None:
    assert devices.codes_of(agent) == codes


@pytest.mark.parametrize(
    ("address", "mask"),
    [("203.0.113.7", "203.0.*.*"), ("2001:db8:1:2::7", "2001:0db8:*"), ("", ""), ("unknown", "")],
)
def test_a_network_is_shown_by_half(address: str, mask: str) -> None:
    assert devices.mask_of(address) == mask
