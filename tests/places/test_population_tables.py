"""A table of people counts: first what it would do, then by a second press, and back to the version before (O12)."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baiying.demo import builders
from baiying.demo.builders.places import SmallCity
from baiying.figures import queries as figures
from baiying.places import queries
from baiying.places.models import Population, PopulationImport
from tests.places.test_pages import bring

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]
NEW = "/desk/places/populations/new/"


@pytest.fixture
def city(db: None) -> SmallCity:
    return builders.small_city()


def persons(city: SmallCity) -> dict[int, int]:
    areas = [city.city.pk, *(county.pk for county in city.counties)]
    return {pk: found.persons for pk, found in queries.population_of(areas, "permanent").items()}


def lines(*rows: tuple[Any, int]) -> str:
    return "代码,人数\n" + "".join(f"{area.code},{n}\n" for area, n in rows)


def look(office: Client, text: str, **more: str) -> str:
    given = {"kind": "permanent", "year": "2025", "source": "统计年鉴 2026", **more}
    file = SimpleUploadedFile("人口.csv", text.encode())
    return str(office.post(NEW, given | {"file": file}).content.decode())


def test_o12_a_table_says_first_what_it_would_do_and_writes_nothing(city: SmallCity, visit: Visit) -> None:
    office = visit("city_office", city.city)
    bring(office, lines((city.city, 400_000), (city.counties[0], 200_000)))
    page = look(office, lines((city.city, 410_000), (city.counties[0], 200_000), (city.counties[1], 150_000)))
    assert "400,000" in page
    assert "410,000" in page
    assert "还没有录入" in page
    assert Population.objects.count() == 2
    assert "没有什么要录入" in look(office, lines((city.city, 400_000)))


def test_a_field_that_was_forgotten_loses_no_file_and_skips_no_report(city: SmallCity, visit: Visit) -> None:
    office = visit("city_office", city.city)
    page = look(office, lines((city.city, 400_000)), source="")
    assert "请填写" in page
    assert "已收到“人口.csv”" in page
    again = {"kind": "permanent", "year": "2025", "source": "统计年鉴 2026", "kept": _kept(page)}
    page = office.post(NEW, again).content.decode()
    assert "还没有录入" in page
    assert Population.objects.count() == 0
    assert office.post(NEW, again | {"kept": _kept(page)}).status_code == 303
    assert Population.objects.count() == 1


@pytest.mark.parametrize("kind", ["csv", "html"])
@pytest.mark.parametrize("cell", ["persons", "year"])
def test_a_number_without_end_is_refused_with_its_line(city: SmallCity, visit: Visit, kind: str, cell: str) -> None:
    office = visit("city_office", city.city)
    office.raise_request_exception = False
    endless = "9" * 5000
    row = (city.city.code, "400000" if cell == "year" else endless, endless if cell == "year" else "2025")
    text = "\n".join(",".join(one) for one in (("代码", "人数", "年份"), row))
    if kind == "html":
        cells = "".join(
            f"<tr>{''.join(f'<td>{one}</td>' for one in line.split(','))}</tr>" for line in text.split("\n")
        )
        text = f"<html><head><meta charset='utf-8'></head><body><table>{cells}</table></body></html>"
    file = SimpleUploadedFile("人口.xls" if kind == "html" else "人口.csv", text.encode())
    answer = office.post(NEW, {"kind": "permanent", "year": "2025", "source": "统计年鉴", "file": file})
    assert answer.status_code < 500
    page = answer.content.decode()
    assert ("人数太大" if cell == "persons" else "年份“9999") in page
    assert endless not in page
    assert Population.objects.count() == 0


def _kept(page: str) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', page)
    assert found
    return found[1]


def test_o12_undoing_goes_back_to_the_version_before_and_new_figures_are_none_again(
    city: SmallCity, visit: Visit
) -> None:
    office = visit("city_office", city.city)
    bring(office, lines((city.city, 400_000), (city.counties[0], 200_000)))
    before = persons(city)
    bring(office, lines((city.city, 410_000), (city.counties[1], 150_000)))
    assert persons(city) == before | {city.city.pk: 410_000, city.counties[1].pk: 150_000}
    row = PopulationImport.objects.latest("id")
    for _ in range(2):
        assert office.post(f"/desk/places/populations/{row.public_id}/undoing/").status_code == 303
    assert persons(city) == before
    assert [p.persons for p in figures.populations_of(city.city.pk, 2026)] == [400_000]
    assert figures.populations_of(city.counties[1].pk, 2026) == []
    assert Population.objects.count() == 6, "Nothing was deleted"
    assert "已撤销" in office.get("/desk/places/populations/").content.decode()
    bring(office, lines((city.counties[1], 150_000)))
    assert persons(city)[city.counties[1].pk] == 150_000


def test_o12_a_table_that_was_corrected_since_is_not_undone_as_a_whole(city: SmallCity, visit: Visit) -> None:
    office = visit("city_office", city.city)
    bring(office, lines((city.city, 400_000)))
    first = PopulationImport.objects.get()
    bring(office, lines((city.city, 410_000)))
    page = office.post(f"/desk/places/populations/{first.public_id}/undoing/", follow=True).content.decode()
    assert "不能整张撤销" in page
    assert persons(city)[city.city.pk] == 410_000
    assert visit("city_office", city.counties[0]).post(
        f"/desk/places/populations/{first.public_id}/undoing/"
    ).status_code == 404  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (lambda c: [(c.city, 400_000), (c.counties[0], 500_000)], "比上级的 400,000 人还多"),
        (lambda c: [(c.counties[0], 41)], "请检查单位是不是“万人”"),
        (lambda c: [(c.counties[0], 100_000)], "相差一倍以上"),
        (lambda c: [(c.city, 250_000)], "比它的一个下级（300,000 人）还少"),
    ],
)
def test_o12_f04_what_can_hardly_be_right_is_asked_about(
    rows: Callable[[SmallCity], Any], sentence: str, city: SmallCity, visit: Visit
) -> None:
    office = visit("city_office", city.city)
    bring(office, lines((city.city, 400_000), (city.counties[0], 300_000)))
    text = lines(*rows(city))
    assert sentence in look(office, text)
    refused = bring(office, text)
    assert (refused.status_code, "核对过了" in refused.content.decode()) == (422, True)
    assert persons(city) == {city.city.pk: 400_000, city.counties[0].pk: 300_000}
    assert bring(office, text, doubts_seen="on").status_code == 303


def test_o12_a_year_that_has_not_come_is_refused(city: SmallCity, visit: Visit) -> None:
    office = visit("city_office", city.city)
    assert "年份“2099”不对" in look(office, lines((city.city, 400_000)), year="2099")
