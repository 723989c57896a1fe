"""R009: a list with children in it leaves the house by leave of another, or without them."""

import io
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from openpyxl import load_workbook

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.models import AuditEvent, Taken
from baiying.kit.values.actor import Actor
from baiying.people import actions, queries
from baiying.people.models import FileLeave
from tests.people import world
from tests.people.world import Area

pytestmark = pytest.mark.django_db
LIST = "/desk/people/"
WHY = {"file": "1", "reason": "为暑期活动买保险"}


class Case:
    def __init__(self, area: Area) -> None:
        self.area = area
        self.asks = world.staff("county_office", area.county, "13300000271", "孙干事")
        self.gives = world.staff("county_office", area.county, "13300000272", "钱主任")
        for name, years in (("孙大人", 40), ("李小孩", 15), ("周小孩", 17)):
            born = world.born_years_ago(years)
            builders.person(name, residence=area.village, service_area=area.village, born=born)

    def press(self, by: Client | None = None, query: str = "", **more: str) -> object:
        return (by or self.asks).post(f"{LIST}?{query}", WHY | more)

    def names(self, answer: object) -> list[str]:
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        sheet = load_workbook(io.BytesIO(content), read_only=True).worksheets[0]
        return [str(row[0]) for row in list(sheet.iter_rows(values_only=True))[1:]]

    def asked(self, query: str = "") -> FileLeave:
        answer = self.press(query=query)
        row = FileLeave.objects.latest("id")
        assert (answer.status_code, answer.url) == (303, page_of(row))  # type: ignore[attr-defined]
        return row

    def given(self, query: str = "") -> FileLeave:
        row = self.asked(query)
        assert self.gives.post(f"{page_of(row)}approval/").status_code == 303
        row.refresh_from_db()
        return row


def page_of(row: FileLeave) -> str:
    return f"/desk/people/file-leaves/{row.public_id}/"


@pytest.fixture
def case(area: Area) -> Case:
    return Case(area)


@pytest.mark.law("MIN-36")
def test_r009_no_file_with_children_before_another_gave_leave(case: Case) -> None:
    row = case.asked()
    assert (row.rows, row.children, row.words, row.area) == (3, 2, "为暑期活动买保险", case.area.county)
    assert not Taken.objects.exists()
    own = case.asks.get(page_of(row)).content.decode()
    assert "要由另一位有权的人批准" in own
    assert "其中 2 人未满 18 岁" in own
    assert case.asks.post(f"{page_of(row)}approval/").status_code == 409
    assert case.asked() == row, "pressed again it is the same wish"
    assert "等您批准的导出" in case.gives.get("/desk/").content.decode()
    assert "批准导出" in case.gives.get(page_of(row)).content.decode()
    assert case.gives.post(f"{page_of(row)}approval/").status_code == 303
    assert "批准了、可以取的名单" in case.asks.get("/desk/").content.decode()
    assert "取文件" in case.asks.get(page_of(row)).content.decode()
    assert sorted(case.names(case.press())) == ["周**（17 岁）", "孙大人", "李**（15 岁）"]
    said = [event.action for event in AuditEvent.objects.filter(subject_type="file_leave").order_by("id")]
    assert said == ["FileLeaveAsked", "FileLeaveGiven"]


def test_whoever_needs_no_children_takes_it_at_once(case: Case) -> None:
    row = case.asked()
    assert "不含未成年人" in case.asks.get(page_of(row)).content.decode()
    assert case.names(case.press(without_children="1")) == ["孙大人"]
    taken = Taken.objects.get()
    assert (taken.rows, taken.narrowed) == (1, ["不含未满 18 岁的"])


def test_a_list_without_children_waits_for_nobody(case: Case) -> None:
    assert case.names(case.press(query="q=孙大人")) == ["孙大人"]
    assert not FileLeave.objects.exists()


def test_an_area_may_let_masked_lists_go_without(case: Case) -> None:
    world.rule_set("minor_access", case.area.county, files_by_leave=False)
    assert len(case.names(case.press())) == 3
    assert not FileLeave.objects.exists()


