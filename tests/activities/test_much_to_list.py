"""Where a city has much coming, the first page reads only what comes next, and says the same as reading everything."""

import random
from datetime import timedelta
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

upcoming = import_module("baiying.activities.queries.upcoming")
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
    everything, number = upcoming._read(filters, at, limit=21)
    soonest = upcoming._soonest(filters, at)
    assert bool(soonest) == next_ones_tell
    if next_ones_tell:
        assert [row[:14] for row in soonest] == [row[:14] for row in everything]
        assert number >= upcoming.MANY
    page = queries.stretch(filters, at)
    assert page.has_more == next_ones_tell
    second = queries.stretch(filters, at, older=page.older)
    both, _ = upcoming._read(filters, at, limit=40)
    assert [row.public_id for row in (*page.rows, *second.rows)] == [row[0] for row in both]


def test_much_is_said_as_more_than_a_hundred(busy: Town, client: Client) -> None:
    with CaptureQueriesContext(upcoming.connection) as made:
        page = client.get("/activities/?q=打扫").content.decode()
    assert "100 个以上活动" in page
    assert any("WITH ahead" in query["sql"] for query in made.captured_queries)
    assert "150 个活动" in client.get("/activities/").content.decode()


def test_who_serves_somewhere_has_everything_read_for_what_is_near(busy: Town) -> None:
    person = volunteer("张小华", busy.village)
    browser = log_in(person.account, person)  # type: ignore[arg-type]
    page = browser.get("/activities/").content.decode()
    assert "150 个活动" in page
    assert "本村（社区）" in page


def test_little_is_counted(town: Town, client: Client) -> None:
    town.shift(town.activity("路口交通引导"))
    assert "1 个活动" in client.get("/activities/").content.decode()
