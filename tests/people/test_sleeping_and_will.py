"""U40 and what somebody said otherwise: a withdrawal, a word to the station, an office that stopped."""

from datetime import datetime, timedelta

import pytest
from django.test import Client

from baiying.kit import clock
from baiying.notices.models import Message
from baiying.people import actions
from baiying.people.models import Consent, Dormancy, DormancyStart, Person, Registration
from tests.people import asleep, world
from tests.people.asleep import FIRST, morning, sleeper
from tests.people.world import Area

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def station(area: Area) -> Client:
    return world.staff("place_staff", area.village, "19900000741")


def withdrew(person: Person, at: datetime) -> None:
    for purpose in set(Consent.objects.filter(person=person).values_list("purpose", flat=True)):
        actions.withdraw_consent(person=person, purpose=purpose, actor=asleep.own(person), at=at)
    person.refresh_from_db()


def test_u40_after_a_withdrawal_the_link_takes_nobody_up_again(area: Area, client: Client) -> None:
    person = sleeper(area.village)
    row = asleep.told(person)
    withdrew(person, FIRST + 5 * DAY)
    rests, url = person.rests_since, f"/still-here/{row.public_id}/"
    before = client.get(url).content.decode()
    client.post(url)
    for page in (before, client.get(url).content.decode()):
        assert "已经不在册" in page
        assert "<form" not in page.split("<main")[1].split("</main")[0]
    row.refresh_from_db()
    person.refresh_from_db()
    assert (row.end_why, person.rests_since) == ("left", rests)


def test_u40_whoever_withdrew_stands_in_no_list_and_is_not_parked_by_a_word(area: Area, station: Client) -> None:
    person = sleeper(area.village, "石无机", phone="")
    asleep.let_begin(area.city)
    morning(FIRST)
    row = Dormancy.objects.get(person=person)
    url = f"/desk/people/sleeping/{row.public_id}/"
    assert station.get(url).status_code == 200
    withdrew(person, FIRST + 5 * DAY)
    rests = person.rests_since
    assert "石无机" not in station.get("/desk/people/sleeping/").content.decode()
    assert "石无机" not in station.get("/desk/").content.decode()
    assert station.post(url, {"answer": "parks", "words": "打电话问过"}).status_code == 404
    actor = asleep.office(area.village, "place_staff")
    with pytest.raises(actions.HeardAlready):
        actions.hear_sleeper(dormancy_id=row.pk, stays=False, words="不做了", actor=actor, at=FIRST + 6 * DAY)
    morning(FIRST + 7 * DAY)
    person.refresh_from_db()
    assert (person.parked_at, person.rests_since) == (None, rests), "it rests since the withdrawal, not since a word"


def test_u40_the_question_does_not_leave_after_a_withdrawal(area: Area) -> None:
    person = sleeper(area.village)
    asleep.let_begin(area.city)
    morning(FIRST)
    row = Dormancy.objects.get(person=person)
    assert Message.objects.filter(kind="still_here").exists()
    withdrew(person, FIRST + DAY)
    said = actions.say_still_here({"dormancy": row.pk}, FIRST + DAY)
    assert isinstance(said, actions.sleeping.notices.Dropped)


def test_u40_what_one_wrote_of_a_parked_record_shows_it_no_longer_once_it_is_withdrawn(
    area: Area, station: Client
) -> None:
    person = sleeper(area.village, "石无机", phone="")
    asleep.let_begin(area.city)
    morning(FIRST)
    row = Dormancy.objects.get(person=person)
    url = f"/desk/people/sleeping/{row.public_id}/"
    for _ in range(2):
        assert station.post(url, {"answer": "parks", "words": "打电话问过"}).status_code == 303
    withdrew(person, clock.now())
    actions.tend_sleeping(at=clock.now())
    assert station.get(url).status_code == 404
    moved = sleeper(area.village, "田搬家", phone="")
    morning(FIRST)
    other = Dormancy.objects.get(person=moved)
    station.post(f"/desk/people/sleeping/{other.public_id}/", {"answer": "parks", "words": "打电话问过"})
    elsewhere = {"residence": area.other_village, "service_area": area.other_village, "areas_since": FIRST + DAY}
    Person.objects.filter(pk=moved.pk).update(**elsewhere)
    assert station.get(f"/desk/people/sleeping/{other.public_id}/").status_code == 404


def test_u40_a_word_to_the_station_holds_against_what_was_done_before_it(area: Area) -> None:
    person = sleeper(area.village)
    row, said_at = asleep.told(person), FIRST + 10 * DAY
    Registration.objects.filter(person=person).update(registered_at=said_at - 2 * DAY)
    station = asleep.office(area.village, "place_staff")
    actions.hear_sleeper(dormancy_id=row.pk, stays=False, words="不做了", actor=station, at=said_at)
    morning(said_at + DAY)
    person.refresh_from_db()
    assert person.parked_at is not None
    Registration.objects.filter(person=person).update(registered_at=said_at + 2 * DAY)
    morning(said_at + 3 * DAY)
    person.refresh_from_db()
    assert person.parked_at is None, "what is done after it wakes"


def test_u40_who_stops_reads_that_another_office_still_asks(area: Area) -> None:
    county = world.staff("county_office", area.county, "19900000742")
    asleep.let_begin(area.city)
    page = county.post("/desk/people/sleeping/stop/", follow=True).content.decode()
    assert "还在问，由他们停" in page
    assert DormancyStart.objects.get().stopped_at is None
