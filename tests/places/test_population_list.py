"""People counts on the one list: found, narrowed, sorted, taken away as they are seen, each office its own."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from baiying.demo import builders
from baiying.demo.builders import SmallCity

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]
LIST = "/desk/places/populations/"


@pytest.fixture
def counted(city: SmallCity) -> SmallCity:
    for n, county in enumerate(city.counties):
        builders.population(county, 200_000 - n)
        builders.population(county, 210_000 - n, kind="registered")
    builders.population(city.city, 440_000, year=2024)
    return city


def rows_of(office: Any, query: str = "") -> list[tuple[str, int, int]]:
    """Area, year and persons of each row on the page."""
    page = office.get(f"{LIST}?{query}").context["list"].page
    return [(row.division.name, row.year, row.persons) for row in page.object_list]


def test_it_is_searched_narrowed_and_sorted(counted: SmallCity, visit: Visit) -> None:
    office = visit("city_office", counted.city)
    first, second = counted.counties
    assert len(rows_of(office)) == 5
    assert rows_of(office, "year=2024") == [(counted.city.name, 2024, 440_000)]
    assert rows_of(office, f"q={second.name}&kind=permanent") == [(second.name, 2025, 199_999)]
    assert [row[2] for row in rows_of(office, "sort=-persons")] == [440_000, 210_000, 209_999, 200_000, 199_999]
    assert {row[0] for row in rows_of(office, f"area={first.public_id}")} == {first.name}
    assert "没有找到" in office.get(f"{LIST}?q=没有的地方").content.decode()


def test_the_file_is_what_is_seen(counted: SmallCity, visit: Visit) -> None:
    office = visit("city_office", counted.city)
    answer = office.post(f"{LIST}?kind=permanent&sort=-persons", {"file": "1"})
    sheet = load_workbook(io.BytesIO(answer.getvalue())).worksheets[0]
    head, *lines = list(sheet.iter_rows(values_only=True))
    assert head == ("名称", "区划代码", "口径", "年份", "人数", "来源", "版次", "录入时间")
    assert [line[4] for line in lines] == [440_000, 200_000, 199_999]


def test_a_county_sees_its_own_and_a_station_nothing(counted: SmallCity, visit: Visit) -> None:
    office = visit("county_office", counted.counties[0])
    assert {row[0] for row in rows_of(office)} == {counted.counties[0].name}
    assert visit("place_staff", counted.townships[0]).get(LIST).status_code == 403
