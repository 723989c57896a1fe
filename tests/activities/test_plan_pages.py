"""Planning through the pages: what is written, what is wrong with it, and that nothing typed is lost."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.activities import queries
from baiying.activities.models import Activity, PlanDraft
from baiying.kit import clock
from baiying.notices.models import Message
from tests.activities.makers import Town, division, log_in


def plan_data(**more: str) -> dict[str, Any]:
    day = clock.local_date(clock.now()) + timedelta(days=5)
    return {
        "posts": "1", "shifts": "1", "title": "河边清洁", "description": "沿河捡拾垃圾", "risk_statement": "水边湿滑",
        "plan": "", "categories": ["community"], "recipients": ["11"], "safeguards": ["05", "08"],
        "address": "河堤公园东门", "contact_name": "王队长", "contact_phone": "139 0000 1111",
        "approval": "open", "recruit_until": "",
        "post-0-name": "捡拾", "post-0-duties": "", "shift-0-post": "0", "shift-0-day": str(day),
        "shift-0-starts": "09:00", "shift-0-ends": "11:30", "shift-0-places": "20", "shift-0-break_minutes": "",
        "shift-0-repeats": "", "save": "1",
    } | more  # fmt: skip


def url_of_new_plan(town: Town) -> str:
    return f"/desk/activities/plans/?team={town.team.public_id}"


def test_plan_is_written_checked_submitted_by_the_leader_and_published_by_the_administrator(town: Town) -> None:
    leader, admin = log_in(town.leader, town.leader_person), log_in(town.admin, town.admin_person)
    assert leader.get("/desk/activities/plans/", follow=True).status_code == 200
    answer = leader.post(url_of_new_plan(town), plan_data(**{"shift-0-repeats": "3"}))
    row = Activity.objects.get()
    assert answer["Location"] == f"/activities/{row.public_id}/gate/"
    assert (row.state, row.shifts.count(), row.leader_id) == ("draft", 4, town.leader.pk)
    assert (row.ends_on - row.starts_on).days == 21
    gate = f"/activities/{row.public_id}/gate/"
    codes = ("own_job", "own_members", "own_interest", "unclear_purpose", "paid", "false_time")
    assert leader.post(gate, {}).status_code == 422
    blocked = leader.post(gate, dict.fromkeys(codes, "no") | {"own_members": "yes"})
    assert blocked.status_code == 422
    assert "单位或学校对自己成员的要求，不是志愿服务" in blocked.content.decode()
    row.refresh_from_db()
    assert (row.state, row.gate_answers["own_members"]["answer"]) == ("draft", "yes")
    assert leader.post(f"/activities/{row.public_id}/submission/").status_code == 409
    turned = dict.fromkeys(codes, "no") | {"own_members_turned": "看错了，来的都是自愿报名的居民"}
    assert leader.post(gate, turned).status_code == 303
    assert leader.post(f"/activities/{row.public_id}/publication/").status_code == 404
    assert "等您发布" in admin.get("/desk/activities/").content.decode()
    assert publish(admin, row).status_code == 303
    row.refresh_from_db()
    assert (row.state, row.published_by_id) == ("published", town.admin.pk)
    assert Message.objects.filter(inbox=town.leader_person.public_id, text__contains="已发布").exists()
    assert "河边清洁" in leader.get("/activities/?q=河堤").content.decode()


def test_who_wrote_the_plan_does_not_publish_it(town: Town) -> None:
    admin = log_in(town.admin, town.admin_person)
    row = town.activity("自己写的", "submitted", created_by_id=town.admin.pk)
    town.shift(row)
    answer = publish(admin, row)
    assert answer.status_code == 409
    assert "两个人" in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "submitted"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"shift-0-places": "0"}, "名额至少是 1"),
        ({"shift-0-places": "-5"}, "名额至少是 1"),
        ({"shift-0-ends": "08:00"}, "结束时间要晚于开始时间"),
        ({"shift-0-day": "2020-01-01"}, "已经过去"),
        ({"shift-0-day": "abc"}, "日期不对"),
        ({"recruit_until": "2099-01-01T00:00"}, "报名截止不能晚于活动结束"),
        ({"title": "很" * 51}, "最多 50 个字"),
        ({"title": "上周活动补录"}, "不能有“补录”"),
        ({"title": "大扫除\r\nBcc: x@y"}, "请写在一行里"),
        ({"risk_statement": ""}, "请填写这一项"),
        ({"categories": ["community", "medical", "law", "science", "culture"]}, ""),
        ({"post-0-min_age": "50", "post-0-max_age": "20"}, "年龄上限不能小于下限"),
        ({"shift-0-repeats": "40"}, "最多再重复 12 周"),
        ({"contact_phone": "1234567"}, "手机号应为 11 位"),
    ],
)
def test_wrong_plans_are_met_kindly_and_nothing_typed_is_lost(town: Town, wrong: dict[str, Any], words: str) -> None:
    leader = log_in(town.leader, town.leader_person)
    answer = leader.post(url_of_new_plan(town), plan_data() | wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in page
    assert "沿河捡拾垃圾" in page
    assert "河堤公园东门" in page
    assert not Activity.objects.exists()


def test_rows_are_added_without_scripts_and_an_area_is_chosen_on_the_way(town: Town) -> None:
    beside = division("杨树村", "village", town.township)
    leader = log_in(town.leader, town.leader_person)
    data = plan_data()
    del data["save"]
    more = leader.post(url_of_new_plan(town), data | {"add_shift": "1"}).content.decode()
    assert "shift-1-day" in more
    assert "沿河捡拾垃圾" in more
    assert "还不能保存" not in more
    fewer = leader.post(url_of_new_plan(town), data | {"shifts": "2", "shift-1-places": "9", "drop_shift": "0"})
    assert 'name="shift-0-places" value="9"' in fewer.content.decode().replace('id="id_shift-0-places" ', "")
    away = leader.post(url_of_new_plan(town), data | {"choose_area": "1"})
    assert away["Location"].startswith("/areas/choose/?next=%2Fdesk%2Factivities%2Fplans%2Fdrafts%2F")
    kept = PlanDraft.objects.get()
    back = leader.get(f"/desk/activities/plans/drafts/{kept.public_id}/?area={beside.public_id}")
    assert "杨树村" in back.content.decode()
    assert "沿河捡拾垃圾" in back.content.decode()
    leader.post(url_of_new_plan(town), plan_data(area=beside.public_id))
    assert Activity.objects.get().area_id == beside.pk
    assert not PlanDraft.objects.exists()
    assert log_in(town.admin).get(f"/desk/activities/plans/drafts/{kept.public_id}/").status_code == 404


def test_a_draft_is_opened_again_and_rewritten(town: Town) -> None:
    leader = log_in(town.leader, town.leader_person)
    leader.post(url_of_new_plan(town), plan_data())
    row = Activity.objects.get()
    page = leader.get(f"/activities/{row.public_id}/plan/").content.decode()
    assert "沿河捡拾垃圾" in page
    assert "09:00" in page
    leader.post(f"/activities/{row.public_id}/plan/", plan_data(title="河边大清洁"))
    row.refresh_from_db()
    assert (row.title, row.shifts.count()) == ("河边大清洁", 1)


def test_a_question_in_the_summary_ends_by_itself(town: Town) -> None:
    row = town.activity("河边清扫", "draft", gate_answers={})
    leader = log_in(town.leader, town.leader_person)
    page = leader.post(f"/activities/{row.public_id}/gate/", {}).content.decode()
    assert "事吗？请选" in page
    assert "？：" not in page


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("description", "有事打 １３９ 0000 1111"),
        ("risk_statement", "找139-0000-1111王队长"),
        ("address", "门口，+8613900001111"),
        ("title", "找13900001111"),
        ("post-0-duties", "带证 11010119900307123X 的"),
    ],
)
def test_nobodys_number_stands_in_what_everybody_reads(town: Town, name: str, text: str) -> None:
    leader = log_in(town.leader, town.leader_person)
    answer = leader.post(url_of_new_plan(town), plan_data(**{name: text}))
    assert answer.status_code == 422
    assert "请删去里面的手机号和身份证号" in answer.content.decode()
    assert (
        leader.post(url_of_new_plan(town), plan_data(description="座机 0374-2961234，带 20 个袋子")).status_code == 303
    )


def test_a_plan_says_everything_in_one_round(town: Town) -> None:
    leader = log_in(town.leader, town.leader_person)
    wrong = {
        "description": "", "title": "上周活动补录", "shift-0-day": "2020-01-01", "shift-0-places": "abc",
        "shift-0-ends": "08:00", "post-0-min_age": "50", "post-0-max_age": "20", "recruit_until": "2020-01-01T00:00",
    }  # fmt: skip
    page = leader.post(url_of_new_plan(town), plan_data(**wrong)).content.decode()
    for words in (
        "请填写这一项", "不能有“补录”", "已经过去", "整数", "结束时间要晚于开始时间", "年龄上限不能小于下限",
        "报名截止时间已经过去",
    ):  # fmt: skip
        assert words in page, words
    half = leader.post(url_of_new_plan(town), plan_data(**{"shift-0-day": "abc", "title": "补录"})).content.decode()
    assert "日期不对" in half
    assert "不能有“补录”" in half
    assert "至少写一个班次" not in half
    assert "还没有班次" not in half


def test_moving_or_adding_a_shift_says_everything_in_one_round(town: Town) -> None:
    shift = town.shift()
    leader = log_in(town.leader, town.leader_person)
    wrong = {"day": "2020-01-01", "starts": "09:00", "ends": "08:00", "reason": ""}
    moved = leader.post(f"/shifts/{shift.public_id}/time/", wrong).content.decode()
    added = leader.post(
        f"/activities/{shift.activity.public_id}/shifts/", wrong | {"post": shift.post.public_id, "places": "x"}
    ).content.decode()
    assert "请写明原因" in moved
    assert "整数" in added
    for page in (moved, added):
        assert "已经过去" in page
        assert "结束时间要晚于开始时间" in page
    both = leader.post(f"/shifts/{shift.public_id}/time/", wrong | {"reason": "天气"}).content.decode()
    assert "已经过去" in both
    assert "结束时间要晚于开始时间" in both


def test_the_contact_of_the_last_plan_is_typed_already_for_who_wrote_it(town: Town) -> None:
    leader, admin = log_in(town.leader, town.leader_person), log_in(town.admin, town.admin_person)
    assert "13900001111" not in leader.get(url_of_new_plan(town)).content.decode()
    leader.post(url_of_new_plan(town), plan_data())
    leader.post(url_of_new_plan(town), plan_data(title="夜间巡查", contact_name="李队长", contact_phone="0374-2961234"))
    page = leader.get(url_of_new_plan(town)).content.decode()
    assert 'value="李队长"' in page
    assert 'value="03742961234"' in page.replace("-", "")
    # What one typed is not shown to another.
    assert "李队长" not in admin.get(url_of_new_plan(town)).content.decode()


def test_who_adds_a_row_goes_on_at_that_row(town: Town) -> None:
    leader = log_in(town.leader, town.leader_person)
    for part in ("post", "shift"):
        page = leader.post(url_of_new_plan(town), plan_data() | {f"add_{part}": "1"}).content.decode()
        assert page.count("data-focus") == 1
        label = {"post": "岗位 2", "shift": "班次 2"}[part]
        assert re.search(rf'<section[^>]*data-focus aria-label="{label}"', page)


def test_a_draft_is_thrown_away_and_brought_back(town: Town) -> None:
    leader, admin = log_in(town.leader, town.leader_person), log_in(town.admin, town.admin_person)
    leader.post(url_of_new_plan(town), plan_data())
    row = Activity.objects.get()
    record, drop = f"/desk/activities/{row.public_id}/", f"/activities/{row.public_id}/dropping/"
    assert "删除草稿" in leader.get(record).content.decode()
    answer = leader.post(drop, follow=True).content.decode()
    assert f'action="{drop}end/"' in answer
    for tab in ("drafts", "past", "coming"):
        assert record not in leader.get(f"/desk/activities/?tab={tab}").content.decode()
    assert leader.get(f"/activities/{row.public_id}/plan/").status_code == 404
    assert "草稿已删除" in leader.get(record).content.decode()
    # It had shifts, but none of them is one that took place.
    assert not queries.led_shifts(
        town.leader.pk, [town.team.pk], row.created_at, row.created_at + timedelta(30)
    ).exists()
    assert leader.post(f"{drop}end/").status_code == 303
    row.refresh_from_db()
    assert (row.state, row.shifts.count()) == ("draft", 1)
    assert record in leader.get("/desk/activities/?tab=drafts").content.decode()
    # What waits or is published is not thrown away by this door.
    row.state = "submitted"
    row.save()
    assert leader.post(drop).status_code == 409
    assert admin.post(f"{drop}end/").status_code == 409


def test_a_thrown_away_draft_is_nobody_elses(town: Town, city: Any, cast: Any, client_as: Any) -> None:
    row = town.activity("河边清洁", "withdrawn", published_at=None)
    record = f"/desk/activities/{row.public_id}/"
    assert log_in(town.leader, town.leader_person).get(record).status_code == 200
    for who in ("county", "city", "volunteer"):
        assert client_as(who).get(record).status_code == 404
        assert client_as(who).post(f"/activities/{row.public_id}/dropping/end/").status_code == 404
    assert record not in client_as("city").get("/desk/activities/?tab=past").content.decode()


def test_a_plan_that_was_changed_since_is_not_published_from_the_old_page(town: Town) -> None:
    admin = log_in(town.admin, town.admin_person)
    row = town.activity("河边清洁", "submitted", submitted_at=clock.now() - timedelta(hours=1))
    town.shift(row)
    page = admin.get(f"/desk/activities/{row.public_id}/").content.decode()
    [shown] = re.findall(r'name="submitted_at" value="([^"]+)"', page)
    assert datetime.fromisoformat(shown) == row.submitted_at
    # Taken back, written anew and handed in again meanwhile.
    Activity.objects.filter(pk=row.pk).update(submitted_at=clock.now())
    for old in ({"submitted_at": shown}, {"submitted_at": "昨天"}, {}):
        answer = admin.post(f"/activities/{row.public_id}/publication/", old)
        assert answer.status_code == 409
        assert "又重新提交了" in answer.content.decode()
    row.refresh_from_db()
    assert row.state == "submitted"
    assert publish(admin, row).status_code == 303


def publish(client: Client, row: Activity) -> Any:
    """By the page as it is now."""
    row.refresh_from_db()
    return client.post(f"/activities/{row.public_id}/publication/", {"submitted_at": row.submitted_at or ""})
