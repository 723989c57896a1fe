"""Exports: who, when, why, a mark, an end, a count; all of an office on one page, and of no other."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from openpyxl import load_workbook

from baiying.accounts.models import Account, Appointment
from baiying.demo import builders
from baiying.kit import clock, jobs, taking
from baiying.kit.models import AuditEvent, Taken
from tests.activities.makers import log_in
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db

LIST, PEOPLE = "/desk/exports/", "/desk/people/"


@pytest.fixture
def area() -> Area:
    found = world.make_area()
    builders.person("张三", residence=found.village, service_area=found.village)
    return found


@pytest.fixture
def office(area: Area) -> Client:
    return world.staff("county_office", area.county, "19900000304")


def _take(client: Client, query: str = "", **sent: str) -> bytes:
    answer = client.post(f"{PEOPLE}?{query}", {"file": "1", **sent})
    assert answer.status_code == 200, answer.status_code
    return b"".join(answer.streaming_content)


def _text(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def test_an_export_stands_on_one_page_with_who_why_how_many_and_until_when(office: Client) -> None:
    book = load_workbook(io.BytesIO(_take(office, "age=adult", reason="核对社区名册")))
    row = Taken.objects.get()
    # The mark is in the name, on a sheet of its own, at the foot of each page and in the properties.
    assert row.public_id in [cell for _item, cell in book["导出说明"].values]
    assert row.public_id in str(book.worksheets[0].oddFooter.left.text)
    assert row.public_id in str(book.properties.subject)
    assert "核对社区名册" in str(book.properties.description)
    text = _text(office, LIST)
    assert "志愿者名单" in text
    assert "核对社区名册" in text
    assert row.until == clock.local_date(clock.now()) + timedelta(days=taking.KEEP_DAYS)
    # Whoever finds a print finds its line by the mark at its foot.
    assert "志愿者名单" in _text(office, f"{LIST}?q={row.public_id}")
    assert "没有找到" in _text(office, f"{LIST}?q=nosuchmark12")


def test_it_is_fetched_again_with_the_same_conditions_and_mark_and_each_time_is_counted(office: Client) -> None:
    _take(office, "age=adult", reason="核对社区名册")
    row = Taken.objects.get()
    page = _text(office, f"{LIST}{row.public_id}/")
    assert f'action="{row.path}?{row.query}"' in page
    assert row.query == "age=adult"
    again = load_workbook(io.BytesIO(_take(office, row.query, again=row.public_id)))
    assert row.public_id in [cell for _item, cell in again["导出说明"].values]
    assert Taken.objects.get().opened == 2, "no second line, but a second time"
    assert [one.detail["opened"] for one in AuditEvent.objects.filter(action="ListTaken").order_by("id")] == [1, 2]
    assert "再取一次" in _text(office, f"{LIST}{row.public_id}/")


def test_after_its_end_it_is_gone(office: Client) -> None:
    _take(office, reason="核对社区名册")
    row = Taken.objects.get()
    Taken.objects.update(until=clock.local_date(clock.now()) - timedelta(days=1))
    refused = office.post(f"{PEOPLE}?{row.query}", {"file": "1", "again": row.public_id})
    assert refused.status_code == 409
    assert "不能再取" in refused.content.decode()
    assert Taken.objects.get().opened == 1
    jobs.clear_taken()
    assert Taken.objects.get().path == ""
    text = _text(office, f"{LIST}{row.public_id}/")
    assert "已到期" in text
    assert 'name="again"' not in text


def test_a_mark_opens_nothing_for_another_hand_and_no_other_rows(office: Client, area: Area) -> None:
    _take(office, "age=adult", reason="核对社区名册")
    row = Taken.objects.get()
    colleague = world.staff("county_office", area.county, "19900000305")
    for client, query in ((colleague, row.query), (office, "age=minor"), (office, "")):
        answer = client.post(f"{PEOPLE}?{query}", {"file": "1", "again": row.public_id})
        assert answer.status_code == 409, "a reason given for one list is no reason for another"
    # A colleague of the office sees the line, but cannot fetch it.
    text = _text(colleague, f"{LIST}{row.public_id}/")
    assert "核对社区名册" in text
    assert 'name="again"' not in text


def test_other_offices_see_nothing_the_auditor_everything(office: Client, area: Area) -> None:
    _take(office, reason="核对社区名册")
    row = Taken.objects.get()
    for role, where, phone in (("city_office", area.city, "19900000306"), ("place_staff", area.village, "19900000307")):
        other = world.staff(role, where, phone)
        assert "还没有导出过" in _text(other, LIST)
        _text(other, f"{LIST}{row.public_id}/", 404)
    auditor = world.staff("auditor", None, "19900000308")
    assert "核对社区名册" in _text(auditor, LIST)
    assert "志愿者名单" in _text(auditor, f"{LIST}{row.public_id}/")


def test_tables_of_places_and_figures_stand_there_too(office: Client, area: Area) -> None:
    city = world.staff("city_office", area.city, "19900000309")
    assert city.post("/desk/places/populations/", {"file": "1"}).status_code == 200
    assert city.get(f"/city/{area.city.public_id}/areas.xlsx").status_code == 200
    assert {one.key for one in Taken.objects.all()} == {"populations", "areas"}
    assert [one.key for one in Taken.objects.filter(by_post=False)] == ["areas"], "a list is asked by its own button"
    areas = Taken.objects.get(key="areas")
    page = _text(city, f"{LIST}{areas.public_id}/")
    assert 'method="get"' in page
    assert city.get(f"{areas.path}?{areas.query}&again={areas.public_id}").status_code == 200
    areas.refresh_from_db()
    assert areas.opened == 2


def test_a_mark_opens_no_other_area_and_no_other_search(area: Area, office: Client) -> None:
    _take(office, reason="核对社区名册")
    whole = Taken.objects.get()
    account = Account.objects.get(pk=whole.account_id)
    Appointment.objects.filter(account=account).update(ends_at=clock.now())
    builders.appointment(account, "county_office", area.other_county, starts_at=clock.now() - timedelta(days=1))
    moved = log_in(account)
    assert moved.post(PEOPLE, {"file": "1", "again": whole.public_id}).status_code == 409
    assert Taken.objects.get().opened == 1


def test_a_file_of_one_number_is_not_the_file_of_all_nor_of_another(area: Area, office: Client) -> None:
    builders.person("李四", residence=area.village, phone="19900000905")
    builders.person("王五", residence=area.village, phone="19900000906")
    assert office.post(PEOPLE, {"file": "1", "q": "19900000905", "reason": "只查这一个人"}).status_code == 200
    mark = Taken.objects.get().public_id
    for other in ({}, {"q": "19900000906"}):
        assert office.post(PEOPLE, {"file": "1", "again": mark, **other}).status_code == 409
    assert "19900000905" not in Taken.objects.get().query
    assert office.post(PEOPLE, {"file": "1", "again": mark, "q": "19900000905"}).status_code == 200
