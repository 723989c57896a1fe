"""A table of sites: what it would change, the change by a second press, and back to the field (O14, R024)."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from baiying.demo import builders
from baiying.demo.builders.places import SmallCity
from baiying.kit import clock, sealed
from baiying.kit.models import AuditEvent
from baiying.kit.values.actor import system
from baiying.places import actions, queries
from baiying.places.models import Site, SiteHeadPhone, SiteImport, SiteStaff

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


HEADS = "区划代码,站长,站长电话\n"


def head_of(site: Site, day: date | None = None) -> tuple[str, date] | None:
    found = queries.heads_on([site.pk], day or clock.local_date(clock.now())).get(site.pk)
    return (found.name, found.from_day) if found else None


def test_r024_heads_come_with_a_table_from_today_on_and_go_with_its_undoing(city: SmallCity, visit: Visit) -> None:
    office, today = visit("city_office", city.city), clock.local_date(clock.now())
    first, second = (city.sites[area.pk] for area in city.villages[:2])
    long_ago = date(2026, 1, 1)
    before = SiteStaff.objects.create(site=first, role="head", name="张明", from_day=long_ago, said_at=builders.NOW)
    text = HEADS + f"{city.villages[0].code},李红,13800001234\n{city.villages[1].code},王强,\n"
    page = look(office, text)
    assert ("张明 → 李红" in page, "13800001234" in page) == (True, False), "the telephone is masked"
    assert bring(office, text).status_code == 303
    assert (head_of(first), head_of(second)) == (("李红", today), ("王强", today))
    assert head_of(first, today - timedelta(days=1)) == ("张明", long_ago)
    new = SiteStaff.objects.get(name="李红")
    assert sealed.open_sealed(bytes(new.phone_sealed), at=sealed.Place.of(new, "phone_sealed")) == "13800001234"
    assert "没有什么要录入" in look(office, text), "The same again changes nothing"
    row = SiteImport.objects.get()
    for _ in range(2):
        assert office.post(f"{HOME}{row.public_id}/undoing/").status_code == 303
    assert (head_of(first), head_of(second)) == (("张明", long_ago), None)
    before.refresh_from_db()
    assert (before.to_day, before.ended_at, before.ended_by_id) == (None, None, None), "Back to the row"
    assert new.site.staff.filter(withdrawn_at__isnull=False).count() == 1, "It can still be read"


def test_r024_heads_that_cannot_be_are_named_line_by_line(city: SmallCity, visit: Visit) -> None:
    office, today = visit("city_office", city.city), clock.local_date(clock.now())
    sites = [city.sites[area.pk] for area in city.villages[:3]]
    for site, first, last in (
        (sites[0], today, None), (sites[1], today + timedelta(days=9), None), (sites[2], date(2026, 1, 1), today),
    ):  # fmt: skip
        SiteStaff.objects.create(
            site=site, role="head", name="张明", from_day=first, to_day=last, said_at=builders.NOW
        )  # fmt: skip
    codes = [area.code for area in city.villages[:3]]
    page = look(office, HEADS + "".join(f"{code},李红,\n" for code in codes))
    assert page.count("站长今天刚换过") == 1
    assert page.count("已经填了以后接任的人") == 2
    page = look(office, HEADS + f"{codes[0]},,13800001234\n{codes[1]},李红,12\n{codes[2]},12@3,\n")
    for words in ("有站长的电话，没有姓名", "不像电话号码", "不像姓名"):
        assert words in page
    # Whom the table names as it is is no change.
    assert "没有什么要录入" in look(office, HEADS + f"{codes[0]},张明,\n")


def test_r024_a_head_whom_another_has_followed_is_not_undone_with_the_table(city: SmallCity, visit: Visit) -> None:
    office, today = visit("city_office", city.city), clock.local_date(clock.now())
    bring(office, HEADS + f"{city.villages[0].code},李红,\n")
    given = actions.NewStaff("head", "赵六", today + timedelta(days=3))
    actions.appoint_staff(site_id=city.sites[city.villages[0].pk].pk, given=given, actor=system("试"), at=clock.now())
    page = office.post(f"{HOME}{SiteImport.objects.get().public_id}/undoing/", follow=True).content.decode()
    assert "不能整张撤销" in page
    assert head_of(city.sites[city.villages[0].pk]) == ("李红", today)


def phone_of(row: SiteStaff) -> str:
    row.refresh_from_db()
    return sealed.open_sealed(bytes(row.phone_sealed), at=sealed.Place.of(row, "phone_sealed"))


def test_r024_a_table_brings_the_telephone_of_a_head_who_stays_and_takes_it_back(city: SmallCity, visit: Visit) -> None:
    office, since = visit("city_office", city.city), date(2026, 1, 1)
    first, second = (city.sites[area.pk] for area in city.villages[:2])
    blank, had = (
        SiteStaff.objects.create(site=site, role="head", name=name, from_day=since, said_at=builders.NOW)
        for site, name in ((first, "张明"), (second, "王强"))
    )
    had.phone_sealed = sealed.seal("13800000001", at=sealed.Place.of(had, "phone_sealed"))
    had.phone_mask = "138****0001"
    had.save()
    rows = list(SiteStaff.objects.order_by("pk").values_list("pk", "name", "from_day", "to_day", "follows_id"))
    text = HEADS + f"{city.villages[0].code},张明,13800001234\n{city.villages[1].code},王强,13899990001\n"
    page = look(office, text)
    assert "— → 138****1234" in page
    assert "138****0001 → 138****0001（中间几位不同）" in page
    assert ("13800001234" in page, "13899990001" in page) == (False, False), "nobody is shown a number here"
    assert bring(office, text).status_code == 303
    assert (phone_of(blank), phone_of(had)) == ("13800001234", "13899990001")
    assert list(SiteStaff.objects.order_by("pk").values_list("pk", "name", "from_day", "to_day", "follows_id")) == rows
    assert "没有什么要录入" in look(office, text), "the same again changes nothing"
    assert "没有什么要录入" in look(office, HEADS + f"{city.villages[0].code},张明,\n"), "a blank cell leaves it"
    assert not AuditEvent.objects.filter(action="SiteStaffPhoneSeen").exists()
    table = SiteImport.objects.get()
    for _ in range(2):
        assert office.post(f"{HOME}{table.public_id}/undoing/").status_code == 303
    assert phone_of(had) == "13800000001"
    blank.refresh_from_db()
    assert (blank.phone_sealed, blank.phone_mask) == (None, "")
    assert not SiteHeadPhone.objects.exists(), "no number is kept longer than it can be put back"


def test_r024_a_telephone_that_a_later_table_wrote_is_not_undone_with_an_earlier_one(
    city: SmallCity, visit: Visit
) -> None:
    office = visit("city_office", city.city)
    site = city.sites[city.villages[0].pk]
    row = SiteStaff.objects.create(
        site=site, role="head", name="张明", from_day=date(2026, 1, 1), said_at=builders.NOW
    )  # fmt: skip
    for phone in ("13800001234", "13800005678"):
        bring(office, HEADS + f"{city.villages[0].code},张明,{phone}\n")
    first, last = SiteImport.objects.order_by("pk")
    page = office.post(f"{HOME}{first.public_id}/undoing/", follow=True).content.decode()
    assert "不能整张撤销" in page
    assert phone_of(row) == "13800005678"
    assert office.post(f"{HOME}{last.public_id}/undoing/").status_code == 303
    assert phone_of(row) == "13800001234"
    # Then the earlier one is the latest, and goes as well.
    page = office.post(f"{HOME}{first.public_id}/undoing/", follow=True).content.decode()
    assert "不能整张撤销" not in page
    row.refresh_from_db()
    assert (row.phone_sealed, row.phone_mask) == (None, "")
