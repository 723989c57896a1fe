"""A stolen phone at the desk: devices end in one act, a new number comes by two people (R013)."""

from datetime import timedelta

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from baiying.people import queries
from baiying.people.models import Claim, Person
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db
OLD, NEW = "19900000301", "19900000391"


@pytest.fixture
def stolen(area: Area) -> tuple[Client, Person]:
    """Registered on the phone that is in a thief's hand now."""
    browser = Client()
    world.register(browser, area, phone=OLD, name="王芳")
    return browser, Person.objects.get()


def six_of(person: Person) -> str:
    return queries.id_number_of(person)[-6:]


def test_every_device_ends_at_the_desk_and_the_old_phone_is_not_rung(area: Area, stolen: tuple[Client, Person]) -> None:
    thief, person = stolen
    assert thief.get("/mine/").status_code == 200
    clerk = world.staff("place_staff", area.township, "19900000396")
    page = clerk.get(f"/desk/people/{person.public_id}/").content.decode()
    assert f"/desk/people/{person.public_id}/phone/" in page
    url = f"/desk/people/{person.public_id}/devices/"
    wrong = clerk.post(url, {"devices_six": "000000"})
    assert wrong.status_code == 422
    assert "不是这条记录的本人" in wrong.content.decode()
    assert thief.get("/mine/").status_code == 200
    Message.objects.all().delete()
    assert clerk.post(url, {"devices_six": six_of(person)}).status_code == 303
    assert thief.get("/mine/").status_code == 302
    assert AuditEvent.objects.filter(action="DevicesEndedAtDesk").count() == 1
    assert set(Message.objects.values_list("channel", flat=True)) == {"inapp"}


def test_a_new_number_is_proven_seen_and_waits_for_a_second_person(area: Area, stolen: tuple[Client, Person]) -> None:
    _thief, person = stolen
    clerk = world.staff("place_staff", area.township, "19900000396")
    url = f"/desk/people/{person.public_id}/phone/"
    page = clerk.get(url).content.decode()
    assert "（选填）" not in page
    assert "autofocus" not in page
    assert clerk.post(url, {"do": "send", "phone": NEW}).status_code == 200
    code, six = world.code_for(NEW), six_of(person)
    missing = clerk.post(url, {"phone": NEW, "code": "", "last_six": six})
    assert "请填新手机收到的验证码" in missing.content.decode()
    assert NEW in missing.content.decode()
    assert clerk.post(
        url, {"phone": NEW, "code": "000000" if code != "000000" else "111111", "last_six": six}
    ).status_code in {409, 422}
    assert not Claim.objects.exists()
    answer = clerk.post(url, {"phone": NEW, "code": code, "last_six": six})
    claim = Claim.objects.get()
    assert answer["Location"] == f"/desk/people/claims/{claim.public_id}/"
    assert claim.state == "seen"
    assert queries.phone_of(Person.objects.get()) == OLD
    # The same number once more is no way, and the own record no more than anybody's.
    assert "记录上就是这个号码" in clerk.post(url, {"phone": OLD, "code": "123456", "last_six": six}).content.decode()


def test_a_record_without_a_number_gets_one_at_once(area: Area) -> None:
    person = builders.person("李桂兰", residence=area.village)
    clerk = world.staff("place_staff", area.township, "19900000396")
    url = f"/desk/people/{person.public_id}/phone/"
    clerk.post(url, {"do": "send", "phone": NEW})
    clerk.post(url, {"phone": NEW, "code": world.code_for(NEW), "last_six": six_of(person)})
    assert queries.phone_of(Person.objects.get(pk=person.pk)) == NEW
    assert world.log_in(Client(), NEW) == "/mine/"


def test_nobody_does_it_for_the_own_record_or_outside_the_own_area(area: Area, stolen: tuple[Client, Person]) -> None:
    _thief, person = stolen
    outside = world.staff("place_staff", area.other_village, "19900000397")
    for end in ("phone", "devices"):
        assert outside.post(f"/desk/people/{person.public_id}/{end}/", {}).status_code == 404
    # Who serves the township besides is no nearer to the own record: the same log-in, now with an office.
    builders.appointment(person.account, "place_staff", area.township, starts_at=clock.now() - timedelta(days=1))
    own = Client()
    world.log_in(own, OLD)
    answer = own.post(f"/desk/people/{person.public_id}/devices/", {"devices_six": six_of(person)})
    assert answer.status_code == 422
    assert "请另一位" in answer.content.decode()


def test_a_record_elsewhere_is_no_dead_end_at_the_desk(area: Area) -> None:
    """An old man without a phone, registered years ago somewhere else."""
    number = world.id_number(world.born_years_ago(74))
    world.register(Client(), area, phone=OLD, name="孙大爷", number=number)
    world.staff("county_office", area.county, "19900000398", "郑主任")
    clerk = world.staff("place_staff", area.other_village, "19900000399")
    url = f"/desk/people/on-site/?area={area.other_village.public_id}"
    page = clerk.post(url, {"name": "孙大爷", "id_type": "citizen", "id_number": number, "document": "same",
                            "read": world.TEXT, "consent": "on"})  # fmt: skip
    words = page.content.decode()
    assert page.status_code == 422
    assert "那条记录由谁办" in words
    assert "郑主任" in words
    assert area.village.name not in words
    assert "签纸质签到表" in words
