"""Elder mode simplifies (P22): fewer things on each page, none of them taken away, and somebody to call."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.kit import clock
from baiying.notices import actions as notices
from baiying.people import queries as people
from baiying.places.models import Site

Clients = Callable[[str | None], Client]
pytestmark = pytest.mark.django_db

CLOSED = re.compile(r"<details(?![^>]* open)[^>]*>(<summary>.*?</summary>).*?</details>", re.DOTALL)
TAPPED = re.compile(r'\b(?:href|formaction|action)="((?!/static/)[^"#][^"]*)"')
HELP = re.compile(r'<aside class="by-help-call".*?</aside>', re.DOTALL)
PRIMARY = re.compile(r'class="btn btn-primary')


@pytest.fixture
def pages(cast: dict[str, Member]) -> list[str]:
    """What a volunteer opens, with something on each page."""
    volunteer, leader = cast["volunteer"], cast["leader"]
    assert leader.team is not None
    assert volunteer.person is not None
    at = clock.now()
    activities = [builders.activity(leader.team, leader.account, title=f"第 {n} 个活动", at=at) for n in range(3)]
    for n, activity in enumerate(activities):
        shift = builders.shift(activity, at + timedelta(days=n + 1), at + timedelta(days=n + 1, hours=2))
        builders.signup(shift, volunteer.person)
    past = builders.shift(activities[0], at - timedelta(hours=5), at - timedelta(hours=3))
    builders.signup(past, volunteer.person)
    builders.attendance(past, volunteer.person, came_at=at - timedelta(hours=5), left_at=at - timedelta(hours=3))
    inbox = volunteer.person.public_id
    for n in range(5):
        notices.write(kind="test", text=f"第 {n} 条", at=at, inbox=inbox, link="/mine/")
    mine = ("", "hours/", "messages/", "profile/", "signups/")
    return ["/activities/", f"/activities/{activities[0].public_id}/", *(f"/mine/{page}" for page in mine)]


def main_of(client: Client, path: str) -> str:
    page = client.get(path).content.decode()
    return page[page.index("<main") : page.index("</main>")]


def both(client_as: Clients, path: str) -> tuple[str, str]:
    """The page as it stands, and in elder mode, without the telephone."""
    standard = main_of(client_as("volunteer"), path)
    client = client_as("volunteer")
    client.cookies["elder"] = "1"
    return standard, HELP.sub("", main_of(client, path))


def words(html: str) -> str:
    """What one reads before opening anything."""
    return "".join(re.sub(r"<[^>]+>", "", CLOSED.sub(r"\1", html)).split())


@pytest.mark.law("BFL-32")
def test_each_page_shows_fewer_things_and_takes_none_away(pages: list[str], client_as: Clients) -> None:
    for path in pages:
        standard, elder = both(client_as, path)
        assert "by-secondary" in elder, path
        assert len(words(elder)) < len(words(standard)), path
        assert set(TAPPED.findall(standard)) <= set(TAPPED.findall(elder)), path
        assert TAPPED.findall(standard), path


def test_each_page_has_one_primary_action_at_most(pages: list[str], client_as: Clients) -> None:
    for path in pages:
        _standard, elder = both(client_as, path)
        assert len(PRIMARY.findall(CLOSED.sub("", elder))) <= 1, path


def test_standard_type_folds_nothing(pages: list[str], client_as: Clients) -> None:
    for path in pages:
        page = client_as("volunteer").get(path).content.decode()
        assert "by-secondary" not in page, path
        assert "by-help-call" not in page, path


def test_somebody_to_call_is_one_tap_away(cast: dict[str, Member], pages: list[str], client_as: Clients) -> None:
    """The nearest site upwards that has a telephone; where none is known there is no button."""
    client = client_as("volunteer")
    client.cookies["elder"] = "2"
    person = cast["volunteer"].person
    assert person is not None
    assert "by-help-call" not in client.get("/mine/").content.decode()
    above = person.service_area.path[-2]
    Site.objects.filter(division_id=above).update(phone="0374-5550101")
    name = Site.objects.get(division_id=above).name
    for path in pages:
        page = client.get(path).content.decode()
        assert 'href="tel:0374-5550101"' in page, path
        assert name in page, path
    Site.objects.filter(division_id=person.service_area_id).update(phone="0374-5550202")
    assert 'href="tel:0374-5550202"' in client.get("/mine/").content.decode()
    assert people.helpline(None, clock.now()).phone == people.data_handler(clock.local_date(clock.now())).phone
