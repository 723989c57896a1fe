"""U40 on pages: the numbers before anybody is asked, the station's list, the link, the one tap; and who is shown."""

from datetime import timedelta

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.people import actions, queries
from baiying.people.models import Dormancy, DormancyStart, Person
from baiying.people.rules.sleeping import End, State
from baiying.teams import queries as teams
from baiying.teams.models import Membership
from tests.people import asleep, world
from tests.people.asleep import FIRST, morning, row_of, sleeper, with_account
from tests.people.world import Area

pytestmark = pytest.mark.django_db
LIST, PREVIEW = "/desk/people/sleeping/", "/desk/people/sleeping/preview/"
DAY = timedelta(days=1)


@pytest.fixture
def station(area: Area) -> Client:
    return world.staff("place_staff", area.village, "19900000731")


@pytest.fixture
def county(area: Area) -> Client:
    return world.staff("county_office", area.county, "19900000732")


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return str(answer.content.decode())


def came_in(person: Person, phone: str) -> Client:
    with_account(person, builders.account(phone, created_at=asleep.LONG_BEFORE))
    client = Client()
    world.log_in(client, phone)
    return client


def test_u40_the_office_sees_numbers_by_station_and_lets_it_begin(area: Area, county: Client) -> None:
    for n in range(3):
        sleeper(area.village, phone=f"1991234000{n}")
    sleeper(area.village, phone="")
    sleeper(area.other_village, phone="19912340009")
    assert "还没有数过" in text(county, PREVIEW)
    morning(FIRST)
    page = text(county, PREVIEW)
    assert "柳林街道" in page
    assert "桥头镇" not in page
    assert "<dd><b>4</b></dd>" in page
    assert "要实践站（所）去问的</dt><dd>1</dd>" in page
    assert Dormancy.objects.filter(asked_at__isnull=False).count() == 0
    assert county.post("/desk/people/sleeping/start/", {"found": "3"}).status_code == 409, "another number was seen"
    assert county.post("/desk/people/sleeping/start/", {"found": ""}).status_code == 422
    for _ in range(2):
        assert county.post("/desk/people/sleeping/start/", {"found": "4"}).status_code == 303
    begun = AuditEvent.objects.filter(action="SleepingStarted").order_by("id").get()
    assert (begun.detail, begun.area_id) == ({"found": 4, "without_phone": 1}, area.county.pk)
    assert "正在分批问" in text(county, PREVIEW)
    morning(FIRST + DAY)
    assert Dormancy.objects.filter(asked_at__isnull=False).count() == 4
    for _ in range(2):
        assert county.post("/desk/people/sleeping/stop/").status_code == 303
    assert DormancyStart.objects.get().stopped_at is not None
    asleep.gateway_takes(FIRST + DAY)
    morning(FIRST + 2 * DAY)
    morning(FIRST + 100 * DAY)
    assert not Dormancy.objects.filter(parked_at__isnull=False).exists(), "stopped: silence parks nobody"


def test_u40_a_station_starts_nothing_and_the_county_above_is_said(area: Area, station: Client, county: Client) -> None:
    assert station.get(PREVIEW).status_code == 403
    assert station.post("/desk/people/sleeping/start/", {"found": "0"}).status_code == 403
    sleeper(area.village)
    morning(FIRST)
    asleep.let_begin(area.city)
    page = text(county, PREVIEW)
    assert "百应市已经开始" in page
    assert "看过了，开始分批问" not in page


def test_u40_the_station_finds_whom_the_question_did_not_reach(area: Area, station: Client) -> None:
    person, other = sleeper(area.village, "石无机", phone=""), sleeper(area.other_village, "田别处", phone="")
    asleep.let_begin(area.city)
    morning(FIRST)
    assert "石无机" in text(station, "/desk/")
    page = text(station, LIST)
    assert ("石无机" in page, "田别处" in page) == (True, False)
    foreign = row_of(other)
    row = row_of(person)
    assert row is not None
    assert foreign is not None
    assert station.get(f"{LIST}{foreign.public_id}/").status_code == 404
    url = f"{LIST}{row.public_id}/"
    assert "消息没有送到" in text(station, url)
    typed = "上门问过，腿脚不便，" + "说了半天" * 3
    answer = station.post(url, {"answer": "", "words": typed})
    assert answer.status_code == 422
    assert typed in answer.content.decode(), "nothing typed is lost"
    assert station.post(url, {"answer": "stays", "words": ""}).status_code == 422
    assert station.post(url, {"answer": "stays", "words": "打 13800138000 问的"}).status_code == 422
    for _ in range(2):
        assert station.post(url, {"answer": "stays", "words": typed}).status_code == 303
    row.refresh_from_db()
    assert (row.end_why, row.words, row.state) == ("heard", typed, State.ENDED)
    assert AuditEvent.objects.filter(action="SleeperStays").count() == 1
    assert "石无机" not in text(station, LIST)


