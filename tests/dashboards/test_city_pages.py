"""The city's figures as visitors and offices see them."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from baiying.figures import actions
from baiying.figures.models import AreaYear, Target
from baiying.kit import clock
from baiying.kit.models import AuditEvent, Taken
from baiying.people import identity
from baiying.people.models import Person
from baiying.places.models import Division
from tests.figures import rows

pytestmark = pytest.mark.django_db
Visit = Callable[..., Client]
City = dict[str, Division]


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, response.status_code
    return response.content.decode()


def test_the_only_city_opens_at_once(city: City, visit: Visit) -> None:
    response = visit().get("/city/")
    assert response.headers["Location"] == f"/city/{city['city'].public_id}/"


def test_an_office_begins_at_its_own_area(city: City, visit: Visit) -> None:
    response = visit("county_office", city["a"]).get("/city/")
    assert response.headers["Location"] == f"/city/{city['a'].public_id}/"


def test_an_empty_system_says_what_will_appear(db: None, visit: Visit) -> None:
    assert "还没有区划" in page(visit(), "/city/")


@pytest.mark.law("R685-34")
def test_every_rate_prints_what_stands_above_and_below_the_line(city: City, visit: Visit) -> None:
    text = page(visit("city_office", city["city"]), f"/city/{city['city'].public_id}/?hours=20")
    assert "13.0%" in text
    assert "26 人 ÷ 200 人" in text
    assert "常住人口 200 人，2025 年，来源：市统计公报，第 1 版" in text
    assert "12 人 ÷ 26 人" in text
    assert "15 人 ÷ 26 人" in text
    assert "7 人 ÷ 26 人" in text
    assert "10 人 ÷ 26 人" in text
    assert "截至" in text
    assert "/figures/share_hours/" in text


def test_the_rate_by_other_populations_is_told_with_its_source(city: City, visit: Visit) -> None:
    rows.population(city["city"], 260, kind="registered")
    text = page(visit(), f"/city/{city['city'].public_id}/")
    assert "10.0%：户籍人口 260 人" in text


def test_more_registered_than_people_is_said_and_not_taken_for_a_target_reached(city: City, visit: Visit) -> None:
    rows.population(city["city"], 20, revision=2)
    rows.population(city["city"], 25, kind="registered")
    text = page(visit("city_office", city["city"]), f"/city/{city['city'].public_id}/")
    assert "130.0%（请核对人口）" in text
    assert "超过 100%：注册的人比人口还多" in text.partition("104.0%：户籍人口 25 人")[0]
    assert "超过 100%：注册的人比人口还多" in text.partition("104.0%：户籍人口 25 人")[2]
    below = page(visit("city_office", city["city"]), f"/city/{city['b'].public_id}/")
    assert "超过 100%" not in below


def test_unknown_population_is_said_and_is_no_zero(city: City, visit: Visit) -> None:
    text = page(visit(), f"/city/{city['b'].public_id}/")
    assert "未填人口" in text
    assert "0.0%</b>" not in text.split("有记录的占比")[0]


def test_the_public_does_not_see_small_areas_nor_the_one_that_gives_them_away(city: City, visit: Visit) -> None:
    text = page(visit(), f"/city/{city['a1'].public_id}/")
    assert text.count("看出来，不公开</td>") == 2
    assert "不公开" in page(visit(), f"/city/{city['a12'].public_id}/")
    assert "不公开" in page(visit(), f"/city/{city['a11'].public_id}/")
    office = page(visit("county_office", city["a"]), f"/city/{city['a12'].public_id}/")
    assert "3 人 ÷ 3 人" in office


def test_few_who_live_in_no_village_take_the_smallest_village_with_them(city: City, visit: Visit) -> None:
    for _ in range(4):
        rows.person(city["b1"])
    for _ in range(15):
        rows.person(city["b12"])
    actions.roll_up(at=clock.now())
    assert page(visit(), f"/city/{city['b1'].public_id}/").count("看出来，不公开</td>") == 2
    assert "不公开" in page(visit(), f"/city/{city['b11'].public_id}/")
    assert "15 名注册志愿者" in page(visit(), f"/city/{city['b12'].public_id}/")


def test_an_office_elsewhere_is_the_public_here(city: City, visit: Visit) -> None:
    client = visit("county_office", city["b"])
    assert "不公开" in page(client, f"/city/{city['a12'].public_id}/")
    page(client, f"/city/{city['a'].public_id}/persons/", 404)
    assert client.post(f"/city/{city['a'].public_id}/persons/", {"file": "1", "reason": "核对名单"}).status_code == 404
    page(client, f"/desk/figures/targets/{city['a'].public_id}/", 404)


def test_the_public_is_sent_to_the_log_in_before_any_row(city: City, visit: Visit) -> None:
    assert visit().get(f"/city/{city['a'].public_id}/persons/").status_code == 302


def test_a_number_opens_to_masked_persons_and_the_look_is_written_down(city: City, visit: Visit) -> None:
    path = f"/city/{city['a'].public_id}/persons/?hours=20&which=hours&tier=credit"
    text = page(visit("county_office", city["a"]), path)
    assert "共 7 人" in text
    assert "甲*" in text
    assert "V0" in text
    assert AuditEvent.objects.filter(action="figures.persons", area_id=city["a"].pk).count() == 1


def test_a_person_opens_to_the_lines_of_the_ledger_only_within_the_area(city: City, visit: Visit) -> None:
    who = Person.objects.filter(residence=city["a11"]).first()
    assert who is not None
    path = f"/city/{city['a'].public_id}/persons/{who.public_id}/"
    text = page(visit("county_office", city["a"]), path)
    assert "信用时长" in text
    assert "30 分钟" in text
    # And from the line on to its own page, where it can be checked and taken back.
    line = re.search(r'href="(/desk/hours/entries/[^"]+)"', text)
    assert line is not None
    page(visit("county_office", city["a"]), line[1])
    page(visit("county_office", city["b"]), path, 404)
    page(visit("county_office", city["b"]), path.replace(city["a"].public_id, city["b"].public_id), 404)
    assert AuditEvent.objects.filter(action="figures.entries", subject_id=who.pk).count() == 1


def test_the_list_of_those_with_nothing_is_the_rest(city: City, visit: Visit) -> None:
    text = page(visit("city_office", city["city"]), f"/city/{city['city'].public_id}/persons/?which=none")
    assert "共 11 人" in text


def test_strange_choices_fall_back_kindly(city: City, visit: Visit) -> None:
    path = f"/city/{city['city'].public_id}/?year=99999&hours=abc&measure=nope&sort=;drop&size=x&tier=y"
    assert f"{clock.local_date(clock.now()).year} 年" in page(visit(), path)
    page(visit(), "/city/nosuchplace1/", 404)


def test_areas_sort_by_the_chosen_measure(city: City, visit: Visit) -> None:
    client = visit("city_office", city["city"])
    text = page(client, f"/city/{city['city'].public_id}/?sort=-value&measure=share_any")
    table = text[text.index('id="compared"') :]
    assert table.index("a县") < table.index("b县")
    text = page(client, f"/city/{city['city'].public_id}/?sort=value&measure=share_any")
    table = text[text.index('id="compared"') :]
    assert table.index("b县") < table.index("a县")


def test_the_export_holds_what_the_reader_sees_and_what_it_means(city: City, visit: Visit) -> None:
    path = f"/city/{city['a1'].public_id}/areas.xlsx"
    book = load_workbook(BytesIO(visit().get(path).getvalue()))
    seen = [row[0:2] for row in book["各地"].iter_rows(min_row=2, values_only=True)]
    assert seen == [("a11村", "人数太少，不公开"), ("a12村", "人数太少，不公开"), ("合计", 15)]
    assert any("注册志愿者人数 ÷ 人口数" in str(row[1]) for row in book["口径说明"].iter_rows(values_only=True))
    office = visit("county_office", city["a"])
    book = load_workbook(BytesIO(office.get(path).getvalue()))
    assert [row[1] for row in book["各地"].iter_rows(min_row=2, values_only=True)] == [12, 3, 15]
    taken = Taken.objects.get()
    assert (taken.key, taken.rows, taken.area_id) == ("areas", 2, city["a1"].pk), "a visitor’s is nobody’s"
    assert AuditEvent.objects.get(action="ListTaken").detail["mark"] == taken.public_id


def test_persons_are_exported_masked_and_audited_and_their_sum_is_the_pages_to_the_minute(
    city: City, visit: Visit
) -> None:
    """Rows in whole minutes, so that no rounding parts the sum from the page (O13, F33)."""
    client, path = visit("county_office", city["a"]), f"/city/{city['a'].public_id}/persons/"
    refused = client.post(path, {"file": "1"})
    assert "请写一句用途" in refused.content.decode(), "a list of persons is not taken without a reason"
    assert not Taken.objects.exists()
    response = client.post(path, {"file": "1", "reason": "核对年度名单"})
    book = load_workbook(BytesIO(response.getvalue()))
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert head[3:] == ("信用时长（分钟）", "全部时长（分钟）")
    assert len(rows) == 15
    assert all("*" in str(row[0]) for row in rows)
    cell = AreaYear.objects.get(area_id=city["a"].pk, year=clock.local_date(clock.now()).year)
    assert [sum(int(str(row[at])) for row in rows) for at in (3, 4)] == [cell.credit_minutes, cell.all_minutes]
    assert any("注册志愿者人数 ÷ 人口数" in str(row[1]) for row in book["口径说明"].iter_rows(values_only=True))
    taken = Taken.objects.get()
    assert (taken.key, taken.reason, taken.rows, taken.personal) == ("figure_persons", "核对年度名单", 15, True)
    assert taken.public_id in str(book.worksheets[0].oddFooter.left.text)
    assert taken.public_id in str(book.properties.subject)


def test_the_persons_behind_a_figure_are_searched_by_name_or_volunteer_number_and_by_no_other(
    city: City, visit: Visit
) -> None:
    """Names are masked there: a phone or a document number that found somebody would tell whose it is."""
    client, path = visit("county_office", city["a"]), f"/city/{city['a'].public_id}/persons/"
    who = Person.objects.filter(residence=city["a11"]).first()
    assert who is not None
    number = "V26651334580"
    who.registrations.update(volunteer_no=number)
    assert number in client.post(path, {"q": number}, follow=True).content.decode()
    Person.objects.filter(pk=who.pk).update(phone_hash=identity.phone_hash("19900000451"))
    assert "没有找到" in client.post(path, {"q": "19900000451"}, follow=True).content.decode()
    below = page(client, f"{path}?area={city['a1'].public_id}&which=any&sort=-credit")
    assert "有记录的" in below


def test_definitions_are_public(db: None, visit: Visit) -> None:
    assert "活跃度" in page(visit(), "/figures/")
    assert "share_hours v2" in page(visit(), "/figures/share_hours/")
    page(visit(), "/figures/nonsense/", 404)


def test_a_target_is_blank_until_set_and_then_stands_beside_the_value(city: City, visit: Visit) -> None:
    client = visit("county_office", city["a"])
    path = f"/desk/figures/targets/{city['a'].public_id}/?hours=20"
    text = page(client, path)
    assert "目标 " not in page(client, f"/city/{city['a'].public_id}/?hours=20").split("定目标")[1][:4000]
    assert "只算信用时长 — 现在 46.7%" in text
    assert "信用加荣誉 — 现在 66.7%" in text
    assert "高 20.0 个百分点" in text
    response = client.post(path, {"measure": "share_hours:credit", "value": "60%", "words": "创建工作要点"})
    assert response.status_code == 303
    assert "目标 60.0%，还差 13.3 个百分点" in page(client, f"/city/{city['a'].public_id}/?hours=20")
    client.post(path, {"measure": "share_hours:credit", "value": "", "words": "撤回"})
    assert "还差" not in page(client, f"/city/{city['a'].public_id}/?hours=20")
    assert Target.objects.count() == 2


@pytest.mark.parametrize(("value", "said"), [("150", "超出了范围"), ("abc", "请填数字"), ("-3", "超出了范围")])
def test_a_wrong_target_is_met_kindly(city: City, visit: Visit, value: str, said: str) -> None:
    client = visit("county_office", city["a"])
    path = f"/desk/figures/targets/{city['a'].public_id}/"
    response = client.post(path, {"measure": "share_any:all", "value": value, "words": "试"})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert f'value="{value}"' in response.content.decode()


def test_a_page_of_a_whole_city_takes_few_statements(
    city: City, visit: Visit, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client = visit()
    with django_assert_max_num_queries(24):  # type: ignore[attr-defined]
        page(client, f"/city/{city['city'].public_id}/")
