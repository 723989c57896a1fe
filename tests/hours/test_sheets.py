"""Paper sheets as long as the sheet, each line found by what people write, pasted as a block; nothing is lost (O15)."""

import re
from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.hours.models import Attendance
from baiying.hours.rules import sheet
from baiying.kit import clock
from baiying.kit.values import times
from baiying.people.models import Person
from tests.hours.conftest import Morning, morning_at

ClientAs = Callable[[str], Client]


@pytest.fixture
def over(cast: dict[str, the_cast.Member]) -> Morning:
    return morning_at(cast, clock.now() - timedelta(hours=5))


def of_team(over: Morning, name: str, phone: str | None = None) -> Person:
    person = builders.person(name, residence=over.shift.activity.area, phone=phone)
    builders.membership(over.shift.activity.team, person)
    return person


def path_of(over: Morning) -> str:
    return f"/shifts/{over.shift.public_id}/paper/"


def pressed_twice(client: Client, over: Morning, sent: dict[str, str]) -> Any:
    """Who did not sign up is asked about once; the second press says that it was read."""
    asked = client.post(path_of(over), sent)
    page = asked.content.decode()
    assert (asked.status_code, "没有报名这一班。来了这一班的" in page) == (422, True)
    [mark] = re.findall(r'name="asked" value="(\w+)"', page)
    return client.post(path_of(over), sent | {"asked": mark})


@pytest.mark.django_db
def test_the_page_has_nineteen_lines_and_more_without_scripts_and_keeps_what_was_typed(
    over: Morning, client_as: ClientAs
) -> None:
    client = client_as("leader")
    assert client.get(path_of(over)).content.decode().count('name="no_extra') == 19
    more = client.post(path_of(over), {"more": "1", "words": "第 1 页", "no_extra3": "王芳", "in_extra3": "09:10"})
    page = more.content.decode()
    assert more.status_code == 200
    assert page.count('name="no_extra') == 29
    assert 'value="王芳"' in page
    assert 'value="09:10"' in page
    assert 'value="第 1 页"' in page
    again = client.post(path_of(over), {"more": "1", "rows_shown": "29"}).content.decode()
    assert again.count('name="no_extra') == 39


@pytest.mark.django_db
def test_a_line_is_found_by_name_last_four_digits_or_number_and_several_are_chosen_from(
    over: Morning, client_as: ClientAs
) -> None:
    first, second = of_team(over, "王芳", "13900001234"), of_team(over, "王芳", "13900005678")
    third = of_team(over, "李国强", "13900009876")
    stranger = builders.person("路人甲", residence=over.shift.activity.area)
    client = client_as("leader")
    sent = {"words": "第 1 页"}
    for n, who in enumerate(["王芳", "王芳 5678", "9876", "路人甲"]):
        sent |= {f"no_extra{n}": who, f"whole_extra{n}": "on"}
    asked = client.post(path_of(over), sent)
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "有 2 个人对得上" in page
    assert "没有这个姓名或电话后四位" in page, "a leader does not search the city"
    options = re.findall(r'<option value="([^"]+)"', page)
    assert set(options) == {first.public_id, second.public_id}
    assert not Attendance.objects.exists()
    number = builders.registration_of(stranger).volunteer_no
    pressed_twice(client, over, sent | {"pick_extra0": first.public_id, "no_extra3": number})
    came = set(Attendance.objects.values_list("person_id", flat=True))
    assert came == {first.pk, second.pk, third.pk, stranger.pk}


@pytest.mark.django_db
def test_a_pasted_block_is_put_into_the_sheet_and_reported_before_anything_is_recorded(
    over: Morning, client_as: ClientAs
) -> None:
    person = of_team(over, "李国强")
    starts, ends = (f"{clock.local(over.at(n)):%H:%M}" for n in (10, 100))
    block = f"序号\t姓名\t到达\t离开\n1\t林晓雨\t{starts}\t{ends}\n2\t李国强\n3\t没有此人\t{starts}\t{ends}\n"
    client = client_as("leader")
    shown = client.post(path_of(over), {"paste": "1", "words": "第 1 页", "pasted": block.replace("序号\t", "")})
    page = shown.content.decode()
    assert shown.status_code == 200
    for said in ("认出是 林晓雨", "认出是 李国强", "没有此人：没有找到"):
        assert said in page
    assert not Attendance.objects.exists()
    fields = dict(re.findall(r'name="([a-z_]+[^"]*)"[^>]*value="([^"]*)"', page))
    signup = over.shift.signups.get(person__name="林晓雨").public_id
    assert fields[f"in_{signup}"] == starts
    sent = {
        "words": "第 1 页",
        f"in_{signup}": starts,
        f"out_{signup}": ends,
        "no_extra0": "李国强",
        "whole_extra0": "on",
    }
    assert pressed_twice(client, over, sent).status_code == 303
    assert set(Attendance.objects.values_list("person_id", flat=True)) == {
        person.pk, over.cast["volunteer"].person.pk,  # type: ignore[union-attr]
    }  # fmt: skip


