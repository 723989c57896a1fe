"""A registration under way is its account's or its phone's: nobody else at the device, or by the number, goes on."""

import pytest
from django.conf import settings
from django.test import Client

from baiying.accounts import actions as accounts
from baiying.accounts.models import Account
from baiying.kit import clock
from baiying.people.models import RegistrationDraft
from tests.people import world
from tests.people.test_draft_proofs import NUMBER, PHONE, begin, later
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db
OTHER_PHONE = "19900000611"


def account(phone: str, name: str = "李奶奶") -> Account:
    """One who comes in and has not registered."""
    return accounts.create_account(phone=phone, display_name=name, actor=ACTOR, at=clock.now())


def begin_own(browser: Client, area: Area) -> RegistrationDraft:
    """Somebody logged in registers for the own account, as far as the wishes."""
    picked = {"residence": area.village.public_id, "service": area.village.public_id}
    assert browser.get("/register/")["Location"] == "/register/area/"
    assert browser.post("/register/area/", picked)["Location"] == "/register/name/"
    given = {"name": "李大海", "id_number": NUMBER}
    assert browser.post("/register/name/", given)["Location"] == "/register/interests/"
    return RegistrationDraft.objects.get(account__isnull=False)


def test_an_account_sees_nothing_of_what_others_began_with_its_phone(client: Client, area: Area) -> None:
    begin(client, area)
    account(PHONE)
    member = Client()
    world.log_in(member, PHONE)
    assert member.get("/register/")["Location"] == "/register/area/"
    member.post("/register/area/", {"residence": area.village.public_id})
    page = member.get("/register/name/").content.decode()
    assert "李大海" not in page
    assert NUMBER not in page
    assert RegistrationDraft.objects.count() == 2


def test_what_an_account_began_is_not_offered_to_others_of_its_phone(area: Area) -> None:
    account(PHONE)
    browser = Client()
    world.log_in(browser, PHONE)
    begin_own(browser, area)
    assert browser.post("/register/family/")["Location"] == "/register/area/"
    page = browser.get("/register/area/")
    assert page.status_code == 200, "nobody is asked whether he is the holder of the account"
    browser.post("/register/area/", {"residence": area.village.public_id})
    assert "李大海" not in browser.get("/register/name/").content.decode()


def test_a_draft_of_another_account_is_not_opened_whatever_the_session_says(area: Area) -> None:
    account(PHONE)
    browser = Client()
    world.log_in(browser, PHONE)
    drafted = begin_own(browser, area)
    account(OTHER_PHONE, "王五")
    other = Client()
    world.log_in(other, OTHER_PHONE)
    session = other.session
    session["registration_draft"] = drafted.public_id
    session.save()
    other.cookies[settings.SESSION_COOKIE_NAME] = session.session_key or ""
    assert other.session["registration_draft"] == drafted.public_id
    assert other.get("/register/interests/")["Location"] == "/register/area/"
    other.post("/register/area/", {"residence": area.village.public_id})
    assert "李大海" not in other.get("/register/name/").content.decode()
    assert RegistrationDraft.objects.count() == 2


def prove_other(browser: Client) -> None:
    assert browser.post("/log-in/", {"phone": OTHER_PHONE}).status_code == 303
    browser.post("/log-in/code/", {"code": world.code_for(OTHER_PHONE)})


def refused(browser: Client, *words: str) -> None:
    """Nothing of the one before is on any step's page."""
    for step in ("area", "name", "interests"):
        page = browser.get(f"/register/{step}/").content.decode()
        assert not [one for one in words if one in page]


@pytest.mark.parametrize("pause", [0, 6])
def test_whoever_proves_another_phone_at_the_device_begins_anew(
    client: Client, area: Area, monkeypatch: pytest.MonkeyPatch, pause: int
) -> None:
    begin(client, area)
    later(monkeypatch, pause)
    prove_other(client)
    assert client.get("/register/interests/")["Location"] == "/register/area/"
    refused(client, "李大海", NUMBER)
    # Whoever began it goes on with the own phone.
    third = Client()
    assert third.post("/register/", {"phone": PHONE}).status_code == 303
    third.post("/log-in/code/", {"code": world.code_for(PHONE)})
    assert third.get("/register/")["Location"] == "/register/whose/"


@pytest.mark.parametrize("pause", [2, 6])
def test_with_another_phone_one_is_asked_about_its_own_drafts(
    client: Client, area: Area, monkeypatch: pytest.MonkeyPatch, pause: int
) -> None:
    prove_other(client)
    client.get("/register/")
    client.post("/register/area/", {"residence": area.village.public_id})
    number = world.id_number(world.born_years_ago(40), 7)
    client.post("/register/name/", {"name": "赵六", "id_number": number})
    device = Client()
    begin(device, area)
    # A number gets its next code after a minute.
    later(monkeypatch, pause)
    prove_other(device)
    assert device.get("/register/")["Location"] == "/register/whose/"
    assert "赵*" in device.get("/register/whose/").content.decode()


def test_what_was_sent_after_a_pause_is_not_shown_to_the_next(
    client: Client, area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(client, area)
    later(monkeypatch, 6)
    sent = {"name": "李大洋", "id_number": "41990119900101"}
    assert client.post("/register/name/", sent)["Location"] == "/register/proof/?step=name"
    prove_other(client)
    assert client.get("/register/")["Location"] == "/register/area/"
    client.post("/register/area/", {"residence": area.village.public_id})
    refused(client, "李大洋", "41990119900101")
