"""The public page of an area with many below it: light enough for a phone with little signal."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from baiying.dashboards.views import areas as pages
from baiying.figures import actions
from baiying.kit import clock
from baiying.places.models import Division
from tests.figures import rows

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]
MANY = pages.ROWS + 12


@pytest.fixture
def wide(areas: dict[str, Division]) -> Division:
    """A town of many villages, each with enough people to be shown and hours that are long to write."""
    town = areas["b1"]
    day = clock.local_date(clock.now()).replace(month=1, day=1)
    for n in range(MANY):
        village = rows.division(f"东第{n}社区居民委员会", "village", f"{town.code[:9]}{n + 100}", town)
        for _ in range(11):
            rows.entry(rows.person(village), 1_319 + n, day=day)
        rows.population(village, 4321)
    actions.roll_up(at=clock.now())
    return town


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    assert len(answer.content) < 30_000, (address, len(answer.content))
    return answer.content.decode()


def listed(page: str) -> list[str]:
    (table,) = re.findall(r'<table[^>]*id="compared">(.*?)</table>', page, re.DOTALL)
    return re.findall(r'<th scope="row"><a [^>]*>([^<]+)</a>', table)


def test_a_long_list_of_areas_is_given_in_light_pages(wide: Division, visit: Visit) -> None:
    address = f"/city/{wide.public_id}/"
    first = read(visit(), address)
    second = read(visit(), f"{address}?page=2")
    assert len(listed(first)) == pages.ROWS
    assert 'href="?page=2#areas"' in first
    assert len(set(listed(first) + listed(second))) >= MANY
    # Another order begins at its beginning, another measure stays.
    assert "sort=-value&amp;page" not in second
    assert "page=2&amp;measure=share_any#areas" in second
    english = visit()
    english.cookies["language"] = "en"
    read(english, f"{address}?measure=registration_rate&sort=-value&size=people")


def test_an_office_compares_them_all_at_once(wide: Division, visit: Visit) -> None:
    answer = visit("county_office", wide).get(f"/city/{wide.public_id}/")
    assert len(listed(answer.content.decode())) >= MANY


def test_what_draws_charts_is_not_part_of_the_page(wide: Division, visit: Visit) -> None:
    page = read(visit(), f"/city/{wide.public_id}/")
    assert page.count("data-draw") == 4
    sources = re.findall(r'<script[^>]+src="([^"]+)"', page)
    assert sources
    assert not [source for source in sources if "echarts" in source]
    assert re.search(r'data-library="[^"]*echarts', page)
