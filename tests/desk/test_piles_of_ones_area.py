"""The workbench of an office shows what waits in its own area and nothing from elsewhere."""

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.people import actions
from baiying.people.models import Person
from tests.people import world
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db


@pytest.fixture
def volunteer(area: Area) -> Person:
    """Waits for the check of the document, and somebody claims the record."""
    world.register(Client(), area, phone="19900000801")
    person = Person.objects.get()
    actions.file_claim(
        person=person, name="李小红", phone="19900000802", account_id=None, note="", actor=ACTOR, at=clock.now()
    )
    return person


@pytest.mark.parametrize(("pile", "role"), [("等待实名核验", "county_office"), ("等待处理的认领", "county_office")])
def test_a_pile_holds_what_lies_in_the_own_area(area: Area, volunteer: Person, pile: str, role: str) -> None:
    here = world.staff(role, area.county, "19900000803").get("/desk/").content.decode()
    elsewhere = world.staff(role, area.other_county, "19900000804").get("/desk/").content.decode()
    assert pile in here
    assert pile not in elsewhere
    assert "李" not in elsewhere.split("<main", 1)[1]
