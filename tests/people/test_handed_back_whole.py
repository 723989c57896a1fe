"""A record is handed back whole: by no way of who held it before, and by nobody who stands below an office."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.accounts import actions as accounts
from baiying.accounts import queries as account_rows
from baiying.accounts.models import Account, Factor, RecoveryCode
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.values.actor import Acting, Actor
from baiying.notices.models import Message
from baiying.people import actions, identity, queries
from baiying.people.models import Claim, Person
from tests.people import claiming, world
from tests.people.merging import TWO, Pair
from tests.people.world import Area

pytestmark = pytest.mark.django_db
OLD, NEW = "19900000301", "19900000391"
ISSUER = "https://id.example"


def registered(area: Area) -> Person:
    world.register(Client(), area, phone=OLD, name="王芳")
    return Person.objects.get()


def six(person: Person) -> str:
    return queries.id_number_of(person)[-6:]


def test_no_way_in_of_who_held_it_before_is_left(area: Area) -> None:
    person, at = registered(area), clock.now()
    accounts.tie(account_id=person.account_id or 0, issuer=ISSUER, subject="s", mask="x", actor=Actor(), at=at)
    Factor.objects.create(
        account_id=person.account_id, kind="passkey", label="钥匙", handle=b"h", public_key=b"k", site="x", added_at=at
    )
    RecoveryCode.objects.create(account_id=person.account_id, code_hash=b"c", made_at=at)
    claiming.hand_back(claiming.file(person, NEW))
    person.refresh_from_db()
    assert queries.phone_of(person) == NEW
    assert account_rows.identity_elsewhere(ISSUER, "s") is None
    assert not Factor.objects.filter(account_id=person.account_id, ended_at=None).exists()
    assert not RecoveryCode.objects.filter(account_id=person.account_id, ended_at=None).exists()
    assert Account.objects.get(pk=person.account_id).held_back_until is None


@pytest.fixture
def officer(area: Area) -> Person:
    """A county's officer, who is a volunteer of the village besides."""
    account = world.make_account(OLD, "郑主任")
    person = builders.person("郑主任", residence=area.village, account=account, phone=OLD)
    builders.appointment(account, "county_office", area.county, starts_at=clock.now() - timedelta(days=30))
    return person


def of_office(role: str, place: Any, name: str) -> Actor:
    account = builders.account(name=name)
    builders.appointment(account, role, place, starts_at=clock.now() - timedelta(days=30))
    return Actor(account_id=account.pk, acting=Acting(1, "x", role, place.pk, tuple(place.path)), label=name)


def test_who_stands_below_hands_nobody_the_log_in_of_an_office(area: Area, officer: Person) -> None:
    claim = claiming.file(officer, NEW)
    for role, place in (("place_staff", area.township), ("place_staff", area.county)):
        with pytest.raises(actions.OfficeClaimed):
            claiming.saw(claim, by=of_office(role, place, "站里"))
    claiming.saw(claim, by=of_office("county_office", area.county, "同事"))
    with pytest.raises(actions.OfficeClaimed):
        actions.confirm_claim(claim=claim, actor=of_office("place_staff", area.township, "站里二"), at=clock.now())
    row = actions.confirm_claim(claim=claim, actor=of_office("city_office", area.city, "市里"), at=clock.now())
    assert row.cools_until is not None
    actions.carry_out_claims(at=row.cools_until)
    officer.refresh_from_db()
    until = Account.objects.get(pk=officer.account_id).held_back_until
    assert until == row.cools_until + timedelta(hours=account_rows.log_in_rules(clock.now()).held_back_hours)


def both_phones(pair: Pair) -> None:
    """Each of two records comes in by a phone of its own."""
    for n, one in enumerate((pair.a, pair.b)):
        phone = f"1990000050{n}"
        one.refresh_from_db()
        at = clock.now() - timedelta(days=2)
        accounts.change_phone(account_id=one.account_id or 0, phone=phone, actor=Actor(), at=at)
        for column, value in identity.seal_phone(phone, public_id=one.public_id, key=queries.key_of(one)).items():
            setattr(one, column, value)
        one.save()


@pytest.fixture
def merged(area: Area) -> tuple[Person, Person]:
    """Two records of one human that became one: which goes on, and which gave way."""
    pair = Pair(area.village)
    both_phones(pair)
    row = actions.confirm_merge(merge=pair.propose(clock.now()), actor=TWO, at=clock.now())
    if row.done_at is None:
        row = actions.carry_out(merge_id=row.pk, actor=TWO, at=clock.now())
    return Person.objects.get(pk=row.survivor_id), Person.objects.get(pk=row.loser_id)


