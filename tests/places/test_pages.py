"""Sites, coverage, people counts, rules, the calendar, choosing an area, setting up: through their pages."""

import io
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from baiying.demo import builders
from baiying.demo.builders.places import SmallCity
from baiying.kit.values.actor import system
from baiying.places import actions, queries
from baiying.places.models import CalendarDay, Population, RuleSet, Site, SiteStateChange
from tests.places.tables import AT

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]


@pytest.fixture
def city(db: None) -> SmallCity:
    return builders.small_city()


# Choosing an area


def test_an_area_is_chosen_by_tapping_down_and_brought_back(city: SmallCity) -> None:
    start = "/areas/choose/?next=/register/area/%3Fa%3D1&field=residence"
    page = Client().get(start).content.decode()
    assert "清河区" in page
    assert "槐树社区" not in page
    down = Client().get(f"{start}&at={city.townships[0].public_id}").content.decode()
    assert f"/register/area/?a=1&amp;residence={city.village.public_id}" in down
    assert "许州市" in down


def test_an_area_is_found_by_name_with_the_way_to_it(city: SmallCity) -> None:
    page = Client().get("/areas/choose/?next=/x/&q=槐树").content.decode()
    assert "许州市 / 清河区 / 东关街道" in page
    assert f"/x/?area={city.village.public_id}" in page
    assert "没有找到" in Client().get("/areas/choose/?next=/x/&q=火星").content.decode()


def test_choosing_stops_at_the_level_asked_for(city: SmallCity) -> None:
    page = Client().get("/areas/choose/?next=/x/&upto=county").content.decode()
    assert f"/x/?area={city.counties[0].public_id}" in page


