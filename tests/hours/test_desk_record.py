"""The office's record of a person answers how many hours somebody has, where they come from, and what is ahead (O6)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.kit import clock
from tests.hours.conftest import Morning, morning_at, serve

pytestmark = pytest.mark.django_db


def _record(client: Client, morning: Morning) -> str:
    person = morning.cast["volunteer"].person
    assert person is not None
    return client.get(f"/desk/people/{person.public_id}/").content.decode()


def test_the_record_says_how_many_hours_and_opens_to_their_line(
    morning: Morning, client_as: Callable[[str], Client]
) -> None:
    person = morning.cast["volunteer"].person
    assert person is not None
    assert "还没有服务记录" in _record(client_as("county"), morning)
    builders.entry(person, 60, served_on=builders.NOW.date().replace(year=builders.NOW.year - 1))
    serve(morning)
    page = _record(client_as("county"), morning)
    assert re.search(r"2 ?小时 ?30 ?分", page)
    assert "历年合计 3 小时 30 分" in page
    assert morning.shift.activity.title in page
    line = re.search(r'href="(/desk/hours/entries/[^"]+)"', page)
    assert line is not None
    assert morning.shift.activity.title in client_as("county").get(line[1]).content.decode()


def test_who_may_not_see_hours_gets_no_way_into_the_ledger(
    morning: Morning, client_as: Callable[[str], Client]
) -> None:
    serve(morning)
    page = _record(client_as("clerk"), morning)
    assert morning.shift.activity.title in page
    assert "/desk/hours/entries/" not in page


def test_the_record_shows_what_is_ahead_and_the_teams(morning: Morning, client_as: Callable[[str], Client]) -> None:
    person, team = morning.cast["volunteer"].person, morning.cast["leader"].team
    assert person is not None
    assert team is not None
    coming = morning_at(morning.cast, clock.now() + timedelta(days=2))
    page = _record(client_as("clerk"), morning)
    assert "接下来的活动" in page
    assert f"/activities/{coming.shift.activity.public_id}/" in page
    if f"/teams/{team.public_id}/" not in page:
        builders.membership(team, person)
        page = _record(client_as("clerk"), morning)
    assert f"/teams/{team.public_id}/" in page
    assert team.name in page
