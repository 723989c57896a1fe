"""Appointments: within one's area, not above one's role, never the last one ended."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from baiying.accounts import actions, queries
from baiying.accounts.models import Account, Appointment, Lock
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.values.actor import Acting, Actor
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

OFFICE = "19900000501"


def test_a_county_office_appoints_a_clerk_who_comes_in_by_code(area: Area) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    url = f"/desk/appointments/new/?area={area.township.public_id}"
    sent = {"role": "place_staff", "phone": "19900000502", "name": "陈干事", "title": "站长"}
    assert office.post(url, sent).status_code == 303
    clerk = Client()
    assert world.log_in(clerk, "19900000502") == "/mine/appointments/"
    assert clerk.get("/desk/people/").status_code == 403
    row = Appointment.objects.get(role="place_staff")
    assert clerk.post(f"/mine/appointments/{row.public_id}/acceptance/")["Location"] == "/desk/"
    assert clerk.get("/desk/people/").status_code == 200
    assert "陈干事" in office.get("/desk/appointments/").content.decode()
    assert office.post(url, sent).status_code == 422


def test_nobody_appoints_above_the_own_role_or_outside_the_own_area(area: Area) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    outside = f"/desk/appointments/new/?area={area.other_village.public_id}"
    page = office.get(outside)
    assert page.status_code == 422
    # Said at the field, the own area in its place.
    assert "桥头村不在您的工作地区内" in page.content.decode()
    clerk_there = {"role": "place_staff", "phone": "19900000502", "name": "陈干事"}
    again = office.post(outside, clerk_there)
    assert again.status_code == 422
    assert 'value="19900000502"' in again.content.decode()
    # Without an area it is the own one, where no platform role is given.
    assert "东河区" in office.get("/desk/appointments/new/").content.decode()
    sent = {"role": "sysadmin", "phone": "19900000502", "name": "陈干事"}
    assert office.post("/desk/appointments/new/", sent).status_code == 422
    above = f"/desk/appointments/new/?area={area.city.public_id}"
    assert "百应市不在您的工作地区内" in office.get(above).content.decode()
    assert "没有这个地区" in office.get("/desk/appointments/new/?area=nowhere").content.decode()
    here = f"/desk/appointments/new/?area={area.county.public_id}"
    sent = {"role": "city_office", "phone": "19900000502", "name": "陈干事"}
    assert office.post(here, sent).status_code == 422
    clerk = world.staff("place_staff", area.township, "19900000503")
    assert clerk.get("/desk/appointments/").status_code == 403
    assert Appointment.objects.count() == 2


def test_an_ended_appointment_opens_nothing_any_more(area: Area) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    clerk = world.staff("place_staff", area.township, "19900000503")
    row = Appointment.objects.get(role="place_staff")
    assert clerk.get("/desk/people/").status_code == 200
    assert office.post(f"/desk/appointments/{row.public_id}/end/").status_code == 303
    assert clerk.get("/desk/people/").status_code == 403


@pytest.mark.parametrize("role", ["sysadmin", "secadmin", "auditor", "city_office"])
def test_the_last_of_each_kind_of_administrator_stays(area: Area, role: str) -> None:
    last = world.staff(role, area.city if role == "city_office" else None, OFFICE)
    row = Appointment.objects.get(role=role)
    security = last if role == "secadmin" else world.staff("secadmin", None, "19900000509")
    answer = security.post(f"/desk/appointments/{row.public_id}/end/", follow=True)
    if role == "secadmin":
        # Only another of them could, and there is none: nobody ends the own.
        assert answer.status_code == 403
        own = Actor(account_id=-1, acting=Acting(1, "a", "secadmin", None))
        with pytest.raises(actions.LastOne):
            actions.end_appointment(appointment=row, actor=own, at=clock.now())
    else:
        assert "最后一位" in answer.content.decode()
    row.refresh_from_db()
    assert row.ends_at is None
    other = world.staff(role, area.city if role == "city_office" else None, "19900000510")
    security = other if role == "secadmin" else security
    assert security.post(f"/desk/appointments/{row.public_id}/end/").status_code == 303
    row.refresh_from_db()
    assert row.ends_at is not None


@pytest.mark.parametrize(
    ("own", "wanted"),
    [("secadmin", "city_office"), ("secadmin", "place_staff"), ("county_office", "hours_reviewer"),
     ("city_office", "county_office"), ("secadmin", "auditor")],
)  # fmt: skip
def test_nobody_appoints_oneself_nor_the_other_account_of_the_own_phone(area: Area, own: str, wanted: str) -> None:
    places = {"city_office": area.city, "county_office": area.county, "hours_reviewer": area.county}
    mine = world.staff(own, places.get(own), OFFICE)
    at = places.get(wanted, area.township) if wanted != "auditor" else None
    url = "/desk/appointments/new/" + (f"?area={at.public_id}" if at else "")
    sent = {"role": wanted, "phone": OFFICE, "name": "我自己"}
    answer = mine.post(url, sent)
    assert answer.status_code == 422
    assert "不能任命自己" in answer.content.decode()
    # Two accounts come in by one phone: the same hand.
    shared = world.make_account("19900000511", "另一个我")
    actions.change_phone(account_id=shared.pk, phone=OFFICE, actor=world.ACTOR, at=clock.now())
    me = Appointment.objects.get(role=own).account
    everywhere = Actor(account_id=me.pk, acting=Acting(1, "a", "secadmin", None))
    with pytest.raises(actions.OwnAppointment):
        actions.appoint(
            account=shared,
            role=wanted,
            area_id=at.pk if at else None,
            actor=everywhere,
            at=clock.now(),
        )
    assert Appointment.objects.filter(role=wanted).count() == 0


def test_the_database_refuses_who_appoints_oneself_and_two_of_three_in_one_hand(area: Area) -> None:
    account, other = world.make_account(OFFICE, "一人"), world.make_account("19900000512", "他人")
    made = {"account": account, "starts_at": clock.now()}
    with pytest.raises(IntegrityError, match="accounts_not_by_oneself"), transaction.atomic():
        Appointment.objects.create(role="city_office", area=area.city, appointed_by_id=account.pk, **made)
    Appointment.objects.create(role="sysadmin", appointed_by_id=other.pk, **made)
    with pytest.raises(IntegrityError, match="accounts_one_of_three"), transaction.atomic():
        Appointment.objects.create(role="auditor", appointed_by_id=other.pk, **made)


def test_nobody_unlocks_the_own_phone(area: Area) -> None:
    security = world.staff("secadmin", None, OFFICE)
    Lock.objects.create(
        phone_hash=queries.phone_hash(OFFICE), phone_mask="m", locked_at=clock.now(),
        until=clock.now() + timedelta(minutes=30),
    )  # fmt: skip
    answer = security.post("/desk/people/locks/", {"phone": OFFICE, "reason": "看了身份证"})
    assert answer.status_code == 422
    assert "不能给自己解锁" in answer.content.decode()
    assert queries.lock_of(OFFICE, clock.now()) is not None
    other = world.staff("secadmin", None, "19900000513")
    assert other.post("/desk/people/locks/", {"phone": OFFICE, "reason": "看了身份证"}).status_code == 303


@pytest.mark.law("GB22239-8.1.5")
def test_the_three_administrators_are_three_people(area: Area) -> None:
    security = world.staff("secadmin", None, OFFICE)
    sent = {"role": "auditor", "phone": "19900000504", "name": "钱审计"}
    assert security.post("/desk/appointments/new/", sent).status_code == 303
    again = security.post("/desk/appointments/new/", {**sent, "role": "sysadmin"})
    assert again.status_code == 422
    assert "不能由同一人担任" in again.content.decode()
    # A second account by the same phone is not a second person.
    other_name = {**sent, "role": "sysadmin", "name": "钱二", "account": "another"}
    again = security.post("/desk/appointments/new/", other_name)
    assert again.status_code == 422
    assert "不能由同一人担任" in again.content.decode()
    assert not Appointment.objects.filter(role="sysadmin").exists()


def test_who_holds_several_appointments_chooses_one_and_may_act_as_oneself(client: Client, area: Area) -> None:
    account = world.make_account(OFFICE, "孙主任")
    day_before = clock.now() - timedelta(days=1)
    for role, place in (("county_office", area.county), ("hours_reviewer", area.township)):
        builders.appointment(account, role, place, starts_at=day_before)
    assert world.log_in(client, OFFICE) == "/acting/"
    assert client.get("/desk/people/").status_code == 403
    chosen = Appointment.objects.get(role="county_office")
    client.post("/acting/", {"appointment": chosen.public_id})
    assert client.get("/desk/people/").status_code == 200
    client.post("/acting/", {"appointment": ""})
    assert client.get("/desk/people/").status_code == 403
    stranger = world.make_account("19900000505")
    foreign = builders.appointment(stranger, "city_office", area.city, starts_at=day_before)
    assert client.post("/acting/", {"appointment": foreign.public_id}).status_code == 404


def test_the_first_administrator_appoints_the_two_others_first(client: Client, area: Area) -> None:
    password = "五个 不相干 的词 放一起"
    actions.create_first_admin(phone=OFFICE, password=password, display_name="首任管理员", at=clock.now())
    assert list(Appointment.objects.values_list("role", flat=True)) == ["secadmin"]
    assert client.post("/log-in/password/", {"phone": OFFICE, "password": password})["Location"] == "/desk/"
    assert "还没有系统管理员、审计员" in client.get("/desk/appointments/").content.decode()
    for role, phone in (("sysadmin", "19900000507"), ("auditor", "19900000508")):
        sent = {"role": role, "phone": phone, "name": role}
        assert client.post("/desk/appointments/new/", sent).status_code == 303
    assert "三类管理员由三个人担任" not in client.get("/desk/appointments/").content.decode()
    url = f"/desk/appointments/new/?area={area.city.public_id}"
    assert client.post(url, {"role": "city_office", "phone": "19900000506", "name": "吴主任"}).status_code == 303
    assert Account.objects.count() == 4


def test_whoever_appoints_reads_what_each_role_may_do(area: Area) -> None:
    office = world.staff("county_office", area.county, OFFICE)
    page = office.get("/desk/appointments/roles/").content.decode()
    reviewer = page.split("<h2>时长复核员</h2>")[1].split("</section>")[0]
    assert "作为第二人复核时长" in reviewer
    assert "任命和结束任职" not in reviewer
    assert "/desk/appointments/roles/" in office.get("/desk/appointments/").content.decode()
    clerk = world.staff("place_staff", area.township, "19900000503")
    assert clerk.get("/desk/appointments/roles/").status_code == 403
