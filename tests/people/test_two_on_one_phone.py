"""Mother and father with one telephone are two."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.complaints.copying import sections
from baiying.complaints.models import Complaint, Photo
from baiying.kit import clock
from baiying.kit.copying import Whose
from baiying.people import queries, rules
from baiying.people.models import Guardianship
from baiying.places.models import Division
from tests.complaints.test_filing import opened
from tests.complaints.test_photos import add, taken
from tests.people import world
from tests.people.test_guardian_cases import MOTHER
from tests.people.test_guardians import CHILD
from tests.people.world import ACTOR, Area

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(db: None) -> Area:
    return world.make_area()


def asks(client: Client, name: str, relation: str) -> Guardianship:
    answer = client.post(
        "/mine/profile/guardian/", {"guardian_name": name, "relation": relation, "guardian_phone": MOTHER}
    )
    assert answer.status_code == 303, answer.content.decode()[:2000]
    return Guardianship.objects.latest("id")


def agrees(row: Guardianship) -> Client:
    browser, page = Client(), f"/guardians/{row.public_id}/"
    browser.post(f"{page}codes/")
    assert browser.post(page, {"code": world.code_for(MOTHER)}).status_code == 303
    browser.post(f"{page}agreement/", world.agreement(row))
    return browser


@pytest.mark.parametrize("serves", [True, False], ids=["she serves herself", "she only answers"])
def test_the_fathers_yes_by_the_mothers_telephone_does_not_undo_her_no(
    client: Client, area: Area, monkeypatch: pytest.MonkeyPatch, serves: bool
) -> None:
    """He has no log-in and no other telephone."""
    if serves:
        world.register(Client(), area, phone=MOTHER, name="王小梅", number=world.id_number(world.born_years_ago(40), 3))
    number = world.id_number(world.born_years_ago(15))
    world.register(client, area, phone=CHILD, number=number, guardian_phone=MOTHER)
    hers = Guardianship.objects.get(ward__name="李小红")
    Guardianship.objects.filter(pk=hers.pk).update(guardian_name="王小梅", relation="mother")
    hers.refresh_from_db()
    mother = agrees(hers)
    hers.refresh_from_db()
    assert hers.agreed_at is not None
    assert mother.post(f"/mine/wards/{hers.public_id}/withdrawal/").status_code == 303
    then = clock.now() + timedelta(minutes=3)
    monkeypatch.setattr("baiying.kit.clock.now", lambda: then)
    his = asks(client, "李大山", "father")
    father = agrees(his)
    his.refresh_from_db()
    registration = queries.registration_of(his.ward_id)
    assert registration is not None
    assert his.agreed_at is not None
    assert his.guardian_account is not None
    page = father.get("/mine/profile/").content.decode()
    assert ("王小梅" in page, his.guardian_account.display_name, registration.guardian_ok_at) == (False, "李大山", None)


def test_what_a_guardian_complains_of_while_acting_for_the_child_is_not_read_by_the_child(
    client_as: Any, cast: Any, city: Any
) -> None:
    guardian, ward = cast["guardian"], cast["minor"]
    browser = client_as("guardian")
    assert browser.post(f"/mine/wards/{ward.person.public_id}/acting/").status_code in {302, 303, 404}
    session = browser.session
    session["person"], session["ward"] = ward.person.pk, True
    session.save()

    county = Division.objects.filter(level="county").order_by("pk").first()
    sent = opened(browser, area=str(county.pk), words="孩子的另一位监护人打孩子，请派人看看。")
    assert browser.post("/complaints/new/", sent).status_code == 303
    row = Complaint.objects.latest("id")
    assert add(browser, row, taken()).status_code == 303

    said = sections(Whose(ward.person.pk, ward.person.public_id, ward.account.pk), clock.now())[0].rows
    assert row.account_id == guardian.account.pk
    assert not said, (row.person_id, said)
    assert rules
    assert ACTOR
    assert Photo