def by_second(loser: Person) -> Client:
    browser = Client()
    world.log_in(browser, queries.phone_of(loser) or "")
    assert browser.get("/mine/profile/").status_code == 200
    return browser


def test_handing_back_ends_the_sessions_of_the_second_log_in_too(area: Area, merged: tuple[Person, Person]) -> None:
    thief = by_second(merged[1])
    claiming.hand_back(claiming.file(merged[0], NEW))
    assert thief.get("/mine/profile/").status_code != 200


def test_devices_ended_at_the_desk_are_those_of_every_log_in(area: Area, merged: tuple[Person, Person]) -> None:
    thief = by_second(merged[1])
    clerk = world.staff("place_staff", area.township, "19900000396")
    answer = clerk.post(f"/desk/people/{merged[0].public_id}/devices/", {"devices_six": six(merged[0])})
    assert answer.status_code == 303
    assert thief.get("/mine/profile/").status_code != 200


def test_u23_who_comes_in_by_the_second_log_in_is_asked_too_and_may_say_so(
    area: Area, merged: tuple[Person, Person]
) -> None:
    survivor, loser = merged
    claim = claiming.file(survivor, NEW)
    browser, phone = Client(), queries.phone_of(loser) or ""
    browser.post("/log-in/", {"phone": phone})
    browser.post("/log-in/code/", {"code": world.code_for(phone)})
    assert browser.session.get("_auth_user_id") is None
    said = actions.say_mine(claim=claim, phone=phone, last_six=six(survivor), actor=Actor(), at=clock.now())
    assert said.objected_at is not None


def test_a_record_on_its_way_back_is_not_merged_meanwhile(area: Area) -> None:
    """Else the hours over, the claimant gets the log-in of the other record, whose number was told nothing."""
    pair = Pair(area.village)
    both_phones(pair)
    row = pair.propose(clock.now())
    claim = claiming.file(Person.objects.get(pk=row.loser_id), NEW)
    assert not queries.hinders_merging(row.survivor_id, row.loser_id, clock.now())
    claiming.saw(claim)
    assert "正在交还" in queries.hinders_merging(row.survivor_id, row.loser_id, clock.now())
    actions.confirm_claim(claim=claim, actor=claiming.clerk("第二人"), at=clock.now())
    with pytest.raises(actions.MergeHindered):
        actions.confirm_merge(merge=row, actor=TWO, at=clock.now())


def test_the_desk_says_of_no_number_that_it_is_the_one_before_the_document_was_seen(area: Area) -> None:
    person = registered(area)
    clerk = world.staff("place_staff", area.township, "19900000396")
    url = f"/desk/people/{person.public_id}/phone/"
    typed = {"phone": OLD, "code": "000000", "last_six": "000000"}
    said = [clerk.post(url, {**typed, "phone": f"199000{n:02d}301"}).content.decode() for n in (7, 8)]
    assert not any("记录上就是这个号码" in one for one in [*said, clerk.post(url, typed).content.decode()])
    assert "记录上就是这个号码" in clerk.post(url, {**typed, "last_six": six(person)}).content.decode()


def test_the_own_number_of_the_clerk_leaves_no_claim_behind(area: Area) -> None:
    person = registered(area)
    clerk = world.staff("place_staff", area.township, "19900000396")
    url, own = f"/desk/people/{person.public_id}/phone/", "19900000396"
    clerk.post(url, {"do": "send", "phone": own})
    answer = clerk.post(url, {"phone": own, "code": world.code_for(own), "last_six": six(person)})
    assert answer.status_code >= 400
    assert not Claim.objects.exists()


def test_a_second_confirmation_says_what_can_still_be_done(area: Area) -> None:
    """After an objection two decide anew: nothing is asked at log-in any more, so the text leads to the desk."""
    person = registered(area)
    claim = claiming.file(person, NEW)
    claiming.saw(claim)
    actions.confirm_claim(claim=claim, actor=claiming.clerk("第二人"), at=clock.now())
    actions.say_mine(claim=claim, phone=OLD, last_six=six(person), actor=Actor(), at=clock.now())
    claim.refresh_from_db()
    claiming.saw(claim)
    Message.objects.all().delete()
    actions.confirm_claim(claim=claim, actor=claiming.clerk("第三人"), at=clock.now())
    told = [one.text for one in Message.objects.all() if "改用另一个手机号" in one.text]
    assert told
    assert all("带证件原件到" in one and "登录说明" not in one for one in told)
