"""Where a city has much coming, the first page reads only what comes next, and says the same as reading everything."""

import random
from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from baiying.activities import bulk, queries
from baiying.activities.models import Post
from baiying.kit import clock
from baiying.people import queries as people
from tests.activities.makers import Town, log_in, volunteer

reading, first_page = map(import_module, (f"baiying.activities.queries.{name}" for name in ("reading", "first_page")))
TITLES = ("村口打扫", "河岸清洁日", "河岸清洁日", "路口交通引导", "小区清扫")


@pytest.fixture
def busy(town: Town) -> Town:
    """150 activities with 25 shifts each, many of them at one moment; some full, some within the hour."""
    chance = random.Random(6)
    begins = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    shifts = []
    for n in range(150):
        activity = town.activity(f"{TITLES[n % 5]}第{n}回", area=town.village if n % 2 else town.other_village)
        post = Post.objects.create(activity=activity, name="岗位")
        for _ in range(25):
            starts = begins + timedelta(hours=chance.choice([0, *range(2, 600)]))
            taken = chance.choice([0, 0, 1, 2])
            shifts.append(bulk.ShiftRow(post.pk, activity.pk, starts, starts + timedelta(hours=2), 2, taken=taken))
    bulk.add_shifts(shifts)
    return town


@pytest.mark.parametrize(
    ("text", "more", "next_ones_tell"),
    [
        ("", {}, False),
        ("打扫", {}, True),
        ("清洁", {}, False),
        ("hean", {}, False),
        ("早上", {}, True),
        ("", {"with_places": True}, True),
        ("打扫", {"category": "community"}, True),
    ],
)
def test_the_first_page_is_that_of_reading_everything(
    busy: Town, text: str, more: dict[str, Any], next_ones_tell: bool
) -> None:
    at = clock.now()
    filters = queries.Filters(meaning=queries.meaning(text, people.category_choices(), at), **more)
    everything, number = reading.read(filters, at, limit=21)
    soonest, least = first_page.first_page(filters, at, 21)
    assert bool(soonest) == next_ones_tell
    if next_ones_tell:
        assert [row[:14] for row in soonest] == [row[:14] for row in everything]
        assert number >= least == first_page.MANY
    page = queries.stretch(filters, at)
    assert page.has_more == next_ones_tell
    second = queries.stretch(filters, at, older=page.older)
    both, _ = reading.read(filters, at, limit=40)
    assert [row.public_id for row in (*page.rows, *second.rows)] == [row[0] for row in both]


def test_much_is_said_as_more_than_a_hundred(busy: Town, client: Client) -> None:
    with CaptureQueriesContext(reading.connection) as made:
        page = client.get("/activities/?q=打扫").content.decode()
    assert "100 个以上活动" in page
    assert any("WITH ahead" in query["sql"] for query in made.captured_queries)
    assert "150 个活动" in client.get("/activities/").content.decode()


def _near(town: Town, text: str, at: datetime) -> queries.Filters:
    return queries.Filters(meaning=queries.meaning(text, people.category_choices(), at), home=tuple(town.village.path))


@pytest.mark.parametrize(
    ("text", "rings"),
    [
        ("", 1),
        ("打扫", 1),
        ("河岸", 1),
        ("清洁", 1),
        ("hean", 1),
        ("早上", 1),
        ("第7回", 3),
        ("村口打扫第12回", 3),
        ("没有", 3),
    ],
)
def test_what_is_near_is_found_ring_by_ring_as_by_reading_everything(
    busy: Town, monkeypatch: pytest.MonkeyPatch, text: str, rings: int
) -> None:
    monkeypatch.setattr(first_page, "MUCH", 100)
    at = clock.now()
    filters = _near(busy, text, at)
    everything, number = reading.read(filters, at, limit=21)
    with CaptureQueriesContext(reading.connection) as made:
        found, least = first_page.first_page(filters, at, 21)
    asked = sum("WITH shown" in query["sql"] for query in made.captured_queries)
    if found:
        assert [row[:14] for row in found] == [row[:14] for row in everything]
        assert 20 <= least <= number
        assert least % 10 == 0
    assert (asked <= 2, bool(found)) == ((True, True) if rings == 1 else (False, False))


def test_far_ones_that_say_what_was_typed_stand_before_near_ones_that_mean_it(
    busy: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(first_page, "MUCH", 100)
    far = [busy.activity(f"扫地{n}", area=busy.other_village) for n in range(3)]
    for activity in far:
        busy.shift(activity)
    at = clock.now()
    filters = _near(busy, "扫地", at)
    found, _ = first_page.first_page(filters, at, 21)
    everything, _ = reading.read(filters, at, limit=21)
    assert [row[:14] for row in found] == [row[:14] for row in everything]
    assert {row[0] for row in found[:3]} == {activity.public_id for activity in far}
    assert len(found) == 21


def test_who_serves_in_a_small_city_reads_how_many_there_are(busy: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    person = volunteer("张小华", busy.village)
    browser = log_in(person.account, person)  # type: ignore[arg-type]
    page = browser.get("/activities/").content.decode()
    assert "150 个活动" in page
    assert "本村（社区）" in page
    monkeypatch.setattr(first_page, "MUCH", 100)
    page = browser.get("/activities/").content.decode()
    assert "70 个以上活动" in page
    assert "本村（社区）" in page


def test_little_is_counted(town: Town, client: Client) -> None:
    town.shift(town.activity("路口交通引导"))
    assert "1 个活动" in client.get("/activities/").content.decode()
