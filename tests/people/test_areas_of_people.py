"""Where somebody lives and serves is a village or a township that stands, whatever is sent (R012, R152)."""

from datetime import timedelta

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.people import actions
from baiying.people.models import Person, RegistrationDraft
from baiying.people.rules.showing import Showing
from baiying.places.models import Division
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db
PHONE = "19900000701"
EDIT = "/mine/profile/edit/"
TICKED = {"categories": ["care"], "skills": [], "availability": []}


def closed(area: Division) -> Division:
    Division.objects.filter(pk=area.pk).update(closed_on=clock.local_date(clock.now()) - timedelta(days=1))
    return area


def registered(client: Client, area: Area) -> Person:
    world.register(client, area, phone=PHONE)
    return Person.objects.get()


@pytest.mark.parametrize("field", ["residence", "service"])
@pytest.mark.parametrize("level", ["city", "county", "closed", "unknown"])
def test_nobody_moves_to_where_no_office_finds_the_record(client: Client, area: Area, field: str, level: str) -> None:
    person = registered(client, area)
    wanted = {
        "city": area.city.public_id,
        "county": area.county.public_id,
        "closed": closed(area.other_village).public_id,
        "unknown": "nowhere",
    }[level]
    sent = {"residence": area.village.public_id, "service": area.village.public_id, field: wanted}
    answer = client.post(EDIT, TICKED | sent)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'id="wrong_{field}"' in page
    assert "请选到村（社区）或者乡镇（街道）" in page or "已经撤并" in page
    person.refresh_from_db()
    assert (person.residence_id, person.service_area_id) == (area.village.pk, area.village.pk)
    assert client.get(f"{EDIT}?{field}={wanted}").status_code == 422


def test_a_village_or_a_township_is_taken_and_an_old_one_stays_while_other_things_change(
    client: Client, area: Area
) -> None:
    person = registered(client, area)
    sent = {"residence": area.township.public_id, "service": area.other_village.public_id}
    assert client.post(EDIT, TICKED | sent).status_code == 303
    person.refresh_from_db()
    assert (person.residence_id, person.service_area_id) == (area.township.pk, area.other_village.pk)
    closed(area.other_village)
    assert client.post(EDIT, TICKED | sent | {"categories": ["community"]}).status_code == 303
    person.refresh_from_db()
    assert person.categories == ["community"]


def test_the_action_refuses_it_too(client: Client, area: Area) -> None:
    person = registered(client, area)
    with pytest.raises(actions.NoHome):
        actions.change_profile(
            person=person, residence_id=area.city.pk, service_area_id=area.village.pk, skills=[], categories=["care"],
            availability=[], showing=Showing(), actor=world.ACTOR, at=clock.now(),
        )  # fmt: skip


@pytest.mark.parametrize("field", ["residence", "service"])
@pytest.mark.parametrize("where", ["county", "closed"])
def test_registering_takes_neither(client: Client, area: Area, field: str, where: str) -> None:
    start(client)
    wanted = area.county if where == "county" else closed(area.other_village)
    sent = {"residence": area.village.public_id, "service": area.village.public_id, field: wanted.public_id}
    answer = client.post("/register/area/", sent)
    assert answer.status_code == 422
    assert ("请选到村（社区）" if where == "county" else "已经撤并") in answer.content.decode()
    assert client.post("/register/area/", {"residence": area.village.public_id, "service": ""}).status_code == 303


def start(client: Client) -> None:
    client.post("/register/", {"phone": PHONE})
    client.post("/log-in/code/", {"code": world.code_for(PHONE)})
    client.get("/register/")


@pytest.mark.parametrize("field", ["residence", "service"])
def test_an_area_that_was_closed_meanwhile_is_asked_for_again_and_all_else_is_kept(
    client: Client, area: Area, field: str
) -> None:
    start(client)
    sent = {"residence": area.village.public_id, "service": area.village.public_id, field: area.other_village.public_id}
    client.post("/register/area/", sent)
    born = world.born_years_ago(30)
    client.post("/register/name/", {"name": "李小红", "id_number": world.id_number(born)})
    interests = {"categories": ["community"], "skills": ["haircut"], "availability": ["15"]}
    assert client.post("/register/interests/", interests)["Location"] == "/register/consent/"
    closed(area.other_village)
    answer = client.post("/register/consent/", world.AGREED)
    assert answer["Location"] == "/register/area/"
    page = client.get("/register/area/").content.decode()
    assert "您选的桥头村已经撤并，请重新选一个" in page
    assert not Person.objects.exists()
    again = {"residence": area.village.public_id, "service": area.village.public_id}
    assert client.post("/register/area/", again)["Location"] == "/register/consent/"
    assert client.post("/register/consent/", world.AGREED).status_code == 303
    person = Person.objects.get()
    assert (person.name, person.skills, person.residence_id) == ("李小红", ["haircut"], area.village.pk)


def test_an_area_that_became_part_of_another_is_that_one(client: Client, area: Area) -> None:
    start(client)
    client.post("/register/area/", {"residence": area.other_village.public_id, "service": ""})
    Division.objects.filter(pk=closed(area.other_village).pk).update(successor=area.village)
    born = world.born_years_ago(30)
    client.post("/register/name/", {"name": "李小红", "id_number": world.id_number(born)})
    client.post("/register/interests/", {"categories": ["community"], "skills": [], "availability": []})
    assert client.post("/register/consent/", world.AGREED).status_code == 303
    assert Person.objects.get().residence_id == area.village.pk
    assert RegistrationDraft.objects.filter(ended_at__isnull=True).count() == 0


def test_a_clerk_registers_nobody_at_a_county(area: Area) -> None:
    clerk = world.staff("place_staff", area.county, "19900000702")
    page = clerk.get(f"/desk/people/on-site/?area={area.county.public_id}")
    assert page.status_code == 422
    assert "请选到村（社区）" in page.content.decode()
    assert clerk.get(f"/desk/people/on-site/?area={area.village.public_id}").status_code == 200
