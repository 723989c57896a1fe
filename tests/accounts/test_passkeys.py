"""Passkeys: added once on a device, shown, a way in by themselves, and what a count that falls means (U29)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.accounts import actions, queries, rules
from baiying.accounts.models import Account, Factor
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from tests.accounts.authenticator import AlreadyHere, Device
from tests.accounts.factoring import code_at, office, options_of, said, with_app
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

PHONE = "19900000461"
DESK = "/desk/appointments/"
NEW = "/mine/security/passkeys/new/"


def _add(client: Client, device: Device, **changed: Any) -> Any:
    options = options_of(client.get(NEW).content)
    return client.post(NEW, {"label": "办公电脑", "answer": device.make(options, **changed)})


def _show(client: Client, device: Device, **changed: Any) -> Any:
    options = options_of(client.get("/log-in/factor/").content)
    return client.post("/log-in/factor/passkey/", {"answer": device.sign(options, **changed), "next": DESK})


@pytest.fixture
def account(area: Area) -> Account:
    return office(area.county, PHONE)


@pytest.fixture
def inside(client: Client, account: Account) -> Client:
    world.log_in(client, PHONE)
    return client


def test_a_passkey_is_added_and_opens_the_office_next_time(inside: Client, account: Account) -> None:
    device = Device()
    assert _add(inside, device)["Location"].startswith("/mine/security/recovery-codes/")
    assert "办公电脑" in said(inside, "/mine/security/")
    other = Client()
    assert world.log_in(other, PHONE).startswith("/log-in/factor/")
    assert other.get(DESK).status_code == 303
    assert _show(other, device)["Location"] == DESK
    assert other.get(DESK).status_code == 200


def test_u29_the_same_device_twice_is_told_so(inside: Client, account: Account) -> None:
    """U29: register twice on one phone; the device itself refuses, for it is told what it holds."""
    device = Device()
    _add(inside, device)
    page = inside.get(NEW).content
    with pytest.raises(AlreadyHere):
        device.make(options_of(page))
    assert "这台设备已登记" in page.decode(), "what the page's script says then"
    # A device that does not look makes a new key; the same answer sent twice makes one.
    options = options_of(inside.get(NEW).content)
    answer = Device().make(options)
    assert inside.post(NEW, {"label": "另一台", "answer": answer}).status_code == 303
    assert inside.post(NEW, {"label": "另一台", "answer": answer}).status_code == 422
    assert queries.factors(account.pk).count() == 2


def test_u29_a_key_that_always_counts_zero_is_fine(inside: Client, account: Account) -> None:
    device = Device(counts=0)
    _add(inside, device)
    for _time in range(3):
        assert _show(inside, device)["Location"] == DESK
    assert Factor.objects.get().sign_count == 0


def test_u29_a_count_that_falls_is_refused_told_and_confirmed_or_struck(inside: Client, account: Account) -> None:
    """U29: 7 -> 5: refused once, the person told, the key can be confirmed or struck."""
    device = Device(count=6)
    _add(inside, device)
    assert Factor.objects.get().sign_count == 7
    with_app(account)
    device.count = 4
    Message.objects.all().delete()
    assert _show(inside, device)["Location"].startswith("/log-in/factor/")
    assert "计数变小" in said(inside, "/log-in/factor/")
    assert Message.objects.filter(kind="factor_doubted").exists()
    doubted = Factor.objects.get(kind="passkey")
    assert (doubted.doubted_count, doubted.sign_count) == (5, 7)
    # Nor does it pass with a higher count, as the copy's owner would try: only its owner ends the doubt.
    device.count = 50
    assert _show(inside, device)["Location"].startswith("/log-in/factor/")
    fresh = Client()
    world.log_in(fresh, PHONE)
    fresh.post("/log-in/factor/", {"code": code_at(clock.now())})
    assert "等您确认" in said(fresh, "/mine/security/")
    assert fresh.post(f"/mine/security/factors/{doubted.public_id}/confirmation/").status_code == 303
    assert Factor.objects.get(kind="passkey").sign_count == 5
    assert _show(fresh, device)["Location"] == DESK
    assert {"FactorDoubted", "FactorConfirmed"} <= set(AuditEvent.objects.values_list("action", flat=True))


def test_u29_a_key_in_doubt_is_no_other_factor(inside: Client, account: Account) -> None:
    device = Device(count=6)
    _add(inside, device)
    app = with_app(account).factor
    Factor.objects.filter(kind="passkey").update(doubted_at=clock.now(), doubted_count=5)
    with pytest.raises(actions.LastFactor):
        actions.remove_factor(factor_id=app.pk, actor=world.ACTOR, at=clock.now())


def test_u29_a_key_struck_from_the_list_opens_nothing(inside: Client, account: Account) -> None:
    """U29: the server's row of the working one is deleted: the list shows what works."""
    first, second = Device(), Device()
    _add(inside, first)
    _add(inside, second)
    row = queries.factors(account.pk).first()
    assert row is not None
    assert inside.post(f"/mine/security/factors/{row.public_id}/end/").status_code == 303
    options = options_of(inside.get("/log-in/factor/").content)
    options["allowCredentials"] = []
    inside.post("/log-in/factor/passkey/", {"answer": first.sign(options), "next": DESK})
    assert "没有登记在这里" in said(inside, "/log-in/factor/")
    assert _show(inside, second)["Location"] == DESK


