"""Claims at the desk: who grants, who refuses, who is told, and who had better leave it to another."""

from datetime import timedelta

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.notices import queries as notices
from baiying.people import actions, queries
from baiying.people.actions.checks import OwnCheck, SawNumber
from baiying.people.models import Claim, Person
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

PHONE = "19900000301"


@pytest.fixture
def volunteer(area: Area) -> Person:
    world.register(Client(), area, phone=PHONE)
    return Person.objects.get()


def test_whoever_saw_the_whole_number_grants_no_claim_but_may_refuse_one(area: Area) -> None:
    somebody = builders.person("别人", residence=area.village)
    at = clock.now()
    claim = actions.file_claim(
        person=somebody, name="别人", phone="19900000314", account_id=None, note="", actor=world.ACTOR, at=at
    )
    account = builders.account(name="看过号码的")
    by = Actor(account_id=account.pk)
    number = actions.reveal(person=somebody, what="id_number", reason="核对", actor=by, at=at)
    with pytest.raises(SawNumber):
        actions.decide_claim(claim=claim, granted=True, answer="", last_six=number[-6:], actor=by, at=at)
    assert not actions.decide_claim(claim=claim, granted=False, answer="没有带证件", actor=by, at=at).granted


def test_already_registered_leads_to_a_claim_with_a_named_human_and_both_are_told(area: Area) -> None:
    world.register(Client(), area, phone=PHONE, name="李小红")
    person = Person.objects.get()
    world.staff("county_office", area.county, "19900000304", name="周科长")
    claimant, new_phone = Client(), "19900000306"
    stop = world.register(claimant, area, phone=new_phone, name="李小红", number=queries.id_number_of(person))
    assert stop == "/register/claim/"
    page = claimant.get(stop).content.decode()
    assert "周科长" in page
    assert "0000-1234567" in page
    assert "柳林" not in page  # not a word of where the record's person lives
    assert person.phone_mask not in page
    filed = claimant.post(stop, {"note": "换过手机号"}).content.decode()
    assert "已提交" in filed
    # What he takes home: the number, the two who see to it, the hours, and what need not wait for any of it.
    assert f"编号 {Claim.objects.get().public_id}" in filed
    said = ("另一位工作人员也要确认", "再等 12 小时", "先签纸质签到表", "data-print", "by-takes-home")
    assert all(one in filed for one in said)
    assert "柳林" not in filed
    assert person.phone_mask not in filed
    assert any("申请认领" in m.text for m in notices.on_screen(PHONE))
    later = Client()
    later.post("/log-in/", {"phone": new_phone})
    later.post("/log-in/code/", {"code": world.code_for(new_phone)})
    waiting = later.get("/log-in/unknown/").content.decode()
    assert "由周科长核对" in waiting
    assert "不用重新注册" in waiting
    assert "柳林" not in waiting
    clerk = world.staff("place_staff", area.township, "19900000302")
    url = f"/desk/people/claims/{Claim.objects.get().public_id}/"
    assert clerk.get(url).status_code == 200
    assert clerk.post(url, {"granted": "yes", "answer": "已核对"}).status_code == 422
    last_six = queries.id_number_of(person)[-6:]
    assert clerk.post(url, {"granted": "yes", "answer": "已核对", "last_six": last_six}).status_code == 303
    second = world.staff("place_staff", area.township, "19900000303")
    assert second.post(f"{url}confirmation/").status_code == 303
    actions.carry_out_claims(at=clock.now() + timedelta(days=1))
    person.refresh_from_db()
    assert queries.phone_of(person) == new_phone
    assert any("认领申请已通过" in m.text for m in notices.on_screen(new_phone))
    assert any("改用新的手机号" in m.text for m in notices.on_screen(PHONE))
    assert Person.objects.count() == 1


def test_a_refused_claim_leaves_the_record_alone(area: Area, volunteer: Person) -> None:
    stranger = Client()
    world.register(stranger, area, phone="19900000306", number=queries.id_number_of(volunteer))
    stranger.post("/register/claim/", {"note": ""})
    office = world.staff("county_office", area.county, "19900000304")
    url = f"/desk/people/claims/{Claim.objects.get().public_id}/"
    assert office.post(url, {"granted": "no", "answer": "没有带证件"}).status_code == 303
    volunteer.refresh_from_db()
    assert queries.phone_of(volunteer) == PHONE
    assert any("没有带证件" in m.text for m in notices.on_screen("19900000306"))
    elsewhere = world.staff("county_office", area.other_county, "19900000303")
    assert elsewhere.get(url).status_code == 404


def test_whoever_comes_in_by_the_claimants_number_does_not_grant_the_claim(area: Area) -> None:
    clerk = world.make_account("19900000313", "王干事")
    acting = builders.appointment(clerk, "county_office", area.county, starts_at=clock.now() - timedelta(days=1))
    somebody = builders.person("别人", residence=area.village)
    claim = actions.file_claim(
        person=somebody, name="别人", phone="19900000313", account_id=None, note="", actor=world.ACTOR, at=clock.now()
    )
    number = queries.id_number_of(somebody)[-6:]
    by = Actor(account_id=acting.account_id)
    with pytest.raises(OwnCheck):
        actions.decide_claim(claim=claim, granted=True, answer="", last_six=number, actor=by, at=clock.now())
    other = Actor(account_id=builders.account(name="另一位").pk)
    assert actions.decide_claim(
        claim=claim, granted=True, answer="", last_six=number, actor=other, at=clock.now()
    ).granted
