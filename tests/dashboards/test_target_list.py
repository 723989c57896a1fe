"""The targets of an office's area on the one list: what holds, what was set, a file of what is seen."""

import io
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client
from openpyxl import load_workbook

from baiying.demo import builders
from baiying.demo.cast import Member
from baiying.figures import queries
from baiying.figures.models import Target

pytestmark = pytest.mark.django_db
LIST = "/desk/figures/targets/list/"
Clients = Callable[[str | None], Client]


@pytest.fixture
def city(db: None) -> builders.SmallCity:
    return builders.small_city()


@pytest.fixture
def targets(city: builders.SmallCity, cast: dict[str, Member]) -> builders.SmallCity:
    """The first county's share set twice, the city's set and taken back, the second county's of another year."""
    by = {"set_at": builders.NOW, "set_by_id": cast["city"].account.pk}
    first, second = city.counties
    for area, year, value, hours in (
        (first, 2026, "0.1500", 20), (first, 2026, "0.1800", 20), (first, 2026, "0.5000", 50),
        (city.city, 2026, "0.2000", None), (city.city, 2026, None, None), (second, 2025, "0.1000", None),
    ):  # fmt: skip
        measure = {"definition": "share_hours", "tier": "credit"} if hours else {"definition": "registration_rate"}
        Target.objects.create(
            area=area, year=year, threshold_hours=hours, value=Decimal(value) if value else None, **measure, **by
        )
    return city


def test_what_holds_is_the_latest_of_each_that_was_not_taken_back(targets: builders.SmallCity) -> None:
    rows = queries.standing_targets(queries.targets_within(targets.city.pk)).order_by("pk")
    assert [(row.area_id, row.threshold_hours, str(row.value)) for row in rows] == [
        (targets.counties[0].pk, 20, "0.1800"),
        (targets.counties[0].pk, 50, "0.5000"),
        (targets.counties[1].pk, None, "0.1000"),
    ]
    assert queries.target_years(targets.counties[0].pk) == [2026]


def test_the_list_is_searched_narrowed_sorted_and_opens_the_area(
    targets: builders.SmallCity, client_as: Clients
) -> None:
    office = client_as("city")
    page = office.get(LIST).content.decode()
    assert page.count("<tr") == 7
    assert "撤回目标" in page
    assert f"/desk/figures/targets/{targets.counties[0].public_id}/?year=2026" in page
    assert "撤回目标" not in office.get(f"{LIST}?state=now").content.decode()
    assert office.get(f"{LIST}?year=2025").content.decode().count("<tr") == 2
    assert office.get(f"{LIST}?q={targets.counties[1].name}").content.decode().count("<tr") == 2
    rows = [row.area.code for row in office.get(f"{LIST}?sort=code").context["list"].page.object_list]
    assert rows == sorted(rows)
    assert "没有找到" in office.get(f"{LIST}?q=没有的地方").content.decode()


def test_the_file_has_exactly_what_is_seen(targets: builders.SmallCity, client_as: Clients) -> None:
    answer = client_as("city").post(f"{LIST}?state=now&sort=code", {"file": "1"})
    book = load_workbook(io.BytesIO(answer.getvalue()))
    lines = list(book.active.iter_rows(min_row=2, values_only=True))  # type: ignore[union-attr]
    assert len(lines) == 3
    assert {line[2] for line in lines} == {2025, 2026}


def test_a_county_sees_its_own_and_a_station_none(targets: builders.SmallCity, client_as: Clients) -> None:
    county = client_as("county").get(LIST).content.decode().partition("<table")[2]
    assert targets.counties[0].name in county
    assert targets.counties[1].name not in county
    for who in ("clerk", "volunteer", "reviewer", "auditor"):
        assert client_as(who).get(LIST).status_code in (302, 403)
