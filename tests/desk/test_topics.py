"""Every page says what it is for and leads to how it is done; the help is found, read and printed."""

import inspect
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import URLPattern, reverse

from baiying.demo.cast import Member
from baiying.kit import clock, rooms
from tests.hours.conftest import morning_at
from tests.house.test_routes_classified import FOREIGN, routes

ClientAs = Callable[[str | None], Client]

# Pages that are help themselves, or lead on at once, or are no page for people.
WITHOUT_HELP = {
    "desk:home": "the front page says what it is",
    "desk:help": "help itself",
    "desk:help_topic": "help itself",
    "desk:help_sheet": "help itself",
    "desk:about": "explains itself",
    "desk:privacy": "explains itself",
    "desk:contact": "explains itself",
    "desk:accessibility": "explains itself",
    "hours:card": "what a stranger sees of a card says what it means",
    "accounts:log_out": "one press",
    "accounts:code_arrival": "a line of the page on which a code is typed",
    "notices:receipts": "for gateways, not for people",
    "people:guardian_settlement": "a form of the person’s record",
    "people:minor_leave": "a form of the person’s record",
    "people:guardian_end": "a form of the person’s record",
    "people:guardian_end_lift": "a form of the person’s record",
    "ui:preferences": "one press",
    "places:coverage_states": "a form of the page of coverage",
    "places:site_states": "a form of the site’s page",
    "places:site_description": "a form of the site’s page",
    "places:import_checks": "a form of the report",
    "places:import_confirmation": "a form of the report",
    "places:import_withdrawal": "a form of the report",
    "places:import_sheet": "a form of the report",
    "places:import_undoing": "one question",
    "places:rule_confirmation": "a form of the rule’s page",
    "places:rule_withdrawal": "a form of the rule’s page",
    "places:set_up_sites": "a form of setting up",
    "places:set_up_calendar": "a form of setting up",
    "ui:gallery": "for who builds pages",
    "demo:cast": "explains itself",
}
# What a page is not: files, pictures, things for machines.
_FILES = (".xlsx", ".svg", ".ics", ".txt", ".xml", ".webmanifest", "/export/", "/lines/", "z", "metrics")


def _is_page(route: str, pattern: URLPattern) -> bool:
    if route.startswith(FOREIGN) or route.endswith(_FILES):
        return False
    source = inspect.getsource(inspect.unwrap(pattern.callback))
    return not re.search(r"@require_POST|@require_http_methods\(\[\"POST\"\]\)", source)


def _name(pattern: URLPattern) -> str:
    room = pattern.lookup_str.split(".")[1]
    return f"{room}:{pattern.name}" if room != "config" else str(pattern.name)


def test_every_page_has_its_help_and_every_help_its_pages() -> None:
    pages = {_name(pattern) for route, pattern in routes() if _is_page(route, pattern)}
    everything = {_name(pattern) for _route, pattern in routes()}
    helped = {page for topic in rooms.topics() for page in topic.pages}
    assert not helped - everything, "help is offered on pages that are not there"
    without = pages - helped - WITHOUT_HELP.keys()
    assert not without, f"Say in the room’s topics.py what these are for and how it is done: {sorted(without)}"
    assert not WITHOUT_HELP.keys() - pages, "no longer pages"
    assert not helped & WITHOUT_HELP.keys()


def test_a_page_has_one_topic_and_each_topic_its_address() -> None:
    pages = [page for topic in rooms.topics() for page in topic.pages]
    assert len(pages) == len(set(pages))
    keys = [topic.key for topic in rooms.topics()]
    assert len(keys) == len(set(keys))
    for topic in rooms.topics():
        assert 1 <= len(topic.steps) <= 5, topic.key
        assert len(str(topic.sentence)) <= 60, topic.key


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("who", "page", "topic"),
    [
        ("clerk", "/desk/people/checks/", "checks"),
        ("county", "/desk/", "work"),
        ("volunteer", "/mine/hours/", "my-hours"),
        ("leader", "/shifts/{shift}/field/", "field"),
        (None, "/activities/", "find"),
        ("auditor", "/desk/audit/", "audit"),
    ],
)
def test_pages_show_one_sentence_and_one_link(
    cast: dict[str, Member], client_as: ClientAs, who: str | None, page: str, topic: str
) -> None:
    shift = morning_at(cast, clock.now() - timedelta(minutes=5)).shift
    shown = client_as(who).get(page.format(shift=shift.public_id)).content.decode()
    found = next(one for one in rooms.topics() if one.key == topic)
    assert shown.count(f'href="/help/{topic}/"') == 1
    assert str(found.sentence) in shown


@pytest.mark.django_db
def test_help_is_found_by_words_and_read_by_kind(client: Client) -> None:
    everything = client.get("/help/").content.decode()
    for topic in rooms.topics():
        assert str(topic.title) in everything
        page = client.get(f"/help/{topic.key}/").content.decode()
        assert all(str(step) in page for step in topic.steps)
    some = client.get("/help/", {"q": "改期 候补"}).content.decode()
    assert "/help/change/" in some
    assert "/help/machine/" not in some
    assert "没有找到" in client.get("/help/", {"q": "<script>不存在"}).content.decode()
    office = client.get(reverse("desk:help_sheet", args=["office"])).content.decode()
    for topic in rooms.topics():
        assert (str(topic.steps[0]) in office) == (topic.who == "office")
    for unknown in ("/help/nothing/", "/help/for/nobody/"):
        assert client.get(unknown).status_code == 404
    assert client.get("/help/", {"q": "x" * 900}).status_code == 200