def test_the_leave_is_for_that_list_that_office_and_those_hours(case: Case) -> None:
    row = case.given(query="q=李小孩")
    assert case.names(case.press(query="q=李小孩")) == ["李**（15 岁）"]
    other = case.asked(query="q=周小孩")
    assert other != row
    assert case.asked() not in {row, other}
    assert case.press(by=case.gives, query="q=李小孩").status_code == 303  # type: ignore[attr-defined]
    FileLeave.objects.filter(pk=row.pk).update(until=clock.now())
    again = case.asked(query="q=李小孩")
    assert again != row, "its hours are over"


def test_said_no_with_a_reason_and_taken_back(case: Case) -> None:
    row = case.asked()
    assert case.gives.post(f"{page_of(row)}refusal/", {"why": ""}).status_code == 422
    assert case.gives.post(f"{page_of(row)}refusal/", {"why": "保险只要人数"}).status_code == 303
    assert "保险只要人数" in case.asks.get(page_of(row)).content.decode()
    assert case.gives.post(f"{page_of(row)}approval/").status_code == 409
    other = case.asked()
    assert other != row
    assert case.asks.post(f"{page_of(other)}end/").status_code == 303
    assert case.gives.post(f"{page_of(other)}approval/").status_code == 409


def test_when_the_file_would_be_over_the_way_back_is_empty_and_a_wish_ends(case: Case) -> None:
    waits, given = case.asked(query="q=周小孩"), case.given(query="q=李小孩")
    assert actions.clear_file_leaves(at=clock.now() + timedelta(days=29)) == 0
    assert actions.clear_file_leaves(at=clock.now() + timedelta(days=31)) == 2
    assert actions.clear_file_leaves(at=clock.now() + timedelta(days=31)) == 0
    for row in (waits, given):
        row.refresh_from_db()
        assert (row.path, row.query) == ("", "")
        assert case.asks.get(page_of(row)).status_code == 200
    assert waits.ended_at is not None
    assert case.gives.post(f"{page_of(waits)}approval/").status_code == 409


def test_fetched_again_it_says_what_it_was_for(case: Case) -> None:
    case.given()
    case.names(case.press())
    FileLeave.objects.update(until=clock.now())
    again = {"file": "1", "again": Taken.objects.get().public_id}
    assert case.asks.post(LIST, again).status_code == 303
    assert FileLeave.objects.latest("id").words == "为暑期活动买保险"


def test_nobody_else_reads_or_ends_it(case: Case) -> None:
    row = case.asked()
    colleague = world.staff("place_staff", case.area.village, "13300000273", "赵站长")
    for page in (page_of(row), f"{page_of(row)}end/", f"{page_of(row)}approval/"):
        assert colleague.post(page).status_code in {403, 404, 405}
    assert colleague.get(page_of(row)).status_code == 404
    assert case.gives.post(f"{page_of(row)}end/").status_code == 404
    with pytest.raises(IntegrityError), transaction.atomic():
        FileLeave.objects.filter(pk=row.pk).update(decided_at=clock.now(), decided_by_id=row.asked_by_id)


def test_the_same_human_by_another_account_gives_none(case: Case) -> None:
    row = case.asked()
    twin = builders.account("13300000271", name="孙干事二")
    with pytest.raises(actions.SecondManager):
        actions.give_file_leave(leave_id=row.pk, actor=Actor(account_id=twin.pk), at=clock.now())


@pytest.mark.parametrize(("days", "child"), [(-1, True), (0, False), (1, False)])
def test_of_age_on_the_birthday_itself(area: Area, days: int, child: bool) -> None:
    today = clock.local_date(clock.now())
    born = date(today.year - 18, today.month, min(today.day, 28)) - timedelta(days=days)
    person = builders.person("程一一", residence=area.village, service_area=area.village, born=born)
    at = clock.midnight(date(today.year, today.month, min(today.day, 28)))
    assert (queries.children_among([person.pk], at) == [person.pk]) is child
