"""A card says that somebody is a volunteer: none for whom no guardian agreed, whose check failed, or about whom a
doubt is open; neither at the desk nor on the own phone."""

import pytest
from django.test import Client

from baiying.people.models import Card, Registration
from tests.people import world
from tests.people.test_guardian_cases import agreed
from tests.people.test_guardians import minor
from tests.people.world import Area

pytestmark = pytest.mark.django_db


@pytest.fixture
def area() -> Area:
    return world.make_area()


@pytest.fixture
def clerk(area: Area) -> Client:
    return world.staff("place_staff", area.township, "19900000302")


def card_at_the_desk(clerk: Client, registration: Registration) -> str:
    person = registration.person.public_id
    assert clerk.post(f"/desk/people/{person}/cards/").status_code == 303
    return clerk.get(f"/desk/people/{person}/").content.decode()


def test_no_card_before_the_guardian_agrees(client: Client, area: Area, clerk: Client) -> None:
    registration = minor(client, area)
    page = card_at_the_desk(clerk, registration)
    assert not Card.objects.exists()
    assert "监护人同意之后，才能办志愿者证" in page
    assert "/cards/" not in page, "no button that refuses"
    client.post("/mine/cards/")
    assert not Card.objects.exists()
    assert "监护人同意之后，才能办志愿者证" in client.get("/mine/card/").content.decode()


def test_an_agreed_child_has_one_and_it_does_not_print_after_a_withdrawal(
    client: Client, area: Area, clerk: Client
) -> None:
    registration, row, guardian = agreed(client, area)
    page = card_at_the_desk(clerk, registration)
    sheet = f"/desk/people/{registration.person.public_id}/card/"
    assert Card.objects.count() == 1
    assert sheet in page
    guardian.post(f"/mine/wards/{row.public_id}/withdrawal/")
    assert sheet + '"' not in clerk.get(f"/desk/people/{registration.person.public_id}/").content.decode()
    assert clerk.get(sheet).status_code == 303


@pytest.mark.parametrize(
    ("column", "said"),
    [("failed_at", "证件核验没有通过，办不了志愿者证"), ("held_at", "注册正在核实，核实完才能办志愿者证")],
)
def test_no_card_after_a_failed_check_nor_while_a_doubt_is_open(
    client: Client, area: Area, clerk: Client, column: str, said: str
) -> None:
    world.register(client, area, phone="19900000311")
    registration = Registration.objects.get()
    Registration.objects.filter(pk=registration.pk).update(**{column: registration.registered_at})
    assert said in card_at_the_desk(clerk, registration)
    assert not Card.objects.exists()