@pytest.mark.parametrize("evil", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example"])
def test_choosing_never_leads_to_another_site(city: SmallCity, evil: str) -> None:
    page = Client().get("/areas/choose/", {"next": evil, "upto": "county"}).content.decode()
    assert f'href="/?area={city.counties[0].public_id}"' in page


# Sites and coverage


def test_sites_are_made_once_for_every_area_that_lacks_one(city: SmallCity) -> None:
    new = builders.division("新建社区", "village", "419902001009", city.townships[0])
    assert actions.ensure_sites(actor=system("test"), at=AT) == 1
    assert actions.ensure_sites(actor=system("test"), at=AT) == 0
    site = queries.site_for(new.pk)
    assert site is not None
    assert (site.name, site.state) == ("新建社区新时代文明实践站", "not_built")


def test_coverage_says_how_many_are_built_and_why_some_are_exempt(city: SmallCity, visit: Visit) -> None:
    office = visit("county_office", city.counties[0])
    ticked = [city.sites[area.pk].public_id for area in city.villages[:2]]
    change = {"site": ticked, "state": "exempt", "reason": "拆迁", "since": "2026-11-01"}
    home = f"/desk/places/coverage/{city.townships[0].public_id}/"
    assert office.post(f"{home}states/", change).status_code == 303
    assert "应建 2 个，已建成 2 个；另有 2 个免建：拆迁。" in office.get("/desk/places/coverage/").content.decode()
    assert SiteStateChange.objects.filter(reason="拆迁").count() == 2
    assert "应建 4 个，已建成 4 个；另有 2 个免建：拆迁。" in Client().get("/sites/").content.decode()


def test_exempt_without_a_reason_is_sent_back_with_what_was_ticked(city: SmallCity, visit: Visit) -> None:
    office = visit("place_staff", city.villages[0])
    site = city.sites[city.village.pk]
    answer = office.post(
        f"/desk/places/coverage/sites/{site.public_id}/states/", {"state": "exempt", "since": "2026-11-01"}
    )
    assert answer.status_code == 422
    assert "免建要写明原因" in answer.content.decode()
    site.refresh_from_db()
    assert site.state == "built"


def test_what_was_ticked_in_a_list_stays_ticked_and_on_its_tab_when_something_is_missing(
    city: SmallCity, visit: Visit
) -> None:
    office, area = visit("county_office", city.counties[0]), city.townships[0]
    ticked = city.sites[city.villages[0].pk].public_id
    page = office.get(f"/desk/places/coverage/{area.public_id}/?state=built").content.decode()
    action = re.search(r'id="states" method="post" action="([^"]+)"', page)
    assert action is not None
    answer = office.post(action[1], {"site": [ticked], "state": "exempt", "since": "2026-11-01"})
    assert answer.status_code == 422
    assert re.findall(r'value="(\w+)" checked', answer.content.decode()) == [ticked]
    done = office.post(action[1], {"site": [ticked], "state": "exempt", "since": "2026-11-01", "reason": "拆迁"})
    assert done.url == f"/desk/places/coverage/{area.public_id}/?state=built"


def test_an_office_reaches_only_sites_of_its_own_area(city: SmallCity, visit: Visit) -> None:
    other = city.sites[city.villages[-1].pk]
    office = visit("place_staff", city.townships[0])
    assert office.get(f"/desk/places/coverage/sites/{other.public_id}/").status_code == 404
    assert office.get(f"/desk/places/coverage/{city.counties[1].public_id}/").status_code == 404
    states = f"/desk/places/coverage/{city.townships[0].public_id}/states/"
    change = {"site": [other.public_id], "state": "not_built", "since": "2026-11-01"}
    assert office.post(states, change).status_code == 422
    other.refresh_from_db()
    assert other.state == "built"


def test_a_site_is_described_and_swapped_coordinates_are_noticed(city: SmallCity, visit: Visit) -> None:
    office = visit("place_staff", city.villages[0])
    site = city.sites[city.village.pk]
    given = {
        "name": site.name,
        "address": "槐树路 1 号",
        "phone": "0374-1234567",
        "longitude": "34.02",
        "latitude": "113.8",
    }
    answer = office.post(f"/desk/places/coverage/sites/{site.public_id}/description/", given)
    assert answer.status_code == 422
    assert "填反" in answer.content.decode()
    given |= {"longitude": "113.8", "latitude": "34.02"}
    assert office.post(f"/desk/places/coverage/sites/{site.public_id}/description/", given).status_code == 303
    page = Client().get(f"/sites/{site.public_id}/").content.decode()
    assert "槐树路 1 号" in page
    assert "清河区" in page


@pytest.mark.parametrize(
    ("datum", "typed", "kept"),
    [
        # A point of Xuchang and one of Shenzhen as three maps write them; by npm's gcoord 1.0, cut to six digits.
        ("", ("113.826063", "34.022956"), ("113.826063", "34.022956")),
        ("wgs84", ("113.826063", "34.022956"), ("113.826063", "34.022956")),
        ("gcj02", ("113.832011", "34.021443"), ("113.826063", "34.022956")),
        ("bd09", ("113.838592", "34.027166"), ("113.826063", "34.022956")),
        ("gcj02", ("113.917176", "22.540796"), ("113.912316", "22.543847")),
        ("bd09", ("113.923685", "22.546667"), ("113.912316", "22.543847")),
    ],
)
def test_coordinates_of_other_maps_are_kept_as_wgs_84(
    city: SmallCity, visit: Visit, datum: str, typed: tuple[str, str], kept: tuple[str, str]
) -> None:
    office = visit("place_staff", city.villages[0])
    site = city.sites[city.village.pk]
    given = {"name": site.name, "datum": datum, "longitude": typed[0], "latitude": typed[1]}
    assert office.post(f"/desk/places/coverage/sites/{site.public_id}/description/", given).status_code == 303
    site.refresh_from_db()
    # Half a metre at most: what people copy has six digits.
    assert (float(site.longitude), float(site.latitude)) == pytest.approx([float(part) for part in kept], abs=2e-6)


def test_near_me_lists_the_nearest_first(city: SmallCity) -> None:
    near, far = city.sites[city.villages[0].pk], city.sites[city.villages[1].pk]
    Site.objects.filter(pk=near.pk).update(longitude=Decimal("113.80"), latitude=Decimal("34.00"))
    Site.objects.filter(pk=far.pk).update(longitude=Decimal("113.90"), latitude=Decimal("34.00"))
    page = Client().get("/sites/?near=34.001,113.80").content.decode()
    assert page.index(near.name) < page.index(far.name)
    assert "111 米" in page
    assert Client().get("/sites/?near=999,x").status_code == 200


def test_the_list_of_sites_starts_no_query_for_each_row(
    city: SmallCity, django_assert_max_num_queries: Callable[..., object]
) -> None:
    with django_assert_max_num_queries(8):
        Client().get("/sites/")


# Population


def bring(office: Client, text: str, **more: str) -> Any:
    data: dict[str, Any] = {"kind": "permanent", "year": "2025", "source": "统计年鉴 2026", **more}
    if text:
        data["file"] = SimpleUploadedFile("人口.csv", text.encode("gb18030"))
    answer = office.post("/desk/places/populations/new/", data)
    if not text or answer.status_code != 200 or "按报告录入" not in answer.content.decode():
        return answer
    # The report has been read; the second press enters what it showed.
    kept = answer.content.decode().split('name="kept" value="')[1].split('"')[0]
    del data["file"]
    return office.post("/desk/places/populations/new/", data | {"kept": kept})


def test_people_counts_come_in_and_a_correction_is_a_new_revision(city: SmallCity, visit: Visit) -> None:
    office = visit("city_office", city.city)
    table = f'区划代码,名称,人数\n{city.city.code},许州市,"438,000"\n{city.counties[0].code},清河区,20万\n'
    assert bring(office, table).status_code == 303
    assert bring(office, table).status_code == 303
    assert Population.objects.count() == 2
    bring(office, table.replace("438,000", "440,000"))
    figure = queries.population_of([city.city.pk], "permanent", 2025)[city.city.pk]
    assert (figure.persons, figure.revision, figure.source) == (440_000, 2, "统计年鉴 2026")
    assert queries.population_of([city.city.pk], "permanent", 2024) == {}
    file = office.post("/desk/places/populations/", {"file": "1"}).getvalue()
    book = load_workbook(io.BytesIO(file))
    assert [row[4].value for row in book.active.iter_rows(min_row=2)] == [440_000, 200_000]
    # What was taken away can be corrected and brought back in, as it is.
    again = SimpleUploadedFile("人口.xlsx", file)
    data = {"kind": "permanent", "year": "2025", "source": "统计年鉴 2026", "file": again}
    page = office.post("/desk/places/populations/new/", data).content.decode()
    assert "2 条与原来相同" in page or "没有变化" in page or "相同" in page


def test_a_table_with_bad_rows_is_not_entered_by_half(city: SmallCity, visit: Visit) -> None:
    office = visit("city_office", city.city)
    table = f"代码,人口数\n{city.city.code},-5\n{city.counties[0].code},200000\n990000000000,3\n"
    answer = bring(office, table)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "人数是负数" in page
    assert "没有代码为 990000000000 的区划" in page
    assert not Population.objects.exists()
    kept = page.split('name="kept" value="')[1].split('"')[0]
    assert bring(office, "", kept=kept, without_refused="on").status_code == 303
    assert [p.persons for p in Population.objects.all()] == [200_000]


def test_a_county_enters_only_its_own_people_counts(city: SmallCity, visit: Visit) -> None:
    office = visit("county_office", city.counties[0])
    answer = bring(office, f"代码,人数\n{city.counties[1].code},5\n")
    assert "不在您负责的范围内" in answer.content.decode()


# Rules


def test_rules_without_a_source_or_with_impossible_values_are_sent_back(city: SmallCity, visit: Visit) -> None:
    office = visit("city_office", city.city)
    given = {"valid_from": "2026-03-01", "value_lock_after": "-1", "value_code_minutes": "五"}
    answer = office.post("/desk/places/rules/log_in/new/", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "不能是负数" in page
    assert "请填整数" in page
    assert "依据" in page
    assert not RuleSet.objects.exists()
    assert visit("county_office", city.counties[0]).get("/desk/places/rules/").status_code == 403


# The calendar


@pytest.mark.law("O67-11")
def test_ten_working_days_skip_holidays_and_count_made_up_saturdays(db: None) -> None:
    assert actions.load_calendar(actor=system("test"), at=AT) == [2025, 2026]
    assert actions.load_calendar(actor=system("test"), at=AT) == []
    # 2026-09-30 is followed by seven free days and a working Saturday, the 10th.
    assert queries.working_day_after(date(2026, 9, 30), 3) == (date(2026, 10, 10), True)
    assert queries.working_day_after(date(2026, 12, 29), 3) == (date(2027, 1, 1), False)


def test_a_year_is_pasted_shown_and_bad_lines_are_named(visit: Visit) -> None:
    office = visit("sysadmin")
    given = {"year": "2027", "days": "2027-01-01 至 2027-01-03 休 元旦\n1月4日 班", "source": "测试通知"}
    assert office.post("/desk/places/calendar/", given).status_code == 303
    assert CalendarDay.objects.filter(day__year=2027).count() == 4
    page = office.get("/desk/places/calendar/?year=2027").content.decode()
    assert "2027-01-01 至 2027-01-03 休 元旦" in page
    answer = office.post("/desk/places/calendar/", given | {"days": "1月1日 休 元旦\n胡写一行"})
    assert answer.status_code == 422
    assert "第 2 行看不懂" in answer.content.decode()
    assert CalendarDay.objects.filter(day__year=2027).count() == 4


# Setting up


def test_an_empty_city_is_set_up_step_by_step(visit: Visit) -> None:
    office = visit("sysadmin")
    assert "上传区划表" in office.get("/desk/set-up/").content.decode()
    builders.division("许州市", "city", "419900000000")
    builders.division("清河区", "county", "419902000000", queries.division_by_code("419900000000"))
    assert office.post("/desk/set-up/sites/").status_code == 303
    assert office.post("/desk/set-up/calendar/").status_code == 303
    page = office.get("/desk/set-up/").content.decode()
    assert "已有 2 个区划" in page
    assert "已有 1 个阵地" in page
    assert "2025、2026" in page
    assert visit().get("/desk/set-up/").status_code == 302


def test_my_place_proposes_the_area_of_the_nearest_site_and_asks(city: SmallCity) -> None:
    """The device's point names a village to confirm; the link that chooses it does not carry it on (P28)."""
    near, far = city.sites[city.villages[0].pk], city.sites[city.villages[1].pk]
    Site.objects.filter(pk=near.pk).update(longitude=Decimal("113.80"), latitude=Decimal("34.00"))
    Site.objects.filter(pk=far.pk).update(longitude=Decimal("113.90"), latitude=Decimal("34.00"))
    page = Client().get("/areas/choose/?next=/register/&field=residence&upto=village&near=34.001,113.800")
    text = page.content.decode()
    assert "您在这里吗" in text
    assert text.index(near.name) < text.index(far.name)
    assert "111 米" in text
    assert f"residence={near.division.public_id}" in text
    chosen = next(link for link in text.split('href="') if f"residence={near.division.public_id}" in link)
    assert "34.001" not in chosen.split('"')[0]
    county = Client().get("/areas/choose/?next=/&field=area&upto=county&near=34.001,113.800").content.decode()
    assert f"area={near.division.public_id}" not in county
    assert "area=" in county


def test_my_place_far_from_every_site_proposes_none(city: SmallCity) -> None:
    """Nobody is asked whether they are in a village 650 km away."""
    near = city.sites[city.villages[0].pk]
    Site.objects.exclude(pk=near.pk).update(longitude=None, latitude=None)
    Site.objects.filter(pk=near.pk).update(longitude=Decimal("113.80"), latitude=Decimal("34.00"))
    for point, asks in (("34.100,113.800", True), ("34.300,113.800", False), ("39.900,116.400", False)):
        text = Client().get(f"/areas/choose/?near={point}&upto=village").content.decode()
        assert ("您在这里吗" in text) == asks, point
        assert ("认不出是哪里" in text) != asks, point


def test_my_place_without_sites_near_or_without_a_place_says_so_and_loses_nothing(city: SmallCity) -> None:
    Site.objects.update(longitude=None, latitude=None)
    text = Client().get("/areas/choose/?near=34.001,113.800").content.decode()
    assert "认不出是哪里" in text
    assert city.counties[0].name in text
    text = Client().get("/areas/choose/?near=abc").content.decode()
    assert "认不出是哪里" not in text
    assert "用我的位置" in text
