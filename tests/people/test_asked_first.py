"""Whoever is asked as a guardian and logs in, by whichever way, comes to the request first."""

import pytest
from django.test import Client

from baiying.people.models import Guardianship
from tests.people import world
from tests.people.test_guardians import FATHER, minor
from tests.people.world import Area

pytestmark = pytest.mark.django_db


def asked(client: Client, area: Area) -> str:
    minor(client, area)
    return f"/guardians/{Guardianship.objects.get().public_id}/"


def test_who_has_no_account_finds_the_request_and_agrees_without_a_second_code(client: Client, area: Area) -> None:
    page, father = asked(client, area), Client()
    assert world.log_in(father, FATHER) == "/log-in/unknown/"
    found = father.get("/log-in/unknown/").content.decode()
    assert page in found
    assert "李**（13 岁）" in found
    assert "李小红" not in found
    # Registering as a volunteer is there, and not what the page is about.
    assert found.index(page) < found.index('href="/register/"')
    decision = father.get(page).content.decode()
    assert "李**" in decision
    assert "不同意" in decision
    row = Guardianship.objects.get()
    assert father.post(f"{page}agreement/", world.agreement(row)).status_code == 303
    row.refresh_from_db()
    assert row.agreed_at is not None


def test_who_began_to_register_with_the_phone_sees_the_request_too(client: Client, area: Area) -> None:
    page, father = asked(client, area), Client()
    father.post("/register/", {"phone": FATHER})
    assert father.post("/log-in/code/", {"code": world.code_for(FATHER)})["Location"] == "/log-in/unknown/"
    assert page in father.get("/log-in/unknown/").content.decode()
    # And may go on registering.
    assert father.get("/register/").status_code in {200, 302, 303}


def test_who_has_an_account_or_is_a_volunteer_comes_to_the_request(client: Client, area: Area) -> None:
    page = asked(client, area)
    father = Client()
    world.register(
        father, area, phone="19900000262", name="李大山", number=world.id_number(world.born_years_ago(40), 8)
    )
    assert world.log_in(Client(), "19900000262") == "/mine/"
    Guardianship.objects.all().delete()
    again = {"guardian_name": "李大山", "relation": "father", "guardian_phone": "19900000262"}
    assert client.post("/mine/profile/guardian/", again).status_code == 303
    page = f"/guardians/{Guardianship.objects.get().public_id}/"
    assert world.log_in(father, "19900000262") == page
    # Whoever goes elsewhere finds it first on the page of the day.
    today = father.get("/mine/").content.decode()
    assert page in today
    assert "等您决定" in today
    father.post(f"{page}refusal/")
    assert page not in father.get("/mine/").content.decode()
    assert world.log_in(Client(), "19900000262") == "/mine/"


def test_of_several_requests_the_list_comes_first(client: Client, area: Area) -> None:
    asked(client, area)
    number = world.id_number(world.born_years_ago(14), 6)
    world.register(Client(), area, phone="19900000241", name="李小妹", number=number, guardian_phone=FATHER)
    world.make_account(FATHER, "李大山")
    father = Client()
    assert world.log_in(father, FATHER) == "/mine/wards/"
    page = father.get("/mine/wards/").content.decode()
    assert page.count("看一看，再决定") == 2
    # Two of one surname: by their ages.
    assert "李**，13 岁" in page
    assert "李**，14 岁" in page


def test_a_clerk_who_is_asked_comes_to_the_request_and_then_to_the_desk(client: Client, area: Area) -> None:
    world.staff("place_staff", area.county, FATHER)
    page = asked(client, area)
    clerk = Client()
    assert world.log_in(clerk, FATHER) == page
    clerk.post(f"{page}refusal/")
    assert world.log_in(Client(), FATHER) == "/desk/"


def test_where_the_child_comes_in_by_the_same_phone_the_code_is_asked_anew(client: Client, area: Area) -> None:
    """Being logged in, or having just been, proves nothing there."""
    page = asked(client, area)
    row = Guardianship.objects.get()
    row.ward.phone_hash = row.phone_hash
    row.ward.save(update_fields=["phone_hash"])
    father = Client()
    world.log_in(father, FATHER)
    assert "发送验证码到" in father.get(page).content.decode()


def test_a_stranger_learns_of_no_request(client: Client, area: Area) -> None:
    page = asked(client, area)
    stranger = Client()
    assert world.log_in(stranger, "19900000263") == "/log-in/unknown/"
    assert page not in stranger.get("/log-in/unknown/").content.decode()
    assert "发送验证码到" in stranger.get(page).content.decode()
