"""Field case F30: who gets a number that was somebody else's says so, and does not walk into that account."""

from datetime import timedelta

import pytest
from django.test import Client

from baiying.accounts.access import BACKEND
from baiying.accounts.models import Account, Identity
from baiying.demo import builders
from baiying.kit import clock
from baiying.notices.models import Message
from baiying.people import actions, queries
from baiying.people.models import Person
from tests.people import world
from tests.people.test_guardians import CHILD, FATHER, minor, prove
from tests.people.world import Area

pytestmark = pytest.mark.django_db
PHONE = "19900000301"


def registered(area: Area, *, away_days: int) -> Person:
    """王芳 registered with the number, and has not come in for so many days."""
    browser = Client()
    world.register(browser, area, phone=PHONE, name="王芳")
    Account.objects.update(last_login=clock.now() - timedelta(days=away_days))
    return Person.objects.get()


def come_in(browser: Client) -> str:
    browser.post("/log-in/", {"phone": PHONE})
    return str(browser.post("/log-in/code/", {"code": world.code_for(PHONE)})["Location"])


def test_f30_after_months_whoever_comes_in_by_code_is_asked_and_sees_no_more_than_a_surname(area: Area) -> None:
    person = registered(area, away_days=91)
    newcomer = Client()
    assert come_in(newcomer) == "/log-in/choice/"
    page = newcomer.get("/log-in/choice/").content.decode()
    assert "王*" in page
    assert "王芳" not in page
    assert person.id_no_mask not in page
    question = newcomer.get("/register/not-me/").content.decode()
    assert "王" not in question.split("<main", 1)[1]
    assert newcomer.post("/register/not-me/")["Location"] == "/log-in/unknown/"
    # The number opens nothing of hers any more, and messages do not go there.
    person.refresh_from_db()
    assert (person.phone_hash, person.phone_mask) == (None, "")
    assert not Identity.objects.filter(account_id=person.account_id, ended_at__isnull=True).exists()
    assert "注册成为志愿者" in newcomer.get("/log-in/unknown/").content.decode()
    assert newcomer.get("/mine/").status_code == 302
    assert come_in(Client()) == "/log-in/unknown/"
    # She is told in the app, and her record stays whole for the claim with the document in hand.
    told = Message.objects.get(kind="phone_disowned")
    assert (told.inbox, told.channel) == (person.public_id, "inapp")
    assert queries.registration_of(person.pk) is not None
    own = world.id_number(world.born_years_ago(40), 7)
    assert world.register(Client(), area, phone=PHONE, name="李新", number=own) == "/register/done/"


def test_f30_who_is_meant_says_yes_and_comes_in(area: Area) -> None:
    person = registered(area, away_days=400)
    browser = Client()
    assert come_in(browser) == "/log-in/choice/"
    assert person.account is not None
    assert browser.post("/log-in/choice/", {"account": person.account.public_id})["Location"] == "/mine/"
    # From now on nobody asks for months.
    assert come_in(Client()) == "/mine/"


def test_f30_within_months_nobody_is_asked_but_the_way_is_on_the_profile_behind_a_fresh_code(area: Area) -> None:
    person = registered(area, away_days=30)
    browser = Client()
    assert come_in(browser) == "/mine/"
    assert "/register/not-me/" in browser.get("/mine/profile/").content.decode()
    # An open session on the table is not enough.
    assert browser.post("/register/not-me/").status_code == 422
    person.refresh_from_db()
    assert person.phone_hash is not None
    browser.post("/register/not-me/codes/")
    assert browser.post("/register/not-me/", {"code": "000000"}).status_code == 422
    code = next(m.wording for m in world.notices.on_screen(PHONE, limit=3) if m.kind == "log_in_code")
    digits = "".join(c for c in code if c.isdigit())[:6]
    assert browser.post("/register/not-me/", {"code": digits})["Location"] == "/log-in/unknown/"
    person.refresh_from_db()
    assert person.phone_hash is None
    assert browser.get("/mine/").status_code == 302


def test_f30_nobody_without_the_number_gets_there_and_one_network_only_so_often(area: Area) -> None:
    assert Client().get("/register/not-me/")["Location"] == "/log-in/"
    assert Client().post("/register/not-me/")["Location"] == "/log-in/"
    world.rule_set("log_in", not_me_per_ip_day=0)
    person = registered(area, away_days=91)
    newcomer = Client()
    come_in(newcomer)
    newcomer.post("/register/not-me/")
    person.refresh_from_db()
    assert person.phone_hash is not None


def test_f30_a_childs_guardian_is_told_by_the_own_phone(client: Client, area: Area) -> None:
    registration = minor(client, area, 15)
    row, guardian = queries.guardianships_of(registration.person_id)[0], Client()
    prove(guardian, row)
    guardian.post(f"/guardians/{row.public_id}/agreement/", world.agreement(row))
    client.post("/register/not-me/codes/")
    code = next(m.wording for m in world.notices.on_screen(CHILD, limit=3) if m.kind == "log_in_code")
    client.post("/register/not-me/", {"code": "".join(c for c in code if c.isdigit())[:6]})
    assert any(m.kind == "phone_disowned" for m in world.notices.on_screen(FATHER, limit=5))
    assert not any(m.kind == "phone_disowned" for m in world.notices.on_screen(CHILD, limit=5))


def test_f30_a_record_that_an_office_made_with_the_number_loses_it_as_well(area: Area) -> None:
    registered(area, away_days=91)
    at_the_desk = builders.person("赵大爷", residence=area.village, phone=PHONE)
    newcomer = Client()
    come_in(newcomer)
    newcomer.post("/register/not-me/")
    at_the_desk.refresh_from_db()
    assert (at_the_desk.phone_hash, at_the_desk.phone_mask) == (None, "")
    assert Message.objects.filter(kind="phone_disowned", inbox=at_the_desk.public_id).exists()


def test_f30_a_guardians_number_that_changed_hands_is_nobodys_to_call(client: Client, area: Area) -> None:
    registration = minor(client, area, 15)
    row, guardian = queries.guardianships_of(registration.person_id)[0], Client()
    prove(guardian, row)
    guardian.post(f"/guardians/{row.public_id}/agreement/", world.agreement(row))
    assert queries.call_of(registration.person, clock.now()) == queries.Call(FATHER, True)
    actions.disown_phone(phone=FATHER, actor=world.ACTOR, at=clock.now())
    assert queries.call_of(registration.person, clock.now()) is None


def test_f30_a_password_set_before_the_number_changed_hands_is_void(area: Area) -> None:
    person = registered(area, away_days=91)
    account = Account.objects.get(pk=person.account_id)
    account.set_password("很长的一句话做密码")
    account.save()
    open_elsewhere = Client()
    open_elsewhere.force_login(account, backend=BACKEND)
    assert open_elsewhere.get("/mine/messages/").status_code == 200
    actions.disown_phone(phone=PHONE, actor=world.ACTOR, at=clock.now())
    assert open_elsewhere.get("/mine/messages/").status_code == 302
    account.refresh_from_db()
    assert not account.has_usable_password()
