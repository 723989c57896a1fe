"""The office's lists of activities: under each tab by words, days, area and how they ended, and as a file."""

import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from baiying.activities.models import Activity, Shift
from baiying.kit import clock
from tests.activities.makers import Town, log_in, office

pytestmark = pytest.mark.django_db

LIST = "/desk/activities/"
TITLES = ("明天扫雪", "下月义诊", "上月清河", "取消的课", "在写的")


@pytest.fixture
def town() -> Town:
    made = Town()
    today = clock.local_date(clock.now())

    def one(title: str, days: int, state: str = "published") -> None:
        day: date = today + timedelta(days=days)
        ended = (
            {"ended_at": clock.now() - timedelta(days=40), "end_reason": "下雨", "ended_by_id": made.admin.pk}
            if state == "cancelled"
            else {}
        )
        made.shift(made.activity(title, state, starts_on=day, ends_on=day, **ended), days=days)

    for title, days, state in zip(
        TITLES, (1, 31, -31, -32, 5), ("published", "published", "published", "cancelled", "draft"), strict=True
    ):
        one(title, days, state)
    return made


@pytest.fixture
def county(town: Town) -> Client:
    return log_in(office("county_office", town.county))


def _titles(client: Client, query: str) -> list[str]:
    body = client.get(f"{LIST}?{query}").content.decode().partition("<tbody>")[2].partition("</tbody>")[0]
    return sorted((title for title in TITLES if title in body), key=body.index)


def test_each_tab_lists_its_own_in_its_order(county: Client) -> None:
    assert _titles(county, "") == ["明天扫雪", "下月义诊"]
    assert _titles(county, "tab=past") == ["上月清河", "取消的课"]


def test_words_days_and_states_narrow_and_keep_the_tab(county: Client) -> None:
    today = clock.local_date(clock.now())
    assert _titles(county, "q=义诊") == ["下月义诊"]
    assert _titles(county, f"day_to={today + timedelta(days=1)}") == ["明天扫雪"]
    assert _titles(county, f"day_from={today + timedelta(days=2)}") == ["下月义诊"]
    assert _titles(county, "tab=past&state=over") == ["上月清河"]
    assert _titles(county, "tab=past&state=called_off") == ["取消的课"]
    page = county.get(f"{LIST}?tab=past&state=over").content.decode()
    assert '<input type="hidden" name="tab" value="past">' in page
    assert 'href="?tab=past"' in page  # "All" stays under the tab.


def test_an_office_looks_into_an_area_below_its_own(county: Client, town: Town) -> None:
    assert _titles(county, f"area={town.township.public_id}") == ["明天扫雪", "下月义诊"]
    elsewhere = log_in(office("county_office", town.other_county))
    assert _titles(elsewhere, "") == []


def test_the_file_has_what_is_seen_without_asking_why(county: Client) -> None:
    answer = county.post(f"{LIST}?tab=past&sort=days", {"file": "1"})
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets[0].values)
    assert [row[0] for row in rows[1:]] == ["取消的课", "上月清河"]


def test_the_file_has_numbers_and_days_and_says_which_part_it_is(county: Client) -> None:
    answer = county.post(f"{LIST}?tab=past", {"file": "1"})
    sheets = load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets
    head, *rows = sheets[0].values
    assert head[2:] == (
        "开始",
        "结束",
        "已录用",
        "名额",
        "候补",
        "到场人次",
        "信用时长（分钟）",
        "全部时长（分钟）",
        "状态",
    )
    for row in rows:
        assert all(re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(day)) for day in row[2:4])
        assert all(one is None or isinstance(one, int | float) for one in row[4:10])
    said = {str(name): str(words) for name, words, *_rest in sheets[-1].values}
    assert said["条件"] == "以前的"


def test_a_day_that_nobody_can_read_is_said_and_others_are_read_as_people_write_them(
    county: Client, town: Town
) -> None:
    assert "没有看懂“2026-13-40”" in county.get(f"{LIST}?day_from=2026-13-40").content.decode()
    day = clock.local_date(clock.now()) + timedelta(days=2)
    assert _titles(county, f"day_from={day.year}年{day.month}月{day.day}日") == ["下月义诊"]


def test_a_leader_has_no_filter_by_area(town: Town) -> None:
    page = log_in(town.leader).get(LIST).content.decode()
    assert 'name="area"' not in page
    assert "明天扫雪" in page


def test_o2_p5_what_is_over_says_so_and_a_running_series_says_what_else_there_was(county: Client, town: Town) -> None:
    past = county.get(f"{LIST}?tab=past").content.decode()
    line = past.partition("上月清河")[2].partition("</tr>")[0]
    assert "已结束" in line
    assert "已发布" not in line
    series = Activity.objects.get(title="明天扫雪")
    served = town.shift(series, days=-3, places=5)
    Shift.objects.filter(pk=served.pk).update(taken=4)
    Shift.objects.filter(activity=series).exclude(pk=served.pk).update(places=8, taken=3)
    coming = county.get(LIST).content.decode()
    assert "3 / 8（连同以前的 7 / 13）" in coming.partition("明天扫雪")[2].partition("</tr>")[0]
    assert "连同以前的" not in coming.partition("下月义诊")[2].partition("</tr>")[0], "nothing of it is over"