@pytest.mark.django_db
def test_what_is_pasted_and_not_put_into_the_sheet_is_not_lost(over: Morning, client_as: ClientAs) -> None:
    signup = over.shift.signups.get(person__name="林晓雨").public_id
    sent = {"words": "第 1 页", f"whole_{signup}": "on", "pasted": "李国强\t09:00\t10:00"}
    answer = client_as("leader").post(path_of(over), sent)
    assert answer.status_code == 422
    assert "李国强\t09:00" in answer.content.decode()
    assert not Attendance.objects.exists()


@pytest.mark.parametrize(
    ("typed", "name", "four", "number"),
    [
        ("王芳", "王芳", "", ""), (" 王 芳 ", "王芳", "", ""), ("王芳1234", "王芳", "1234", ""),
        ("王芳 13900001234", "王芳", "1234", ""), ("１２３４", "", "1234", ""),
        ("v26651334580", "", "", "V26651334580"),
        ("王芳 V26651334580", "", "", "V26651334580"), ("王芳（1234）", "王芳1234", "", ""),
    ],
)  # fmt: skip
def test_what_is_written_of_a_person_is_read(typed: str, name: str, four: str, number: str) -> None:
    read = sheet.read_who(typed)
    if "（" in typed:
        assert read.name.startswith("王芳")
        return
    assert (read.name, read.last_four, read.number) == (name, four, number)


