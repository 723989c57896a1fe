"""Codes under attack: one number however it is typed, a dead code is dead, the bill has a ceiling (U39)."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baiying.accounts import actions, gauges
from baiying.accounts.models import Account, LogInCode
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from tests.accounts.authenticator import Device
from tests.accounts.factoring import options_of
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

PHONE = "13800000001"
WAYS = ("13800000001", "+86 138 0000 0001", "１３８０００００００１", "138-0000-0001")


def _from(address: str) -> Client:
    return Client(REMOTE_ADDR=address)


def test_u39_however_it_is_typed_it_is_one_number_and_one_text(area: Area) -> None:
    """U39: 3 requests of each in a minute from 40 addresses; words and page alike for each."""
    answers = {
        (answer.status_code, answer["Location"])
        for n in range(40)
        for way in (WAYS[n % 4],)
        for _time in range(3)
        for answer in (_from(f"198.51.{n}.7").post("/log-in/", {"phone": way}),)
    }
    assert answers == {(303, "/log-in/code/")}
    assert LogInCode.objects.count() == 1


def test_u39_after_five_wrong_ones_the_code_is_dead_from_anywhere(area: Area) -> None:
    """U39: 6 wrong codes from 6 addresses, then the right one."""
    world.make_account(PHONE)
    at = clock.now()
    actions.start_code(phone=PHONE, purpose="log_in", actor=Actor(ip="203.0.113.7"), at=at)
    right = world.code_for(PHONE)
    wrong = "000000" if right != "000000" else "111111"
    for n in range(6):
        with pytest.raises((actions.WrongCode, actions.CodeExpired)):
            actions.check_code(phone=PHONE, purpose="log_in", code=wrong, actor=Actor(ip=f"198.51.{n}.7"), at=at)
    for address in ("203.0.113.7", "192.0.2.9"):
        with pytest.raises(actions.CodeExpired):
            actions.check_code(phone=PHONE, purpose="log_in", code=right, actor=Actor(ip=address), at=at)


def test_u39_four_wrong_ones_do_not_kill_it(area: Area) -> None:
    at = clock.now()
    actions.start_code(phone=PHONE, purpose="log_in", actor=Actor(ip="203.0.113.7"), at=at)
    right = world.code_for(PHONE)
    wrong = "000000" if right != "000000" else "111111"
    for n in range(4):
        with pytest.raises(actions.WrongCode):
            actions.check_code(phone=PHONE, purpose="log_in", code=wrong, actor=Actor(ip=f"198.51.{n}.7"), at=at)
    actions.check_code(phone=PHONE, purpose="log_in", code=right, actor=Actor(ip="203.0.113.7"), at=at)


def test_u39_a_throttled_request_leaves_the_first_code_valid(area: Area) -> None:
    """U39: a new code is asked for while the first is under way; the first is typed."""
    world.make_account(PHONE)
    client = Client()
    client.post("/log-in/", {"phone": PHONE})
    first = world.code_for(PHONE)
    client.post("/log-in/codes/")
    client.post("/log-in/", {"phone": WAYS[1]})
    assert LogInCode.objects.count() == 1
    assert client.post("/log-in/code/", {"code": first})["Location"] == "/mine/"


def test_u39_a_passkey_and_a_password_open_while_codes_are_killed(area: Area) -> None:
    """U39: no lock-out by strangers."""
    account = world.make_account(PHONE)
    device, client = Device(), Client()
    world.log_in(client, PHONE)
    options = options_of(client.get("/mine/security/passkeys/new/").content)
    client.post("/mine/security/passkeys/new/", {"label": "手机", "answer": device.make(options)})
    good = "柳树 自行车 豆浆 星期三"
    client.post("/mine/password/", {"password": good, "again": good})
    for n in range(60):
        stranger = _from(f"198.51.{n}.7")
        stranger.post("/log-in/", {"phone": PHONE})
        stranger.post("/log-in/code/", {"code": "000000"})
    mine = Client()
    options = options_of(mine.get("/log-in/passkey/").content)
    assert mine.post("/log-in/passkey/", {"answer": device.sign(options)})["Location"] == "/mine/"
    assert Client().post("/log-in/password/", {"phone": PHONE, "password": good})["Location"] == "/mine/"
    assert Account.objects.get().pk == account.pk


def test_u39_all_kinds_of_number_get_the_same_words_and_cost_the_same(area: Area) -> None:
    """U39: nobody's number, a guardian's, a closed one's: same page, same statements."""
    guardian, closed = "19900000495", "19900000496"
    child = world.id_number(world.born_years_ago(12))
    world.register(Client(), area, phone="19900000497", number=child, guardian_phone=guardian)
    gone = world.make_account(closed)
    Account.objects.filter(pk=gone.pk).update(closed_at=clock.now())
    world.make_account(PHONE)
    said, cost = set(), set()
    Client().post("/log-in/", {"phone": "19900000490"})
    for number in (PHONE, "19900000498", guardian, closed):
        LogInCode.objects.all().delete()
        client = Client()
        with CaptureQueriesContext(connection) as seen:
            answer = client.post("/log-in/", {"phone": number})
        page = client.get("/log-in/code/").content.decode().replace(number[-4:], "").replace(number[:3], "")
        said.add((answer.status_code, answer["Location"], "短信已发到" in page))
        cost.add(sum("accounts_" in one["sql"] for one in seen))
    assert len(said) == len(cost) == 1, (said, cost)


def test_u39_the_bill_of_an_hour_has_a_ceiling_and_an_alarm(area: Area) -> None:
    world.rule_set("log_in", codes_per_hour_in_all=160)
    at = clock.now()
    assert gauges.codes(at)[0].good
    sent, shut = 0, 0
    for n in range(400):
        try:
            actions.start_code(phone=f"1990000{n:04d}", purpose="log_in", actor=Actor(ip=f"198.51.{n % 200}.7"), at=at)
            sent += 1
        except actions.CodesShut:
            shut += 1
    assert sent <= 160
    assert shut == 400 - sent
    assert not gauges.codes(at)[0].good
    assert "通行密钥" in str(actions.CodesShut())
    later = at + timedelta(hours=1)
    assert gauges.codes(later)[0].value == 0
    actions.start_code(phone=PHONE, purpose="log_in", actor=Actor(ip="203.0.113.7"), at=later)
