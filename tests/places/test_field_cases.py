"""Tables as offices have them, under the numbers of the field cases: what stands in them is what is taken over."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from baiying.demo import builders
from baiying.demo.builders.places import SmallCity
from baiying.places import queries, reading
from baiying.places.models import CalendarDay, Division, Population
from baiying.places.rules import codes
from tests.places.tables import bring_in, write

pytestmark = pytest.mark.django_db
Table = Callable[..., Path]
Visit = Callable[..., Client]


@pytest.fixture
def city(db: None) -> SmallCity:
    return builders.small_city()


def read(path: Path) -> list[tuple[str, str, str]]:
    return [(raw.code, raw.persons, raw.kind) for raw in reading.population_rows(path)]


@pytest.mark.parametrize(
    "text",
    [
        "区划代码,地区,常住人口（万人）\n411002000000,魏都区,52\n",
        "区划代码,地区,常住人口 / 万人\n411002000000,魏都区,52\n",
        "许昌市人口,,\n单位：万人,,\n区划代码,地区,常住人口\n411002000000,魏都区,52\n",
        "区划代码,地区,2025年末常住人口数(万人)\n411002000000,魏都区,52\n",
        "区划代码,地区,人口(万人)\n,,常住\n411002000000,魏都区,52\n",
    ],
)
def test_f04_the_unit_is_read_from_the_heading_or_the_line_above(text: str, table: Table) -> None:
    assert {persons for _code, persons, _kind in read(table(text))} == {"52万"}


def test_f04_a_heading_in_persons_wins_over_the_unit_above(table: Table) -> None:
    text = "单位：万人,\n区划代码,常住人口（人）\n411002000000,520000\n"
    assert read(table(text)) == [("411002000000", "520000", "常住")]


def test_f04_f05_unit_and_kind_of_the_heading_are_what_is_stored(city: SmallCity, visit: Visit) -> None:
    text = f"区划代码,地区,户籍人口（万人）,常住人口（万人）\n{city.counties[0].code},清河区,90.0001,70.0002\n"
    bring(visit("city_office", city.city), text)
    stored = {row.kind: row.persons for row in Population.objects.all()}
    assert stored == {"registered": 900_001, "permanent": 700_002}


def test_f05_one_column_with_a_kind_in_its_heading_is_of_that_kind(city: SmallCity, visit: Visit) -> None:
    bring(visit("city_office", city.city), f"区划代码,地区,户籍人口\n{city.counties[0].code},清河区,611111\n")
    assert [(row.kind, row.persons) for row in Population.objects.all()] == [("registered", 611_111)]


def test_f05_a_heading_and_a_row_that_contradict_each_other_are_asked_about(table: Table) -> None:
    assert read(table("区划代码,户籍人口,口径\n411002000000,5,常住\n"))[0][2] == "户籍/常住"


def bring(office: Client, text: str) -> None:
    given: dict[str, Any] = {"kind": "permanent", "year": "2025", "source": "统计年鉴 2026"}
    file = SimpleUploadedFile("人口.csv", text.encode("gb18030"))
    page = office.post("/desk/places/populations/new/", given | {"file": file}).content.decode()
    kept = page.split('name="kept" value="')[1].split('"')[0]
    answer = office.post("/desk/places/populations/new/", given | {"kept": kept})
    assert answer.status_code == 303, answer.content.decode()


def test_f08_the_row_that_stands_in_for_the_districts_is_folded(table: Table) -> None:
    first = "区划代码,名称\n411000000000,许昌市\n411001000000,市辖区\n411002000000,魏都区\n"
    bring_in(table(first))
    assert list(Division.objects.order_by("code").values_list("name", flat=True)) == ["许昌市", "魏都区"]
    bring_in(
        table("区划代码,名称\n620000000000,甘肃省\n620200000000,嘉峪关市\n620201000000,市辖区\n620201100000,新城镇\n")
    )
    town = Division.objects.get(name="新城镇")
    assert town.parent is not None
    assert town.parent.name == "嘉峪关市"


def workbook(folder: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "book.xlsx"
    book.save(path)
    return path


ROWS: list[list[Any]] = [["区划代码", "名称"], [441900000000, "东莞市"], [441900003000, "东城街道"]]


def test_f25_the_sheet_that_has_the_headings_is_read(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"填表说明": [["请如实填写"], ["一"], ["二"]], "数据": ROWS, "备份": ROWS[:2]})
    found = reading.sheets_of(path, reading.DIVISIONS)
    assert found == reading.Sheets("数据", ("备份",), ("填表说明",))
    bring_in(path)
    assert Division.objects.count() == 2
    assert [raw.name for raw in reading.division_rows(path, "备份")] == ["东莞市"]
    with pytest.raises(reading.NoSuchSheet):
        reading.sheets_of(path, reading.DIVISIONS, "填表说明")


def test_f25_a_workbook_without_headings_anywhere_names_its_sheets(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"说明": [["一"]], "空表": [["二"]]})
    with pytest.raises(reading.NoHeader) as refusal:
        reading.sheets_of(path, reading.DIVISIONS)
    assert "说明、空表" in str(refusal.value)


HTML = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="{0}">
<style>td{{a:b}}</style></head><body><table><tr><th colspan=2>区划表</th></tr><tr><td>区划代码</td><td>名称</td></tr>
<tr><td rowspan=1 style="x">441900000000</td><td>东莞<br>市</td></tr><tr><td>441900003000<td>东城街道</tr>
</table></body></html>"""


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_f26_a_web_page_called_xls_is_read(encoding: str, tmp_path: Path) -> None:
    path = write(tmp_path, HTML.format(encoding), encoding=encoding, name="a.xls")
    assert [(raw.code, raw.name) for raw in reading.division_rows(path)] == [
        ("441900000000", "东莞 市"), ("441900003000", "东城街道"),
    ]  # fmt: skip


