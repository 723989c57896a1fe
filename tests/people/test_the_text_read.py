"""What is written down as agreed to is the text that stood on the page, and no other."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client

from baiying import people
from baiying.people.forms.registering import ConsentForm
from baiying.people.models import Consent, Guardianship, Person, Registration
from baiying.people.rules import RegistrationRules
from baiying.places.rules import values as place_rules
from tests.people import world
from tests.people.test_guardians import minor, prove
from tests.people.world import Area

pytestmark = pytest.mark.django_db
PHONE = "19900000101"
CHANGED = "换成了现在这一份"


@pytest.fixture
def area() -> Area:
    return world.make_area()


def _read(page: str) -> str:
    found = re.search(r'name="read" value="([^"]+)"', page)
    assert found is not None
    return found[1]


@pytest.mark.law("PIPL-13")
def test_ticks_under_another_text_write_nothing_and_show_the_text_of_now(client: Client, area: Area) -> None:
    world.register(client, area, phone=PHONE)
    client.post("/mine/consents/volunteer_service/withdrawal/")
    old = _read(client.get("/mine/profile/rejoining/").content.decode())
    world.rule_set("registration", consent_version="1")
    ticks = {"volunteer_service": "on", "id_number": "on"}
    for sent in ({**ticks, "read": old}, ticks):
        answer = client.post("/mine/profile/rejoining/", sent)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert CHANGED in page
        assert not re.search(r'name="volunteer_service"[^>]*checked', page)
    assert not Registration.objects.filter(ended_at=None).exists()
    client.post("/mine/profile/rejoining/", {**ticks, "read": _read(page)})
    assert set(Consent.objects.filter(withdrawn_at=None).values_list("version", flat=True)) == {"1"}


@pytest.mark.law("PIPL-13")
def test_a_registration_and_a_desk_likewise(client: Client, area: Area) -> None:
    world.rule_set("registration", consent_version="1")
    with pytest.raises(AssertionError, match=CHANGED):
        world.register(client, area, phone=PHONE)
    clerk = world.staff("place_staff", area.township, "19900000302")
    number = world.id_number(world.born_years_ago(60))
    sent = {"name": "赵大爷", "id_type": "citizen", "id_number": number, "document": "citizen", "phone": ""}
    url = f"/desk/people/on-site/?area={area.village.public_id}"
    answer = clerk.post(url, {**sent, "consent": "on", "read": world.TEXT})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert CHANGED in page
    # What was typed is still there.
    assert number in page
    assert not Person.objects.exists()
    assert clerk.post(url, {**sent, "consent": "on", "read": _read(page)}).status_code == 303


@pytest.mark.law("PIPL-31")
def test_a_guardian_who_read_the_text_for_another_age_reads_again(client: Client, area: Area) -> None:
    minor(client, area, 13)
    row, guardian = Guardianship.objects.get(), Client()
    prove(guardian, row)
    answer = guardian.post(f"/guardians/{row.public_id}/agreement/", {"agree": "on", "read": "guardian-2"})
    assert answer.status_code == 422
    assert CHANGED in answer.content.decode()
    row.refresh_from_db()
    assert row.agreed_at is None
    assert guardian.post(f"/guardians/{row.public_id}/agreement/", world.agreement(row)).status_code == 303


def test_other_fields_keep_what_was_chosen() -> None:
    form = ConsentForm({"volunteer_service": "on", "read": "volunteer_service-1"}, text="volunteer_service-2")
    assert not form.is_valid()
    assert form["read"].value() == "volunteer_service-2"
    assert "volunteer_service" not in form.data


def test_no_city_can_choose_a_text_that_is_not_there() -> None:
    offered = place_rules.choices_of(RegistrationRules, "consent_version")
    folder = Path(people.__file__).parent / "templates/people/consents"
    for version in offered:
        for purpose in ("volunteer_service", "guardian", "guardian_under_14"):
            assert (folder / f"{purpose}-{version}.html").is_file()
    with pytest.raises(place_rules.BadValue):
        place_rules.checked(RegistrationRules, {"consent_version": "4"})
    assert replace(RegistrationRules(), consent_version=offered[-1]) == RegistrationRules()
