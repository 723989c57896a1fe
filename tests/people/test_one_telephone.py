"""U41: one telephone, three accounts: who was chosen after the code is who it is, until somebody comes in anew."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client

from baiying.accounts import rules as account_rules
from baiying.accounts.models import Account, Session
from baiying.demo import builders
from baiying.kit import clock
from baiying.notices.models import Message
from baiying.people import actions, queries
from baiying.people.models import Guardianship, Person
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db
PHONE = "19900000811"


@dataclass
class Family:
    mother: Account
    a: Person
    b: Person

    def of(self, ward: Person) -> Guardianship:
        return Guardianship.objects.get(ward=ward)

    def comes_in(self, who: Account) -> Client:
        browser = Client()
        assert world.log_in(browser, PHONE) == "/log-in/choice/"
        assert browser.post("/log-in/choice/", {"account": who.public_id}).status_code == 303
        return browser


def ward(area: Area, mother: Account, name: str, years: int) -> Person:
    account = world.make_account(PHONE, name)
    born = world.born_years_ago(years)
    made = builders.person(residence=area.village, account=account, born=born, guardian=mother, name=name)
    Person.objects.filter(pk=made.pk).update(phone_sealed=None, phone_hash=None, phone_mask="")
    row = Guardianship.objects.get(ward=made)
    columns = actions.asking.phone_columns(PHONE)
    Guardianship.objects.filter(pk=row.pk).update(
        public_id=columns["public_id"], phone_sealed=columns["phone_sealed"], phone_hash=columns["phone_hash"]
    )
    made.refresh_from_db()
    return made


@pytest.fixture
def family(area: Area) -> Family:
    mother = world.make_account(PHONE, "王小梅")
    builders.person(residence=area.village, account=mother, name="王小梅", born=world.born_years_ago(40))
    return Family(mother, ward(area, mother, "李小红", 15), ward(area, mother, "李小明", 9))


def account_of(person: Person) -> Account:
    return Account.objects.get(pk=person.account_id)


def test_u41_three_tiles_by_first_character_and_none_preselected(family: Family) -> None:
    browser = Client()
    assert world.log_in(browser, PHONE) == "/log-in/choice/"
    answer = browser.get("/log-in/choice/")
    page = answer.content.decode()
    assert page.count('name="account"') == 3
    assert "王**" in page
    for name in ("王小梅", "李小红", "李小明"):
        assert name not in page
    assert "李*红" in page
    assert "李*明" in page
    for sign in ("checked", "selected", "autofocus", "btn-primary"):
        assert sign not in page.split("<main", 1)[1].split("</main>", 1)[0]
    assert "no-store" in answer["Cache-Control"]
    # Nobody is chosen by going on: a page of one's own asks who it is.
    assert browser.get("/mine/profile/").status_code == 302


@pytest.mark.rules
@pytest.mark.parametrize(
    ("called", "tiles"),
    [
        (["王小梅", "李小红"], ["王**", "李**"]),
        (["李小红", "李小明"], ["李*红", "李*明"]),
        (["李红", "李明"], ["李红", "李明"]),
        (["李小红", "李大红"], ["李小红", "李大红"]),
        (["王小梅", "李小红", "李大红"], ["王**", "李小红", "李大红"]),
        ([], []),
    ],
)
def test_u41_a_tile_says_no_more_than_tells_apart(called: list[str], tiles: list[str]) -> None:
    assert account_rules.tiles(called) == tiles


@pytest.mark.law("CC-27")
@pytest.mark.law("PIPL-31")
def test_u41_as_a_ward_what_is_the_guardians_is_refused(family: Family) -> None:
    child = family.comes_in(account_of(family.a))
    actions.withdraw_as_guardian(guardianship=family.of(family.a), actor=world.ACTOR, at=clock.now())
    for person in (family.a, family.b):
        pid = family.of(person).public_id
        for page in (
            f"/guardians/{pid}/", f"/mine/wards/{pid}/", f"/mine/wards/{pid}/agreement/",
            f"/mine/wards/{pid}/withdrawal/", f"/mine/wards/{pid}/others/",
        ):  # fmt: skip
            answer = child.get(page)
            assert answer.status_code == 403, page
            html = answer.content.decode()
            assert "需以监护人身份并用新验证码" in html
            assert person.name not in html.split("<main", 1)[1]
            assert "no-store" in answer["Cache-Control"]
    # Nor by a press, nor by a code that comes to the telephone in the child's hand.
    row = family.of(family.a)
    page = f"/guardians/{row.public_id}/"
    assert child.post(f"{page}codes/").status_code == 403
    assert child.post(page, {"code": "123456"}).status_code == 403
    assert child.post(f"/mine/wards/{row.public_id}/agreement/", world.agreement(row)).status_code == 403
    assert child.post(f"{page}agreement/", world.agreement(row)).status_code == 403
    assert not Guardianship.objects.filter(ward=family.a, withdrawn_at__isnull=True).exists()
    # An address of nobody tells nothing else.
    assert child.get("/guardians/nobodys0000/").status_code == 403
    assert child.post("/acting/person/", {"person": family.b.public_id}).status_code == 404


def test_u41_becoming_the_guardian_again_needs_a_fresh_code(family: Family) -> None:
    browser = family.comes_in(account_of(family.a))
    # The choice of a moment ago is over.
    answer = browser.post("/log-in/choice/", {"account": family.mother.public_id})
    assert answer["Location"] == "/log-in/"
    assert "李小红" in browser.get("/mine/profile/").content.decode()
    row = family.of(family.a)
    refused = browser.get(f"/mine/wards/{row.public_id}/").content.decode()
    assert 'action="/log-in/again/"' in refused
    gone = browser.post("/log-in/again/", {"next": f"/mine/wards/{row.public_id}/"})
    assert gone["Location"] == "/log-in/"
    assert browser.get("/mine/profile/").status_code == 302, "the child is out"
    assert world.log_in(browser, PHONE) == "/log-in/choice/"
    answer = browser.post("/log-in/choice/", {"account": family.mother.public_id})
    assert answer["Location"] == f"/mine/wards/{row.public_id}/"
    page = browser.get(f"/mine/wards/{row.public_id}/")
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"], "the back button shows nothing of it"
    # The phone goes back to the child, which taps "back": asked anew, not shown.
    browser.post("/log-in/again/", {"next": "/mine/"})
    for address in (f"/mine/wards/{row.public_id}/", "/mine/wards/", "/mine/profile/", "/mine/"):
        assert browser.get(address).status_code == 302


@pytest.mark.law("PIPL-31")
def test_u41_a_parent_who_came_in_long_ago_consents_with_a_fresh_code(
    family: Family, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = family.of(family.a)
    # Her own number is another by now: nothing is shared, and the session alone is hours old.
    for one in (family.a, family.b):
        Person.objects.filter(pk=one.pk).update(account=None)
    mother = Client()
    assert world.log_in(mother, PHONE) == "/log-in/choice/"
    mother.post("/log-in/choice/", {"account": family.mother.public_id})
    actions.withdraw_as_guardian(guardianship=row, actor=world.ACTOR, at=clock.now())
    mother = Client()
    world.log_in(mother, PHONE)
    mother.post("/log-in/choice/", {"account": family.mother.public_id})
    address = f"/mine/wards/{row.public_id}/agreement/"
    assert mother.get(address).status_code == 200
    then = clock.now() + timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: then)
    page = f"/guardians/{row.public_id}/"
    assert mother.get(address)["Location"] == page
    assert mother.post(address, world.agreement(row))["Location"] == page
    assert not Guardianship.objects.filter(ward=family.a, withdrawn_at__isnull=True).exists()
    mother.post(f"{page}codes/")
    assert mother.post(page, {"code": world.code_for(PHONE)}).status_code == 303
    assert mother.post(address, world.agreement(row))["Location"] == "/mine/wards/"
    assert Guardianship.objects.filter(ward=family.a, withdrawn_at__isnull=True).exists()


def told_of(person: Person) -> list[Message]:
    return list(Message.objects.filter(kind="ward_came_in", about=person.public_id).order_by("id"))


def test_u41_log_ins_of_a_ward_are_told_to_the_guardian_once_a_day_and_not_to_the_shared_phone(family: Family) -> None:
    at = clock.now()
    Message.objects.all().delete()
    for _time in range(3):
        family.comes_in(account_of(family.a))
    # The same telephone is no stranger's: nothing but the code went to it.
    assert not Message.objects.exclude(kind="log_in_code").exists()
    Session.objects.filter(account_id=family.a.account_id).update(began_at=at - timedelta(hours=2))
    assert actions.tell_of_log_ins(at=at) == 1
    [one] = told_of(family.a)
    assert (one.channel, one.inbox) == ("inapp", queries.inbox_of_account(family.mother.pk))
    assert "李** 这一天登录了 3 次" in one.text
    assert actions.tell_of_log_ins(at=at + timedelta(minutes=1)) == 1
    assert len(told_of(family.a)) == 1, "once a day"
    assert told_of(family.b) == []
    # Her own log-ins are no ward's.
    family.comes_in(family.mother)
    assert len(Message.objects.filter(kind="ward_came_in")) == 1


def test_u41_a_guardian_with_another_phone_is_texted_and_may_turn_that_off(family: Family, area: Area) -> None:
    at = clock.now()
    father = world.make_account("19900000812", "李大山")
    row = Guardianship.objects.get(ward=family.a)
    row.pk, row.public_id, row.guardian_account, row.guardian_name = None, "father000001", father, "李大山"
    row.save()
    family.comes_in(account_of(family.a))
    Session.objects.filter(account_id=family.a.account_id).update(began_at=at - timedelta(hours=2))
    actions.tell_of_log_ins(at=at)
    masks = {one.address_mask for one in told_of(family.a) if one.channel == "sms"}
    assert masks == {"199****0812"}
    [text] = [one for one in told_of(family.a) if one.channel == "sms"]
    assert "1 次" in actions.say_log_ins(text.making or {}, at)
    browser = Client()
    world.log_in(browser, "19900000812")
    assert "孩子登录了" in browser.get("/mine/messages/settings/").content.decode()
    # Who is no guardian any more is not told at the moment of sending.
    Guardianship.objects.filter(guardian_account=father).update(withdrawn_at=at)
    assert not isinstance(actions.say_log_ins(text.making or {}, at), str)