def test_f26_a_table_of_another_kind_of_markup_says_what_to_do(table: Table) -> None:
    with pytest.raises(reading.Unreadable) as refusal:
        bring_in(table('<?xml version="1.0"?><Workbook></Workbook>'))
    assert "另存为 xlsx" in str(refusal.value)


def test_f27_numbers_kept_as_formulas_are_read(table: Table) -> None:
    bring_in(table('区划代码,名称\n="441900000000",东莞市\n"=""441900003000""",东城街道\n'))
    assert set(Division.objects.values_list("code", flat=True)) == {"441900000000", "441900003000"}


@pytest.mark.parametrize(
    ("word", "level"),
    [
        ("自治县", "county"), ("自治旗", "county"), ("林区", "county"), ("特区", "county"), ("市辖区", "county"),
        ("民族乡", "township"), ("苏木", "township"), ("民族苏木", "township"), ("县辖区", "township"),
        ("嘎查", "village"), ("行政村", "village"), ("自治州", "city"), ("盟", "city"), ("旗", "county"),
    ],
)  # fmt: skip
def test_f28_level_words_of_autonomous_areas_are_known(word: str, level: str) -> None:
    assert codes.level_named(word) == level


def test_o21_an_area_is_known_by_its_name_only_where_it_is_the_only_one(city: SmallCity, visit: Visit) -> None:
    bring(visit("city_office", city.city), f"地区,常住人口\n{city.counties[0].name},200000\n")
    assert [(row.division_id, row.persons) for row in Population.objects.all()] == [(city.counties[0].pk, 200_000)]
    builders.division(city.counties[0].name, "township", "419902009000", city.counties[0])
    office = visit("city_office", city.city)
    given = {"kind": "permanent", "year": "2025", "source": "年鉴"}
    file = SimpleUploadedFile("a.csv", f"地区,常住人口\n{city.counties[0].name},5\n没有县,6\n".encode())
    page = office.post("/desk/places/populations/new/", given | {"file": file}).content.decode()
    assert "有 2 个区划叫" in page
    assert "没有叫“没有县”的区划" in page


def test_o14_what_is_exempt_is_not_due(city: SmallCity) -> None:
    site = city.sites[city.villages[0].pk]
    site.state, site.exempt_reason = "exempt", "拆迁"
    site.save()
    stations = next(one for one in queries.coverage(city.city.pk) if one.level == "station")
    assert stations.due == stations.built + stations.lacking
    assert stations.areas == stations.due + stations.exempt
    children = queries.coverage_of_children(city.city)
    assert sum(levels["station"].due for levels in children.values() if "station" in levels) == stations.due


def test_f35_o21_the_calendar_page_takes_the_notice_and_refuses_a_day_that_is_both(visit: Visit) -> None:
    office = visit("sysadmin")
    notice = "一、元旦：1月1日（星期五）至3日（星期日）放假调休，共3天。\n"
    notice += "二、春节：2月5日至2月13日放假调休，共9天。1月31日（周日）、2月14日（周日）上班。"
    given = {"year": "2027", "days": notice, "source": "国办通知"}
    assert office.post("/desk/places/calendar/", given).status_code == 303
    assert CalendarDay.objects.filter(day__year=2027).count() == 3 + 9 + 2
    answer = office.post("/desk/places/calendar/", given | {"days": notice + "\n1月1日 班"})
    assert (answer.status_code, "有一天既写了放假又写了上班" in answer.content.decode()) == (422, True)
    assert CalendarDay.objects.filter(day__year=2027).count() == 14


def test_f35_a_span_over_new_year_goes_to_the_year_that_is_entered_and_is_told_of_the_other(visit: Visit) -> None:
    office = visit("sysadmin")
    given = {"year": "2027", "days": "2026-12-31 至 2027-01-02 休 元旦", "source": "国办通知"}
    page = office.post("/desk/places/calendar/", given, follow=True).content.decode()
    assert "2026-12-31 属于还没有录入的年份" in page
    assert not CalendarDay.objects.filter(day__year=2026).exists()
    office.post("/desk/places/calendar/", given | {"year": "2026", "days": "2026-10-01 休 国庆"})
    assert "2026-12-31 已记在" in office.post("/desk/places/calendar/", given, follow=True).content.decode()
    assert CalendarDay.objects.filter(day__year=2026).count() == 2
