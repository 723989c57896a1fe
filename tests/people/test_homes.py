"""Whoever stands at a county or city from before is asked for a village: by one office, and once on the own page."""

from datetime import timedelta

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.notices import queries as notices
from baiying.people import actions
from baiying.people.models import Move, Person
from baiying.places.models import Division
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db
DESK = "/desk/"
LIST = "/desk/people/homes/"
ASKED = "打电话问过本人"


def at_home(area: Division, name: str = "赵早", *, service: Division | None = None) -> Person:
    """As such records stand there: made before the rule."""
    return builders.person(name, residence=area, service_area=service or area)


def of(person: Person) -> str:
    return f"/desk/people/{person.public_id}/home/"


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def county(area: Area) -> Client:
    return world.staff("county_office", area.county, "19900000711")


def test_each_is_in_the_pile_of_one_office_alone(area: Area, county: Client) -> None:
    at_home(area.county, "赵县")
    at_home(area.city, "钱市")
    at_home(area.village, "孙村")
    at_home(area.village, "李服", service=area.county)
    city = world.staff("city_office", area.city, "19900000712")
    station = world.staff("place_staff", area.village, "19900000713")
    assert "没有填到村（社区）的志愿者" in text(county, DESK)
    assert "赵县" in text(county, DESK)
    seen = text(county, LIST)
    assert ("赵县" in seen, "李服" in seen, "钱市" in seen, "孙村" in seen) == (True, True, False, False)
    seen = text(city, LIST)
    assert ("钱市" in seen, "赵县" in seen) == (True, False)
    assert "没有填到村" not in text(station, DESK)
    assert "都填好了" in text(station, LIST)


def test_the_office_sets_it_after_asking_and_the_volunteer_hears_of_it(area: Area, county: Client) -> None:
    person = at_home(area.county)
    url = of(person)
    assert "选本人说的村（社区）" in text(county, url)
    page = text(county, f"{url}?area={area.village.public_id}")
    assert "本人说住在" in page
    sent = {"area": area.village.public_id, "words": ASKED}
    assert county.post(url, {**sent, "words": ""}).status_code == 422
    assert county.post(url, {**sent, "area": area.county.public_id}).status_code == 422
    assert county.post(url, sent).status_code == 303
    person.refresh_from_db()
    assert (person.residence_id, person.service_area_id) == (area.village.pk, area.village.pk)
    assert Move.objects.filter(person=person).count() == 1, "what stood before is written down with its time"
    assert any("填成了" in str(one.text) for one in notices.inbox_of(person.public_id))
    event = AuditEvent.objects.get(action="HomeSet")
    assert (event.detail["words"], event.detail["before"]) == (ASKED, area.county.pk)
    assert county.post(url, sent).status_code == 303, "pressed twice"
    assert AuditEvent.objects.filter(action="HomeSet").count() == 1
    assert county.post(url, {**sent, "area": area.township.public_id}).status_code == 409
    assert person.name not in text(county, LIST)


def test_what_was_served_before_stays_where_it_was_counted(area: Area) -> None:
    person = at_home(area.county)
    day = clock.now() - timedelta(days=30)
    before = Person.objects.get(pk=person.pk).areas_since
    actions.set_home(person=person, area_id=area.village.pk, words=ASKED, actor=world.ACTOR, at=clock.now())
    person.refresh_from_db()
    assert person.areas_since is not None
    assert person.areas_since > day
    assert before is None
    assert Move.objects.get(person=person).residence_id == area.county.pk


def test_only_what_is_no_village_is_set(area: Area) -> None:
    person = at_home(area.village, service=area.county)
    actions.choose_home(person=person, area_id=area.other_village.pk, actor=world.ACTOR, at=clock.now())
    person.refresh_from_db()
    assert (person.residence_id, person.service_area_id) == (area.village.pk, area.other_village.pk)
    with pytest.raises(actions.HasHome):
        actions.choose_home(person=person, area_id=area.township.pk, actor=world.ACTOR, at=clock.now())


def test_nobody_sets_ones_own_as_an_office_and_no_office_anothers(area: Area, county: Client) -> None:
    elsewhere = world.staff("county_office", area.other_county, "19900000714")
    person = at_home(area.county)
    assert elsewhere.get(of(person)).status_code == 404
    assert elsewhere.post(of(person), {"area": area.village.public_id, "words": ASKED}).status_code == 404


def moved_up(client: Client, area: Area) -> Person:
    """A volunteer who logs in, and stands at the county from before."""
    world.register(client, area, phone="19900000715")
    person = Person.objects.get()
    Person.objects.filter(pk=person.pk).update(residence=area.county, service_area=area.county, areas_since=clock.now())
    return person


def test_the_volunteer_is_asked_once_and_chooses(client: Client, area: Area) -> None:
    person = moved_up(client, area)
    page = text(client, "/mine/")
    assert "您住在哪个村（社区）" in page
    own = "/mine/home/"
    assert "选村（社区）" in text(client, own)
    assert "您选的" in text(client, f"{own}?area={area.village.public_id}")
    assert client.post(own, {"area": area.county.public_id}).status_code == 422
    assert client.post(own, {"area": area.village.public_id}).status_code == 303
    person.refresh_from_db()
    assert person.residence_id == area.village.pk
    assert "您住在哪个村（社区）" not in text(client, "/mine/")
    assert client.get(own).status_code == 303


def test_who_puts_it_off_is_not_asked_again_and_stays_in_the_offices_pile(
    client: Client, area: Area, county: Client
) -> None:
    person = moved_up(client, area)
    for _twice in range(2):
        assert client.post("/mine/home/later/").status_code == 303
    assert "您住在哪个村（社区）" not in text(client, "/mine/")
    person.refresh_from_db()
    assert person.residence_id == area.county.pk, "nobody is moved"
    assert person.name in text(county, LIST)