def test_u40_asked_by_telephone_parks_with_a_reason_and_shows_nowhere(area: Area, station: Client) -> None:
    person = sleeper(area.village, "石无机", phone="")
    number = builders.registration_of(person).volunteer_no
    team = builders.team(builders.body(area=area.village))
    builders.membership(team, person, asked_at=asleep.LONG_BEFORE)
    assert "石无机" in text(station, "/desk/people/")
    asleep.let_begin(area.city)
    morning(FIRST)
    row = row_of(person)
    assert row is not None
    url = f"{LIST}{row.public_id}/"
    for _ in range(2):
        assert station.post(url, {"answer": "parks", "words": "电话里说不做了"}).status_code == 303
    person.refresh_from_db()
    assert person.parked_at == person.rests_since is not None
    event = AuditEvent.objects.filter(action="RecordParked").order_by("id").get()
    assert event.detail["words"] == "电话里说不做了"
    for address in (LIST, "/desk/people/", "/desk/people/?q=石无机", "/desk/"):
        assert f"/desk/people/{person.public_id}/" not in text(station, address)
        assert row.public_id not in text(station, address)
    assert not queries.volunteers_of([area.village.pk]).exists(), "no call"
    assert queries.phones_of_inboxes([person.public_id]) == {}
    assert Membership.objects.get(person=person).left_at is None, "the team is what it was"
    assert not list(teams.members_of(team.pk)), "nor in the list of the team"
    found = text(station, f"/desk/people/?q={number}")
    assert f"/desk/people/{person.public_id}/" in found, "by the whole number, for who stands there"
    page = text(station, f"/desk/people/{person.public_id}/")
    assert "本人来了，恢复" in page
    assert ("撤回了同意" in page, "石无机" in page) == (False, False)
    for _ in range(2):
        assert station.post(f"/desk/people/{person.public_id}/waking/").status_code == 303
    assert "石无机" in text(station, "/desk/people/")
    woken = AuditEvent.objects.filter(action="RecordWoken").order_by("id").get()
    assert (woken.detail["why"], woken.account_id is not None) == ("desk", True)


def test_u40_nobody_decides_about_the_own_record(area: Area) -> None:
    person = sleeper(area.village, phone="")
    asleep.let_begin(area.city)
    morning(FIRST)
    account = with_account(person, builders.account("19900000733", created_at=asleep.LONG_BEFORE))
    builders.appointment(account, "place_staff", area.village, starts_at=clock.now() - DAY)
    client = Client()
    world.log_in(client, "19900000733")
    row = row_of(person)
    assert row is not None
    answer = client.post(f"{LIST}{row.public_id}/", {"answer": "parks", "words": "问过自己"})
    assert answer.status_code == 409
    row.refresh_from_db()
    assert row.state is State.UNREACHED


def test_u40_the_link_of_the_message_is_one_tap_and_changes_nothing_by_being_opened(area: Area, client: Client) -> None:
    person = sleeper(area.village, "石有机")
    row = asleep.told(person)
    url = f"/still-here/{row.public_id}/"
    page = text(client, url)
    assert "继续做志愿者" in page
    assert "石" not in page.replace("石榴", ""), "it says nothing of whose it is"
    row.refresh_from_db()
    assert row.ended_at is None
    for _ in range(2):
        assert client.post(url).status_code == 303
    row.refresh_from_db()
    assert (row.end_why, row.ended_by_id) == ("stays", None)
    assert "记下了" in text(client, url)


def test_u40_an_old_link_answers_no_later_question(area: Area, client: Client) -> None:
    person = sleeper(area.village)
    first = asleep.told(person)
    url = f"/still-here/{first.public_id}/"
    assert client.post(url).status_code == 303
    Dormancy.objects.filter(pk=first.pk).update(ended_at=FIRST)
    second = asleep.told(person, FIRST + 900 * DAY)
    assert second.pk != first.pk
    assert client.post(url).status_code == 303
    second.refresh_from_db()
    assert second.state is State.TOLD
    found = Dormancy.objects.create(person=sleeper(area.village, phone=""), found_at=FIRST, last_act_on=FIRST.date())
    assert client.get(f"/still-here/{found.public_id}/").status_code == 404, "nobody hears of being found"


def test_u40_the_parked_wake_by_the_link_too(area: Area, client: Client) -> None:
    row = asleep.parked(sleeper(area.village))
    url = f"/still-here/{row.public_id}/"
    assert "恢复" in text(client, url)
    assert client.post(url).status_code == 303
    row.refresh_from_db()
    assert row.end_why == "woken"


def test_u40_who_is_asked_sees_a_card_and_who_is_parked_one_on_every_page(area: Area) -> None:
    person = sleeper(area.village)
    client = came_in(person, "19912340001")
    morning(FIRST)
    assert "还做志愿者吗" not in text(client, "/mine/"), "found, and nobody has asked"
    asleep.let_begin(area.city)
    morning(FIRST)
    assert "还做志愿者吗" in text(client, "/mine/")
    asleep.gateway_takes(FIRST)
    morning(FIRST + DAY)
    morning(FIRST + 60 * DAY)
    for address in ("/mine/", "/mine/profile/", "/activities/"):
        assert "恢复，继续做志愿者" in text(client, address)
    for _ in range(2):
        assert client.post("/mine/still-here/").status_code == 303
    person.refresh_from_db()
    assert person.parked_at is None
    row = row_of(person)
    assert row is not None
    assert (row.end_why, row.ended_by_id) == ("woken", person.account_id)
    assert "恢复，继续做志愿者" not in text(client, "/mine/")


def test_a_card_that_is_scanned_finds_who_is_parked(area: Area) -> None:
    person = sleeper(area.village)
    card = builders.card(person)
    asleep.parked(person)
    found = queries.person_by_card(card.code)
    assert found is not None
    assert found.pk == person.pk


def test_what_was_answered_before_the_sending_is_not_sent(area: Area) -> None:
    person = sleeper(area.village)
    asleep.let_begin(area.city)
    morning(FIRST)
    row = row_of(person)
    assert row is not None
    said = actions.say_still_here({"dormancy": row.pk}, FIRST)
    assert "24 个月" in str(said)
    actions.go_on(person=person, how=End.STAYS, actor=asleep.own(person), at=FIRST)
    assert not isinstance(actions.say_still_here({"dormancy": row.pk}, FIRST), str)
