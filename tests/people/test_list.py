"""The one list of the offices, by the list of persons: search, filters, order, columns, pages, files, keys (O9)."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from baiying.accounts.access import Scope
from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.people import queries
from baiying.people.models import Person, Registration
from baiying.people.rights import Right
from baiying.people.views import desk
from baiying.ui import pages
from baiying.ui.listing import files
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

LIST = "/desk/people/"


@pytest.fixture
def office(area: Area) -> Client:
    return world.staff("county_office", area.county, "19900000304")


def _person(name: str, area: Area, **given: Any) -> Person:
    return builders.person(name, residence=area.village, service_area=area.village, **given)


def _names(page: str) -> list[str]:
    """The names in the order of the rows."""
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return [row.partition('">')[2].partition("</a>")[0] for row in body.split('<th scope="row">')[1:]]


def _get(client: Client, query: str = "") -> str:
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_name_with_one_wrong_sign_is_found_the_same_sound_before_others(office: Client, area: Area) -> None:
    for name in ("林晓雨", "林晓东", "李伟", "李娜", "林雨"):
        _person(name, area)
    page = _get(office, "q=林晓宇")
    assert _names(page) == ["林晓雨"]
    assert "没有叫“林晓宇”的人" in page
    assert set(_names(_get(office, "q=林晓西"))) == {"林晓雨", "林晓东"}
    # Two signs: only what sounds the same, or a whole family would be listed.
    assert _names(_get(office, "q=李玮")) == ["李伟"]
    assert _names(_get(office, "q=李明")) == []
    # Who is really called so hides all others.
    page = _get(office, "q=林雨")
    assert _names(page) == ["林雨"]
    assert "没有叫" not in page


def test_nobody_outside_the_area_is_found_by_likeness(office: Client, area: Area) -> None:
    builders.person("林晓雨", residence=area.other_village, service_area=area.other_village)
    assert _names(_get(office, "q=林晓宇")) == []


def test_each_state_lists_exactly_those_whose_page_says_it(area: Area) -> None:
    states = {}
    for n, (needs, agreed, verified, failed, ended) in enumerate(_EVERY_WAY):
        person = _person(f"某{n}", area, registered=False)
        at = clock.now()
        row = Registration.objects.create(
            person=person, volunteer_no=f"V{n}", registered_at=at, channel="web", needs_guardian=needs,
            guardian_ok_at=at if agreed else None, verified_at=at if verified else None,
            verified_by_id=1 if verified else None, failed_at=at if failed else None, ended_at=at if ended else None,
        )  # fmt: skip
        states[person.pk] = queries.state_of(row)
    assert len(set(states.values())) == 5
    for state in set(states.values()):
        found = queries.in_state(Person.objects.all(), state).values_list("pk", flat=True)
        assert set(found) == {pk for pk, its in states.items() if its == state}, state


_EVERY_WAY = [
    (needs, agreed, verified, failed, ended)
    for needs in (False, True)
    for agreed in (False, True)
    for verified in (False, True)
    for failed in (False, True)
    for ended in (False, True)
]


def test_minors_are_who_has_not_had_the_birthday(office: Client, area: Area) -> None:
    today = clock.local_date(clock.now())
    edge = date(today.year - 18, today.month, min(today.day, 28))
    _person("刚满", area, born=edge)
    _person("明天满", area, born=edge + timedelta(days=4))
    assert _names(_get(office, "age=adult")) == ["刚满"]
    assert len(_names(_get(office, "age=minor"))) == 1
    # Of a child only the surname stands there.
    assert "明天满" not in _get(office, "age=minor")


def test_an_area_below_ones_own_narrows_and_one_elsewhere_is_no_choice(office: Client, area: Area) -> None:
    _person("张三", area)
    assert _names(_get(office, f"area={area.township.public_id}")) == ["张三"]
    assert _names(_get(office, f"area={area.other_county.public_id}")) == ["张三"]  # As if not asked.
    assert area.other_county.name not in _get(office)


def test_every_order_is_paged_to_its_end_without_losing_or_repeating(
    office: Client, area: Area, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Same names and same days: the order has to end in something unique.
    everybody = [_person(("王", "李", "王")[n % 3] + "同名", area, born=date(1990, 1, 1 + n % 2)) for n in range(7)]
    usual = desk.people_list
    monkeypatch.setattr(desk, "people_list", lambda scope: replace(usual(scope), size=3))
    for query in ("", "sort=name", "sort=-name", "sort=age&col=age", "sort=-age&col=age"):
        seen: list[str] = []
        address = query
        for _ in range(4):
            page = _get(office, address)
            seen += [pid for pid in (p.public_id for p in everybody) if f"/desk/people/{pid}/" in page]
            following = page.partition('rel="next"')[0].rpartition('<a href="?')[2].partition('"')[0]
            if 'rel="next"' not in page:
                break
            address = following.replace("&amp;", "&")
        assert sorted(seen) == sorted(p.public_id for p in everybody), query


def test_a_head_sorts_turns_round_and_lets_go(office: Client, area: Area) -> None:
    for name in ("赵甲", "钱乙", "孙丙"):
        _person(name, area)
    up = _get(office, "sort=name")
    assert 'aria-sort="ascending"' in up
    down = _get(office, "sort=-name")
    assert 'aria-sort="descending"' in down
    assert _names(up) == _names(down)[::-1]
    # What cannot be sorted by, or is no column, is as if not asked.
    assert _names(_get(office, "sort=phone")) == _names(_get(office, "sort=password")) == _names(_get(office))


def test_columns_are_chosen_in_the_address_and_the_name_always_stays(office: Client, area: Area) -> None:
    _person("张三", area)
    page = _get(office, "col=age")
    head = page.partition("<thead>")[2].partition("</thead>")[0]
    assert "年龄" in head
    assert "证件号码" not in head
    assert _names(page) == ["张三"]
    # What is no column is as if nothing else were wanted.
    assert _names(_get(office, "col=nonsense")) == ["张三"]


def test_a_number_that_is_searched_for_stands_in_no_address_and_not_in_the_page(office: Client, area: Area) -> None:
    person = _person("张三", area, phone="19900000777")
    assert person.phone_hash
    led_on = office.post(LIST, {"q": "19900000777"})
    assert led_on.status_code == 303
    assert "19900000777" not in led_on["Location"]
    page = office.get(led_on["Location"]).content.decode()
    assert _names(page) == ["张三"]
    assert "19900000777" not in page
    _person("李四", area)
    taken = _take(office, led_on["Location"].partition("?")[2], reason="测试")
    book = load_workbook(io.BytesIO(b"".join(taken.streaming_content)))
    assert [row[0] for row in list(book.worksheets[0].values)[1:]] == ["张三"], "the file has what was seen"
    assert "19900000777" not in str([list(sheet.values) for sheet in book.worksheets[1:]])
    assert "19900000777" not in str(AuditEvent.objects.get(action="ListTaken").detail)
    words = office.post(f"{LIST}?age=adult", {"q": "张"})
    assert words.status_code == 303
    assert "age=adult" in words["Location"]


def _take(client: Client, query: str = "", **sent: str) -> Any:
    return client.post(f"{LIST}?{query}", {"file": "1", **sent})


@pytest.mark.law("PIPL-19")
def test_a_file_has_what_is_seen_who_took_it_and_why_and_is_written_down_first(office: Client, area: Area) -> None:
    for name in ("张三", "李四", "张五"):
        _person(name, area)
    answer = _take(office, "q=张&sort=name", reason="核对社区名册")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = list(book.worksheets[0].values)
    assert [row[0] for row in rows[1:]] == _names(_get(office, "q=张&sort=name"))
    assert [str(title) for title in rows[0]][:2] == ["姓名", "志愿者编号"]
    said = {row[0]: row[1] for row in book.worksheets[1].values}
    event = AuditEvent.objects.get(action="ListTaken")
    assert event.detail["reason"] == said["用途"] == "核对社区名册"
    assert event.detail["rows"] == 2
    assert event.detail["mark"] == said["编号"]
    assert "张" in said["条件"]
    assert "请删除" in said["保存到"]
    assert event.area_id == area.county.pk


def test_a_file_of_persons_needs_a_reason_and_keeps_what_was_chosen(office: Client, area: Area) -> None:
    _person("张三", area)
    answer = _take(office, "age=adult", reason=" ")
    page = answer.content.decode()
    assert "请写一句用途" in page
    assert 'value="adult" selected' in page
    assert not AuditEvent.objects.filter(action="ListTaken").exists()


def test_no_cell_is_run_by_a_spreadsheet_program(office: Client, area: Area, monkeypatch: pytest.MonkeyPatch) -> None:
    person = _person("张三", area)
    Person.objects.filter(pk=person.pk).update(name="=HYPERLINK(1)")
    book = load_workbook(io.BytesIO(b"".join(_take(office, reason="测试").streaming_content)))
    assert book.worksheets[0]["A2"].value == "'=HYPERLINK(1)"
    monkeypatch.setattr(files, "MOST_IN_WORKBOOK", 0)
    text = b"".join(_take(office, reason="测试").streaming_content).decode()
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[1][0] == "'=HYPERLINK(1)"
    assert ["#", "用途", "测试"] in rows


def test_a_file_holds_nobody_from_elsewhere(office: Client, area: Area) -> None:
    builders.person("外人", residence=area.other_village, service_area=area.other_village)
    _person("张三", area)
    query = f"area={area.other_county.public_id}"
    book = load_workbook(io.BytesIO(b"".join(_take(office, query, reason="测试").streaming_content)))
    assert [row[0] for row in list(book.worksheets[0].values)[1:]] == ["张三"]


@pytest.mark.parametrize("query", ["older=x", "sort=-", "since_from=2026-13-40", "age=%F0%9F", "col=", "older=~~"])
def test_an_address_that_was_tampered_with_is_the_list(office: Client, area: Area, query: str) -> None:
    _person("张三", area)
    for path in (LIST, "/desk/people/checks/"):
        assert office.get(f"{path}?{query}").status_code == 200


def test_days_count_both_ends_in_china(office: Client, area: Area) -> None:
    world.register(Client(), area, phone="19900000399", name="新来")
    day = date(2026, 3, 5)
    for hour, expected in ((0, True), (23, True), (-1, False), (24, False)):
        at = clock.midnight(day) + timedelta(hours=hour)
        Registration.objects.update(registered_at=at)
        page = office.get(f"/desk/people/checks/?since_from={day}&since_to={day}").content.decode()
        assert ("新来" in page) is expected, hour


def test_stretches_in_another_order_find_their_place(area: Area) -> None:
    for n in range(5):
        _person(f"某{n}", area)
    rows = queries.persons(Scope(None, Right.SEE_PEOPLE)).order_by("name_key", "id")
    first = pages.stretch(rows, _query(""), 2)
    second = pages.stretch(rows, _query(f"older={first.older}"), 2)
    assert [p.pk for p in (*first, *second)] == [p.pk for p in rows[:4]]


def _query(text: str) -> QueryDict:
    return QueryDict(text)


@pytest.mark.parametrize("order", ["name_key", "-name_key", "birth_date", "-birth_date"])
@pytest.mark.parametrize("whole", [True, False])
def test_each_order_of_much_to_list_is_read_from_its_index(area: Area, order: str, whole: bool) -> None:
    """A page further on, of 5,000 people in half the city: no sorting of all, no reading from end to end."""
    first = _person("阿", area)
    columns = [
        f.column for f in Person._meta.concrete_fields
        if f.column not in {"id", "public_id", "name", "name_key", "birth_date", "account_id", "id_no_hash"}
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO people_person ({', '.join(columns)}, public_id, name, birth_date)"
            f" SELECT {', '.join(columns)}, substr(md5(n::text), 1, 12), '人' || md5(n::text), '1960-01-01'::date + n"
            " FROM people_person, generate_series(1, 5000) n WHERE id = %s",
            [first.pk],
        )
        cursor.execute("ANALYZE people_person")
        rows = queries.persons(Scope(None if whole else area.county.pk, Right.SEE_PEOPLE))
        way = "-" if order.startswith("-") else ""
        name = order.removeprefix("-")
        rows = rows.order_by(order, f"{way}id")
        middle = rows[2500]
        place = QueryDict(mutable=True)
        place["older"] = f"{getattr(middle, name)}~{middle.pk}"
        with CaptureQueriesContext(connection) as made:
            assert len(pages.stretch(rows, place, 50)) == 50
        sql = next(
            one["sql"] for one in made.captured_queries if "people_person" in one["sql"] and "LIMIT" in one["sql"]
        )
        cursor.execute(f"EXPLAIN {sql}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "Seq Scan on people_person" not in plan, plan
    assert {"name_key": "people_by_name", "birth_date": "people_by_birth"}[name] in plan, plan


def test_a_list_reads_no_sealed_column_and_asks_nothing_for_each_row(office: Client, area: Area) -> None:
    for n in range(4):
        _person(f"林{n}", area)
    with CaptureQueriesContext(connection) as few:
        _get(office)
    asked = [one["sql"] for one in few.captured_queries if 'FROM "people_person"' in one["sql"]]
    assert asked
    assert not [sql for sql in asked if "id_no_sealed" in sql or "data_key_sealed" in sql]
    _person("林五", area)
    with CaptureQueriesContext(connection) as more:
        _get(office)
    assert len(more.captured_queries) <= len(few.captured_queries)
