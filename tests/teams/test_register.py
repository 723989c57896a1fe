"""The register of organisations: counts by state of registration open to their rows and say what they mean (R027)."""

import io
import re
from typing import Any

import pytest
from openpyxl import load_workbook

from baiying.kit import clock
from baiying.teams import queries
from baiying.teams.models import Body, Exit
from tests.activities.makers import LONG_AGO, Town, log_in, office

PAGE = "/desk/teams/register/"


def some_bodies(town: Town) -> None:
    for number, (kind, area) in enumerate(
        [
            ("legal_entity", town.county), ("legal_entity", town.village), ("internal_group", town.village),
            ("internal_group", town.other_county),
        ]
    ):  # fmt: skip
        more = (
            {"consenting_name": "村委会", "consenting_credit_code": "x"}
            if kind == "internal_group"
            else {"credit_code": f"C{number}", "competent_unit": "局"}
        )
        Body.objects.create(kind=kind, name=f"单位{number}", area=area, created_at=LONG_AGO, **more)
    Body.objects.create(
        kind="legal_entity", name="关闭了的", area=town.county, created_at=LONG_AGO, credit_code="G1",
        competent_unit="局", closed_at=clock.now(),
    )  # fmt: skip


def numbers(page: Any) -> dict[str, list[str]]:
    return {str(row.cells[0].value): [str(cell.value) for cell in row.cells[1:]] for row in page.context["list"].rows}


@pytest.mark.django_db
def test_r027_counts_by_area_and_state_open_to_their_rows(town: Town) -> None:
    some_bodies(town)
    today = clock.local_date(clock.now())
    Exit.objects.create(
        body=town.body, idle_since=today, warned_at=clock.now(), suspend_on=today, suspended_at=clock.now(),
        close_on=today,
    )  # fmt: skip
    county = log_in(office("county_office", town.county))
    page = county.get(PAGE)
    assert numbers(page) == {"东区（全部）": ["4", "1", "2", "1", "1"], "河畔镇": ["3", "1", "1", "1", "1"]}
    text = page.content.decode()
    for words in ("在民政部门登记", "其他登记", "内部团体", "数字的含义", "bodies_internal v1", "第四十二条"):
        assert words in text
    # Every number is as many as the rows that it opens.
    for row in page.context["list"].rows:
        for cell in row.cells[1:]:
            opened = county.get(cell.link)
            assert len(opened.context["list"].rows) == cell.value, cell.link
    assert "单位登记情况" in county.get("/desk/teams/").content.decode()


@pytest.mark.django_db
def test_r027_who_may_see_and_who_may_take_the_file(town: Town) -> None:
    some_bodies(town)
    other = log_in(office("county_office", town.other_county))
    assert numbers(other.get(PAGE))["西区（全部）"] == ["1", "0", "0", "1", "0"]
    assert log_in(town.admin, town.admin_person).get(PAGE).status_code == 403
    reader = log_in(office("place_staff", town.village))
    assert reader.get(PAGE).status_code == 200
    assert reader.post(PAGE, {"file": "xlsx"}).status_code == 403
    assert queries.registered_in([town.city], town.city.pk)[0].total == 5


@pytest.mark.django_db
def test_r027_the_file_says_what_its_numbers_mean(town: Town) -> None:
    some_bodies(town)
    county = log_in(office("county_office", town.county))
    answer = county.post(PAGE, {"file": "xlsx"}, follow=True)
    if "spreadsheetml" not in answer["Content-Type"]:
        found = re.search(r'href="([^"]*download[^"]*)"', answer.content.decode())
        assert found is not None, answer.content.decode()[:2000]
        answer = county.get(found.group(1))
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    book = load_workbook(io.BytesIO(content))
    said = [str(cell.value) for sheet in book.worksheets for line in sheet.iter_rows() for cell in line]
    assert "bodies_civil_affairs v1" in said
    assert "东区（全部）" in said
