"""What a guardian's own pages list and ask, and what a child may ask for (P3, P34 of the phone's review)."""

from datetime import date

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.people import queries
from baiying.people.models import Guardianship, Registration
from baiying.people.rights import Right
from baiying.places.models import Site
from tests.people import world
from tests.people.test_guardian_cases import agreed, withdrawn
from tests.people.test_guardians import FATHER, minor, prove
from tests.people.world import Area

pytestmark = pytest.mark.django_db


def test_p3_what_was_asked_of_a_guardian_waits_on_the_own_page(client: Client, area: Area) -> None:
    minor(client, area, 13)
    row, guardian = Guardianship.objects.get(), Client()
    world.make_account(FATHER, "李大山")
    # Who has neither person nor ward is led to what waits, not to registering.
    world.log_in(guardian, FATHER)
    assert guardian.get("/mine/")["Location"] == "/mine/wards/"
    page = guardian.get("/mine/wards/").content.decode()
    assert f"/guardians/{row.public_id}/" in page
    assert "等您决定" in page
    # By surname until the guardian has opened the request.
    assert "李小红" not in page
    guardian.post(f"/guardians/{row.public_id}/refusal/")
    after = guardian.get("/mine/wards/").content.decode()
    assert "等您决定" not in after
    assert "您没有同意" in after
    # The child's own phone is not asked.
    assert "等您决定" not in client.get("/mine/wards/").content.decode()


def test_p3_a_guardian_who_withdrew_comes_back_to_the_wards(client: Client, area: Area) -> None:
    withdrawn(client, area)
    guardian = Client()
    world.log_in(guardian, FATHER)
    assert guardian.get("/mine/")["Location"] == "/mine/wards/"


def test_p3_a_child_asks_for_no_guardian_while_a_consent_stands(client: Client, area: Area) -> None:
    agreed(client, area)
    answer = client.get("/mine/profile/guardian/")
    assert (answer.status_code, answer["Location"]) == (303, "/mine/profile/")
    assert "监护人已经同意" in client.get("/mine/profile/").content.decode()
    given = {"guardian_name": "李奶奶", "relation": "grandparent", "guardian_phone": "19900000239"}
    assert client.post("/mine/profile/guardian/", given).status_code == 303
    assert Guardianship.objects.count() == 1


def test_p3_who_comes_back_is_told_of_the_new_number_before_and_after(client: Client, area: Area) -> None:
    world.register(client, area, phone="19900000281")
    old = Registration.objects.get().volunteer_no
    client.post("/mine/consents/volunteer_service/withdrawal/")
    assert old in client.get("/mine/profile/rejoining/").content.decode()
    client.post("/mine/profile/rejoining/", world.AGREED)
    new = Registration.objects.get(ended_at__isnull=True).volunteer_no
    assert new != old
    page = client.get("/mine/profile/").content.decode()
    assert f"新的志愿者编号是 {new}" in page
    assert f"原来的 {old} 不再使用" in page


def test_p34_the_clerk_is_not_sent_a_child_whose_guardian_said_no(client: Client, area: Area) -> None:
    registration, row, guardian = withdrawn(client, area)
    clerk = world.staff("place_staff", area.county, "13300000061")
    number = registration.volunteer_no
    assert number not in clerk.get("/desk/people/checks/").content.decode()
    # Asked again, the child waits as everybody does.
    given = {"guardian_name": "李大山", "relation": "father", "guardian_phone": FATHER}
    assert client.post("/mine/profile/guardian/", given).status_code == 303
    assert number in clerk.get("/desk/people/checks/").content.decode()
    guardian.post(f"/guardians/{Guardianship.objects.latest('id').public_id}/refusal/")
    assert number not in clerk.get("/desk/people/checks/").content.decode()
    guardian.post(f"/mine/wards/{row.public_id}/agreement/", world.agreement(row))
    assert number in clerk.get("/desk/people/checks/").content.decode()


def test_agreeing_again_reads_as_that_and_names_the_own_child(client: Client, area: Area) -> None:
    minor(client, area, 16)
    row, guardian = Guardianship.objects.get(), Client()
    prove(guardian, row)
    asked = guardian.get(f"/guardians/{row.public_id}/").content.decode()
    assert "想注册为志愿者" in asked
    assert row.ward.name not in asked
    guardian.post(f"/guardians/{row.public_id}/agreement/", world.agreement(row))
    guardian.post(f"/mine/wards/{row.public_id}/withdrawal/")
    again = guardian.get(f"/mine/wards/{row.public_id}/agreement/").content.decode()
    assert f"重新同意{row.ward.name}参加志愿服务" in again
    assert "上次同意" in again
    assert "想注册为志愿者" not in again
    assert "提出时间" not in again


def test_a_station_without_a_telephone_is_reached_by_the_one_above_it(client: Client, area: Area) -> None:
    state = {"state": "built", "state_since": date(2024, 1, 1)}
    Site.objects.create(division=area.village, level="station", name="柳林社区实践站", **state)
    office = queries.office_near(area.village.pk, clock.now(), right=Right.CHECK_REAL_NAME)
    assert (office.site_name, office.phone_name, office.phone) == ("柳林社区实践站", "东河区实践中心", "0000-1234567")
    _registration, row, guardian = agreed(client, area, 16)
    world.log_in(guardian, FATHER)
    page = guardian.get(f"/mine/wards/{row.public_id}/").content.decode()
    assert 'href="tel:0000-1234567"' in page
    # Its own telephone, once it has one, is what is called; and nobody is told to call where there is none at all.
    Site.objects.filter(level="station").update(phone="0000-7654321")
    office = queries.office_near(area.village.pk, clock.now(), right=Right.CHECK_REAL_NAME)
    assert (office.phone_name, office.phone) == ("", "0000-7654321")
    Site.objects.update(phone="")
    page = guardian.get(f"/mine/wards/{row.public_id}/").content.decode()
    assert "打电话问" not in page
    assert "孩子本人" in page