def test_a_block_is_read_with_heads_numbers_and_times() -> None:
    block = "姓名\t到达\t离开\n1\t王芳\t9:05\t11点30\n\n李强\t13900001234\t0905\t1130\n赵六\t5678"
    lines = sheet.read_block(block)
    assert [(one.at, one.who, one.came, one.left) for one in lines] == [
        (2, "王芳", "9:05", "11点30"), (4, "李强 13900001234", "0905", "1130"), (5, "赵六 5678", "", ""),
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_misspelt_name_is_asked_about_and_never_taken_by_itself(over: Morning, client_as: ClientAs) -> None:
    one = of_team(over, "李国强", "13900009876")
    client = client_as("leader")
    typed = {"words": "第 1 页", "no_extra0": "李国墙", "whole_extra0": "on"}
    page = client.post(path_of(over), typed).content.decode()
    assert "是不是 李国强" in page
    assert not Attendance.objects.exists()
    pasted = client.post(path_of(over), {"paste": "1", "pasted": "李国墙\t09:00\t10:00"}).content.decode()
    assert "是不是 李国强" in pasted
    assert pressed_twice(client, over, {**typed, "pick_extra0": one.public_id}).status_code == 303
    assert Attendance.objects.get().person_id == one.pk


def test_near_names_are_those_that_sound_the_same_and_of_two_signs_no_others() -> None:
    known = ["林晓雨", "林晓云", "李芳", "李强", "林晓"]
    assert sheet.nearest("林晓羽", known) == {"林晓雨"}
    assert sheet.nearest("林晓风", known) == {"林晓雨", "林晓云"}
    assert sheet.nearest("李墙", known) == {"李强"}
    assert sheet.nearest("李明", known) == set()


@pytest.mark.parametrize(
    ("written", "who", "came", "left"),
    [
        ("高云丽 10点 11点", "高云丽", "10点", "11点"),
        ("王晓彤 上午10:10 上午 10:40", "王晓彤", "上午10:10", "上午 10:40"),
        ("杨俊琴 10:00-11:00", "杨俊琴", "10:00", "11:00"),
        ("杨俊琴\t10:00至11:00", "杨俊琴", "10:00", "11:00"),
        ("王芳，９：００，１１：００", "王芳", "９：００", "１１：００"),
        ("王 芳 1234 0900 1100", "王 芳 1234", "0900", "1100"),
        ("王芳 14-16点", "王芳", "14点", "16点"),
        ("王芳10:00~11:00", "王芳", "10:00", "11:00"),
        # Columns keep their places; one time is one time.
        ("李雪梅\t\t19:00", "李雪梅", "", "19:00"),
        ("李雪梅\t19:00", "李雪梅", "19:00", ""),
        ("李雪梅\t十点来钟\t11:00", "李雪梅", "十点来钟", "11:00"),
        # What cannot be read stays as it was written.
        ("王芳 十点来钟走的", "王芳", "十点来钟走的", ""),
        ("王芳\t没来", "王芳", "没来", ""),
        ("王芳 3小时", "王芳", "3小时", ""),
        ("王芳\t8:00\t12:00\t14:00\t18:00", "王芳", "8:00 12:00 14:00 18:00", ""),
        ("王芳 9-11", "王芳", "9-11", ""),
        ("王芳\t清洁队\t9:00\t11:00", "王芳", "9:00", "11:00"),
        ("王芳\t全程", "王芳", "", ""),
    ],
)
def test_times_are_read_as_people_write_them_and_nothing_written_is_dropped(
    written: str, who: str, came: str, left: str
) -> None:
    (line,) = sheet.read_block(written)
    assert (line.who, line.came, line.left) == (who, came, left)


@pytest.mark.django_db
def test_whoever_has_something_written_is_never_there_the_whole_time(over: Morning, client_as: ClientAs) -> None:
    for name in ("高云丽", "王晓彤", "杨俊琴", "李雪梅", "赵敏"):
        of_team(over, name)
    block = "高云丽 10点 11点\n王晓彤 上午10:10 上午10:40\n杨俊琴 十点来钟\n李雪梅\t\t19:00\n赵敏"
    client = client_as("leader")
    page = client.post(path_of(over), {"paste": "1", "words": "第 1 页", "pasted": block}).content.decode()
    typed = dict(re.findall(r'name="((?:no|in|out)_extra\d)"[^>]*?value="([^"]*)"', page))
    whole = re.findall(r'name="(whole_extra\d)"[^>]* checked', page)
    assert whole == ["whole_extra4"], "only who has no time at all"
    assert (typed["in_extra0"], typed["out_extra0"]) == ("10点", "11点")
    assert (typed["in_extra2"], typed.get("in_extra3", ""), typed["out_extra3"]) == ("十点来钟", "", "19:00")
    for said in ("10点 到，11点 走", "“十点来钟”没有看懂", "只有离开 19:00，请补上到达", "没有写时间，算全程"):
        assert said in page
    refused = client.post(path_of(over), {"words": "第 1 页", **typed}).content.decode()
    assert "没有看懂是几点" in refused
    assert "到达和离开的时间要一起填" in refused
    assert 'value="十点来钟"' in refused
    assert not Attendance.objects.exists()


@pytest.mark.django_db
def test_somebody_who_stands_there_twice_keeps_both_lines(over: Morning, client_as: ClientAs) -> None:
    page = client_as("leader").post(
        path_of(over), {"paste": "1", "pasted": "林晓雨 9点 10点\n林晓雨 10点 11点"}
    ).content.decode()  # fmt: skip
    assert page.count('value="10点"') == 2
    assert 'value="9点"' in page
    assert 'value="11点"' in page


@pytest.mark.django_db
def test_the_same_sheet_again_is_one_true_sentence(over: Morning, client_as: ClientAs) -> None:
    """The answer was lost on the way, so the leader presses again."""
    of_team(over, "李国强")
    signup = over.shift.signups.get(person__name="林晓雨").public_id
    starts, ends = (f"{clock.local(over.at(n)):%H:%M}" for n in (10, 100))
    sent = {
        "words": "第 1 页",
        f"in_{signup}": starts,
        f"out_{signup}": ends,
        "no_extra0": "李国强",
        "whole_extra0": "on",
    }
    client = client_as("leader")
    assert pressed_twice(client, over, sent).status_code == 303
    client.get(f"/shifts/{over.shift.public_id}/field/")
    again = client.post(path_of(over), sent, follow=True)
    page = again.content.decode()
    assert again.redirect_chain
    assert "这张表已经录入过了（2 人）" in page
    assert "还不能提交" not in page
    assert Attendance.objects.count() == 2
    other = client.post(path_of(over), sent | {"in_" + signup: f"{clock.local(over.at(20)):%H:%M}"})
    assert other.status_code == 422


def test_what_is_about_nobody_is_left_out_of_a_sheet_from_a_spreadsheet() -> None:
    block = "\n".join(
        [
            "槐树社区夜巡签到表\t\t\t",
            "日期：11月30日\t地点：东门\t\t",
            "序号\t姓名\t到达\t离开",
            "1\t林晓雨\t20：30\t22。45",
            "2\t王芳\t√\t√",
            "3\t李强\t√\t20:30\t21:00",
            "4\t表哥\t20:30\t21:00",
            "合计\t4人\t\t",
            "王芳 20：30 22。45",
        ]
    )
    lines = sheet.read_block(block)
    assert [(one.at, one.who, one.came, one.left, one.more) for one in lines] == [
        (4, "林晓雨", "20：30", "22。45", ""), (5, "王芳", "", "", ""), (6, "李强", "20:30", "21:00", ""),
        (7, "表哥", "20:30", "21:00", ""), (9, "王芳", "20：30", "22。45", ""),
    ]  # fmt: skip
    assert [(one.at, one.kind) for one in sheet.left_out(block)] == [
        (1, "title"),
        (2, "title"),
        (3, "head"),
        (8, "sum"),
    ]
    assert times.clock_time("22。45") == time(22, 45)


@pytest.mark.django_db
def test_what_was_left_out_and_who_stands_there_twice_is_said(over: Morning, client_as: ClientAs) -> None:
    starts, middle, ends = (f"{clock.local(over.at(n)):%H:%M}" for n in (10, 60, 100))
    block = f"夜巡签到表\n姓名\t到达\t离开\n林晓雨\t{starts}\t{ends}\n林晓雨\t{middle}\t{ends}\n合计 2 人"
    client = client_as("leader")
    page = client.post(path_of(over), {"paste": "1", "words": "第 1 页", "pasted": block}).content.decode()
    for said in ("夜巡签到表：是表头上的说明，没有放进表里", "合计 2 人：是合计", "和第 3 行是同一个人"):
        assert said in page
    assert page.count('value="夜巡签到表"') == 0
    typed = dict(re.findall(r'name="((?:no|in|out)_\w+)"[^>]*?value="([^"]*)"', page))
    refused = client.post(path_of(over), {"words": "第 1 页", **typed}).content.decode()
    assert re.search(r"和第 \d+ 行是同一个人，时间也重叠", refused)
    assert not Attendance.objects.exists()


@pytest.mark.django_db
def test_who_did_not_sign_up_is_asked_about_once_and_marked_where_it_is_decided(
    over: Morning, client_as: ClientAs
) -> None:
    of_team(over, "李国强")
    client = client_as("leader")
    sent = {"words": "第 1 页", "no_extra0": "李国强", "whole_extra0": "on"}
    asked = client.post(path_of(over), sent).content.decode()
    assert "李国强 没有报名这一班" in asked
    assert asked.count("没有报名这一班") >= 2, "also at the line"
    other = client.post(path_of(over), sent | {"asked": "x"})
    assert other.status_code == 422, "nobody makes the mark up"
    assert pressed_twice(client, over, sent).status_code == 303
    reviewer = client_as("reviewer")
    listed = reviewer.get(reverse("hours:reviews")).content.decode()
    assert "1 人没有报名这一班" in listed
    preview = reviewer.get(reverse("hours:decisions"), {"all": "1", "shown": over.shift.public_id}).content.decode()
    starts, ends = (f"{clock.local(one):%H:%M}" for one in (over.shift.starts_at, over.shift.ends_at))
    for said in (f"{starts}–{ends}", "纸质签到表", "没有报名这一班"):
        assert said in preview


@pytest.mark.parametrize("typed", ["v9000 0000 051", "V9000-0000-051", "Ｖ９０００ ００００ ０５１"])
def test_blanks_in_a_number_read_aloud_do_not_matter(typed: str) -> None:
    assert sheet.read_who(typed).number == "V90000000051"
    assert sheet.read_who(f"王芳 {typed}").number == "V90000000051"


@pytest.mark.django_db
def test_too_little_is_said_to_be_too_little(over: Morning, client_as: ClientAs) -> None:
    of_team(over, "张敏", "13900000012")
    for typed in ("张", "12"):
        page = client_as("leader").post(path_of(over), {"words": "第 1 页", "no_extra0": typed, "whole_extra0": "on"})
        assert "请写全名，或手机号后四位" in page.content.decode()
