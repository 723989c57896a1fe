"""F25: which sheet is read can be seen and chosen, long reports are read to their end, rates above 100 % are told."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baiying.demo import builders
from baiying.demo.builders.places import SmallCity
from baiying.figures import actions as figures
from baiying.kit import clock
from baiying.places import queries
from baiying.places.models import Population, Site
from tests.places.test_field_cases import workbook

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]
PEOPLE, SITES = "/desk/places/populations/new/", "/desk/places/site-tables/"
GIVEN = {"kind": "permanent", "year": "2025", "source": "统计年鉴"}


@pytest.fixture
def city(db: None) -> SmallCity:
    return builders.small_city()


def sent(office: Client, address: str, path: Path, **more: str) -> str:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return str(office.post(address, GIVEN | {"datum": "wgs84", "file": file} | more).content.decode())


def kept(page: str) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', page)
    assert found
    return found[1]


def again(page: str, **more: str) -> dict[str, Any]:
    return GIVEN | {"datum": "wgs84", "kept": kept(page)} | more


def test_f25_the_sheet_of_people_counts_is_told_and_another_is_looked_at_before_it_is_entered(
    city: SmallCity, visit: Visit, tmp_path: Path
) -> None:
    head = ["代码", "人数"]
    book = workbook(
        tmp_path,
        {
            "填表说明": [["请填下面的表"]],
            "去年": [head, [city.city.code, 1000]],
            "今年": [head, [city.city.code, 2000]],
        },
    )
    office = visit("city_office", city.city)
    page = sent(office, PEOPLE, book)
    assert "读的是工作表“去年”" in page
    assert "没有读的：填表说明" in re.sub(r"\s+", " ", page)
    assert '<option value="今年">' in page
    page = office.post(PEOPLE, again(page, sheet="今年")).content.decode()
    assert Population.objects.count() == 0, "another sheet is shown first"
    assert "读的是工作表“今年”" in page
    assert "2,000" in page
    assert office.post(PEOPLE, again(page, sheet="今年")).status_code == 303
    assert queries.population_of([city.city.pk], "permanent")[city.city.pk].persons == 2000


def test_f25_a_workbook_of_one_sheet_is_entered_by_the_second_press(
    city: SmallCity, visit: Visit, tmp_path: Path
) -> None:
    book = workbook(tmp_path, {"表": [["代码", "人数"], [city.city.code, 1000]]})
    office = visit("city_office", city.city)
    page = sent(office, PEOPLE, book)
    sheet = re.search(r'name="sheet" value="([^"]*)"', page)
    assert sheet
    assert office.post(PEOPLE, again(page, sheet=sheet[1])).status_code == 303


def test_f25_a_sheet_that_is_not_there_is_refused_and_nothing_is_lost(
    city: SmallCity, visit: Visit, tmp_path: Path
) -> None:
    book = workbook(tmp_path, {"表": [["代码", "人数"], [city.city.code, 1000]]})
    office = visit("city_office", city.city)
    answer = office.post(PEOPLE, again(sent(office, PEOPLE, book), sheet="没有的"))
    assert answer.status_code == 422
    assert "没有这张工作表" in answer.content.decode()
    assert kept(answer.content.decode())


def test_f25_the_sheet_of_a_table_of_sites_can_be_chosen_too(city: SmallCity, visit: Visit, tmp_path: Path) -> None:
    head = ["区划代码", "电话"]
    rows = {"旧": [head, [city.village.code, "0374-2960001"]], "新": [head, [city.village.code, "0374-2960002"]]}
    office = visit("city_office", city.city)
    page = sent(office, SITES, workbook(tmp_path, rows))
    assert "读的是工作表“旧”" in page
    page = office.post(SITES, again(page, sheet="新")).content.decode()
    assert "0374-2960002" in page
    assert office.post(SITES, again(page, sheet="新")).status_code == 303
    assert Site.objects.get(division=city.village).phone == "0374-2960002"


def test_fewer_people_than_are_registered_are_pointed_out_before_they_are_entered(
    city: SmallCity, visit: Visit, tmp_path: Path
) -> None:
    for _ in range(5):
        builders.person(residence=city.village)
    figures.rebuild(at=clock.now())
    office = visit("city_office", city.city)
    rows = [["代码", "人数"], [city.village.code, 4], [city.villages[1].code, 4]]
    page = sent(office, PEOPLE, workbook(tmp_path, {"表": rows}))
    assert "比已注册的志愿者 5 人还少，注册率会超过 100%" in page
    assert page.count("注册率会超过") == 1
    page = office.post(PEOPLE, again(page, sheet="表")).content.decode()
    assert "核对过了" in page
    assert Population.objects.count() == 0
    # The figure of a year that is no longer the newest changes no rate.
    builders.population(city.village, 4000, year=2025)
    old = sent(office, PEOPLE, workbook(tmp_path, {"表": rows}), year="2019")
    assert "注册率会超过" not in old


def test_a_report_of_more_than_200_lines_is_read_to_its_end(city: SmallCity, visit: Visit, tmp_path: Path) -> None:
    rows = [["代码", "人数"], *([f"9{n:011}", 10] for n in range(450)), [city.city.code, 1000]]
    office = visit("city_office", city.city)
    page = sent(office, PEOPLE, workbook(tmp_path, {"表": rows}))
    assert "900000000000" in page
    assert "900000000449" not in page
    assert "401–450" in page
    last = office.post(PEOPLE, again(page, sheet="表", part="3", without_refused="on")).content.decode()
    assert "900000000449" in last
    assert "900000000000" not in last
    assert Population.objects.count() == 0, "turning a page enters nothing"
    assert office.post(PEOPLE, again(last, sheet="表", without_refused="on")).status_code == 303
