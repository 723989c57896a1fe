"""A table of sites: what it would change, the change by a second press, and back to the field (O14, R024)."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baiying.demo import builders
from baiying.demo.builders.places import SmallCity
from baiying.places.models import Site, SiteImport

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]
HOME = "/desk/places/site-tables/"
HEAD = "区划代码,阵地名称,地址,联系电话,开放时间,经度,纬度\n"


@pytest.fixture
def city(db: None) -> SmallCity:
    return builders.small_city()


def look(office: Client, text: str, **more: str) -> str:
    file = SimpleUploadedFile("阵地.csv", text.encode("gb18030"))
    return str(office.post(HOME, {"file": file, "datum": "wgs84", **more}).content.decode())


def bring(office: Client, text: str, **more: str) -> Any:
    kept = look(office, text, **more).split('name="kept" value="')[1].split('"')[0]
    return office.post(HOME, {"kept": kept, "datum": "wgs84", **more})


def fields() -> list[tuple[Any, ...]]:
    return list(
        Site.objects.order_by("pk").values_list("pk", "address", "phone", "opening_hours", "longitude", "latitude")
    )


def test_o14_many_sites_are_described_by_one_table_and_put_back(city: SmallCity, visit: Visit) -> None:
    office = visit("city_office", city.city)
    first, second = (city.sites[area.pk] for area in city.villages[:2])
    before = fields()
    text = HEAD + f"{city.villages[0].code},,新街 1 号,0374-1234567,周一至周五 9:00–17:00,113.8,34.0\n"
    text += f",{second.name},新街 2 号,,,,\n"
    page = look(office, text)
    assert "新街 2 号" in page
    assert fields() == before, "Looking writes nothing"
    assert bring(office, text).status_code == 303
    first.refresh_from_db()
    assert (first.address, first.phone, first.longitude) == ("新街 1 号", "0374-1234567", Decimal("113.800000"))
    second.refresh_from_db()
    assert (second.address, second.phone) == ("新街 2 号", {row[0]: row[2] for row in before}[second.pk])
    assert "没有什么要录入" in look(office, text)
    row = SiteImport.objects.get()
    assert row.changed == 2
    for _ in range(2):
        assert office.post(f"{HOME}{row.public_id}/undoing/").status_code == 303
    assert fields() == before
    assert "已撤销" in office.get(HOME).content.decode()


def test_o14_rows_that_cannot_be_are_named_and_left_out_only_when_ticked(city: SmallCity, visit: Visit) -> None:
    office = visit("city_office", city.city)
    a, b, c = (area.code for area in city.villages[:3])
    text = (
        HEAD
        + f"{a},,甲,12a,,,\n{b},,乙,,,34.0,113.8\n{c},,丙,,,,\n{c},,丁,,,,\n990000000000,,戊,,,,\n{b},,己,,,113.8,\n"
    )
    page = look(office, text)
    for words in (
        "“12a”不像电话号码",
        "不像经纬度",
        "是同一个阵地",
        "没有找到阵地“990000000000”",
        "经度和纬度要一起填",
    ):
        assert words in page
    assert bring(office, text).status_code == 422
    assert bring(office, text, without_refused="on").status_code == 303
    assert list(Site.objects.filter(address="丙").values_list("division__code", flat=True)) == [c]
    assert not Site.objects.filter(address__in=["甲", "乙", "丁"]).exists()


def test_o14_an_office_describes_only_its_own_sites_and_undoes_only_its_own_tables(
    city: SmallCity, visit: Visit
) -> None:
    text = HEAD + f"{city.counties[1].code},,别处,,,,\n"
    assert "没有找到阵地" in look(visit("county_office", city.counties[0]), text)
    assert bring(visit("city_office", city.city), text).status_code == 303
    row = SiteImport.objects.get()
    assert visit("county_office", city.counties[0]).post(f"{HOME}{row.public_id}/undoing/").status_code == 404


def test_o14_what_was_changed_since_is_not_undone(city: SmallCity, visit: Visit) -> None:
    office = visit("city_office", city.city)
    bring(office, HEAD + f"{city.villages[0].code},,新街 1 号,,,,\n")
    Site.objects.filter(division=city.villages[0]).update(address="又改了")
    row = SiteImport.objects.get()
    page = office.post(f"{HOME}{row.public_id}/undoing/", follow=True).content.decode()
    assert "不能整张撤销" in page
    assert Site.objects.get(division=city.villages[0]).address == "又改了"
