"""The file of the areas reads as the page does: percentages, averages with their unit, and what was chosen."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from baiying.figures.models import Target
from baiying.kit import clock
from baiying.places.models import Division
from tests.figures import rows

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]


def test_shares_are_percentages_averages_say_their_unit_and_the_year_stands_among_the_conditions(
    city: dict[str, Division], visit: Visit
) -> None:
    year = clock.local_date(clock.now()).year
    client = visit("city_office", city["city"])
    answer = client.get(f"/city/{city['city'].public_id}/areas.xlsx?year={year}&hours=25")
    book = load_workbook(BytesIO(answer.getvalue()))
    sheet = book["各地"]
    head = [str(cell.value) for cell in sheet[1]]
    for at, name in enumerate(head):
        cell = sheet.cell(row=2, column=at + 1)
        if cell.value is None or at < 3:
            continue
        if name.startswith("人均时长"):
            assert name.endswith("（小时）"), name
            assert cell.number_format == "#,##0.00"
        else:
            assert cell.number_format == "0.0%", name
    assert any(name.startswith("人均时长") for name in head)
    own = {str(row[0]): str(row[1]) for row in book["导出说明"].iter_rows(values_only=True)}
    assert own["条件"] == f"年份：{year} 年；活跃度：不少于 25 小时"


def test_the_persons_of_a_year_say_the_year_and_minutes_say_that_they_are(
    city: dict[str, Division], visit: Visit
) -> None:
    year = clock.local_date(clock.now()).year
    client = visit("county_office", city["a"])
    for query in ("", f"?year={year}"):
        answer = client.post(f"/city/{city['a'].public_id}/persons/{query}", {"file": "1", "reason": "核对年度名单"})
        book = load_workbook(BytesIO(answer.getvalue()))
        own = {str(row[0]): str(row[1]) for row in book["导出说明"].iter_rows(values_only=True)}
        assert own["条件"].count(f"{year} 年") == 1
        head = [str(cell.value) for cell in book.worksheets[0][1]]
        assert all(name.endswith("（分钟）") for name in head if "时长" in name)


def test_a_target_is_a_number_in_its_file(city: dict[str, Division], visit: Visit) -> None:
    account, _appointment = rows.office("city_office", city["city"])
    Target.objects.create(
        area=city["a"], year=2026, definition="registration_rate", value="0.0909", set_at=clock.now(),
        set_by_id=account.pk,
    )  # fmt: skip
    answer = visit("city_office", city["city"]).post("/desk/figures/targets/list/", {"file": "1"})
    sheet = load_workbook(BytesIO(answer.getvalue())).worksheets[0]
    at = [str(cell.value) for cell in sheet[1]].index("目标") + 1
    assert (sheet.cell(row=2, column=at).value, sheet.cell(row=2, column=at).number_format) == (0.0909, "0.0%")