def test_a_passkey_alone_is_a_way_in_and_both_kinds_of_proof(inside: Client, account: Account) -> None:
    device = Device()
    _add(inside, device)
    other = Client()
    options = options_of(other.get("/log-in/passkey/").content)
    answer = device.sign(options)
    assert other.post("/log-in/passkey/", {"answer": answer})["Location"] == "/desk/"
    assert other.get(DESK).status_code == 200
    # The same answer once more, from a copy of the cookie that was asked: a challenge is answered once.
    copy = Client()
    copy.get("/log-in/passkey/")
    kept = copy.session
    assert copy.post("/log-in/passkey/", {"answer": answer}).status_code == 422
    assert kept["passkey_asked"]


def test_an_answer_is_taken_once_also_from_an_old_cookie(inside: Client, account: Account) -> None:
    # As a phone, which does not count: nothing but the challenge tells the second answer from the first.
    device, other = Device(counts=0), Client()
    _add(inside, device)
    options = options_of(other.get("/log-in/passkey/").content)
    old = Client()
    old.cookies.load({name: morsel.value for name, morsel in other.cookies.items()})
    answer = device.sign(options)
    assert other.post("/log-in/passkey/", {"answer": answer}).status_code == 303
    assert old.post("/log-in/passkey/", {"answer": answer}).status_code == 422


@pytest.mark.parametrize(
    "changed", [{"origin": "https://evil.example"}, {"host": "evil.example"}, {"origin": "http://testserver:81"}]
)
def test_an_answer_given_to_another_site_is_refused(inside: Client, account: Account, changed: dict[str, str]) -> None:
    assert _add(inside, Device(), **changed).status_code == 422
    device = Device()
    _add(inside, device)
    assert _show(inside, device, **changed)["Location"].startswith("/log-in/factor/")


def test_an_answer_without_unlocking_the_device_is_refused(inside: Client, account: Account) -> None:
    device = Device()
    _add(inside, device)
    device.unlocked = False
    assert _show(inside, device)["Location"].startswith("/log-in/factor/")
    assert not queries.factors(account.pk).filter(last_used_at__gt=clock.now() + timedelta(days=1)).exists()


def test_somebody_elses_passkey_shows_nothing(inside: Client, area: Area) -> None:
    _add(inside, Device())
    device, other = Device(), Client()
    office(area.county, "19900000462", name="李主管")
    world.log_in(other, "19900000462")
    _add(other, device)
    options = options_of(inside.get("/log-in/factor/").content)
    options["allowCredentials"] = []
    answer = inside.post("/log-in/factor/passkey/", {"answer": device.sign(options), "next": DESK})
    assert answer["Location"].startswith("/log-in/factor/")


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", "[" * 9000, '{"id": 7}', '{"id": "AA", "response": 3}', "你"])
def test_no_odd_answer_is_a_fault(inside: Client, account: Account, text: str) -> None:
    inside.get(NEW)
    assert inside.post(NEW, {"label": "x", "answer": text}).status_code == 422
    stranger = Client()
    stranger.get("/log-in/passkey/")
    assert stranger.post("/log-in/passkey/", {"answer": text}).status_code == 422


@pytest.mark.parametrize(
    ("before", "now", "fell"), [(0, 0, False), (0, 1, False), (7, 8, False), (7, 7, True), (7, 5, True), (7, 0, True)]
)
def test_u29_counts_at_the_edges(before: int, now: int, fell: bool) -> None:
    assert rules.count_fell(before, now) is fell
