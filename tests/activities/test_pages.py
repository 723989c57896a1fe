"""Signing up, and what leaders and offices do, through the pages."""

import re
from datetime import timedelta
from typing import Any

import pytest

from baiying.activities import actions
from baiying.activities.models import Activity, Shift, Signup
from baiying.kit import audit, clock
from baiying.kit.models import AuditEvent
from baiying.notices.models import Message
from tests.activities.makers import Town, account, actor, confirmed, log_in, office, volunteer, waiting_at


def test_public_list_shows_what_is_open_and_finds_it(town: Town, client: Any) -> None:
    town.shift(town.activity("柳树村老人义诊"), places=3)
    town.shift(town.activity("草稿里的活动", "draft"))
    over = town.shift(town.activity("昨天的活动"))
    Shift.objects.filter(pk=over.pk).update(
        starts_at=clock.now() - timedelta(days=1), ends_at=clock.now() - timedelta(hours=20)
    )
    page = client.get("/activities/").content.decode()
    assert "柳树村老人义诊" in page
    assert "余 3 位" in page
    assert "草稿里的活动" not in page
    assert "昨天的活动" not in page
    assert "老人义诊" in client.get("/activities/?q=义诊").content.decode()
    assert "没有符合条件" in client.get("/activities/?q=植树").content.decode()
    assert "老人义诊" in client.get(f"/activities/?area={town.county.public_id}").content.decode()
    assert "没有符合条件" in client.get(f"/activities/?area={town.other_county.public_id}").content.decode()
    day = clock.local_date(clock.now() + timedelta(days=3))
    assert "老人义诊" in client.get(f"/activities/?day={day}&category=community").content.decode()
    # Late in the evening it lasts into the next day, and stands on both.
    assert "没有符合条件" in client.get(f"/activities/?day={day + timedelta(days=2)}").content.decode()


@pytest.mark.parametrize(("word", "found"), [("河畔镇", True), ("东区", True), ("社区服务", True), ("西区", False)])
def test_a_search_also_means_places_above_and_categories(town: Town, client: Any, word: str, found: bool) -> None:
    town.shift(town.activity("老人义诊"))
    assert ("老人义诊" in client.get("/activities/", {"q": word}).content.decode()) is found


def test_searching_again_keeps_the_place_one_is_at(town: Town, client: Any) -> None:
    town.shift(town.activity("最近的", latitude=34.621, longitude=112.451))
    assert 'name="near" value="34.62,112.45"' in client.get("/activities/?near=34.62,112.45").content.decode()
    page = client.get("/activities/?near=30.00,112.45").content.decode()
    assert "10 公里以内没有符合条件的活动" in page


def test_nearest_comes_first_and_nonsense_in_the_address_is_harmless(town: Town, client: Any) -> None:
    town.shift(town.activity("远一点的", latitude=34.65, longitude=112.45))
    town.shift(town.activity("最近的", latitude=34.621, longitude=112.451))
    town.shift(town.activity("另一个城市的", latitude=39.9, longitude=116.4))
    page = client.get("/activities/?near=34.62,112.45").content.decode()
    assert page.index("最近的") < page.index("远一点的")
    assert "另一个城市的" not in page
    for bad in ("near=abc", "near=nan,nan", "day=31-31-2026", "area=nix", "page=999", "page=-1", "q=%25_'", "q=义"):
        assert client.get(f"/activities/?{bad}").status_code == 200


def test_list_takes_few_statements(town: Town, client: Any, django_assert_max_num_queries: Any) -> None:
    for n in range(12):
        town.shift(town.activity(f"活动{n}"))
    # What is read once a minute is read before.
    client.get("/activities/")
    with django_assert_max_num_queries(1):
        client.get("/activities/")


def test_volunteer_signs_up_sees_it_and_cancels(town: Town) -> None:
    shift = town.shift(places=1)
    person, next_one = volunteer("张小华", town.village), volunteer("李小明", town.village)
    browser = log_in(person.account, person)  # type: ignore[arg-type]
    page = browser.get(f"/activities/{shift.activity.public_id}/").content.decode()
    assert "还有 1 个名额" in page
    assert "有车辆经过" in page
    assert len(page.encode()) < 30_000
    answer = browser.post(f"/shifts/{shift.public_id}/signups/")
    assert answer.status_code == 303
    assert "已录用" in browser.get(answer["Location"]).content.decode()
    assert browser.post(f"/shifts/{shift.public_id}/signups/").status_code == 303
    assert Signup.objects.count() == 1
    assert AuditEvent.objects.filter(action="SignupMade", person_id=person.pk).count() == 1
    other = log_in(next_one.account, next_one)  # type: ignore[arg-type]
    assert "排候补" in other.get(f"/activities/{shift.activity.public_id}/").content.decode()
    other.post(f"/shifts/{shift.public_id}/signups/")
    assert "候补第 1 位" in other.get("/mine/signups/").content.decode()
    signup = Signup.objects.get(person=person)
    here = f"/activities/{shift.activity.public_id}/"
    way = f"/signups/{signup.public_id}/cancellation/?from="
    assert f'href="{way}{here}"' in browser.get(here).content.decode()
    # "No, back" leads to where one came from, and nowhere else.
    assert f'href="{here}"' in browser.get(f"{way}{here}").content.decode()
    assert 'href="https://evil' not in browser.get(f"{way}https://evil.example/").content.decode()
    assert 'href="/mine/signups/"' in browser.get("/mine/").content.decode().partition("<main")[2]
    gone = browser.post(f"/signups/{signup.public_id}/cancellation/", {"reason": "加班"}, follow=True).content.decode()
    # The place went on at once: nothing is promised that cannot be had.
    assert "已取消报名" in gone
    assert "撤销" not in gone.partition("<main")[2].partition("候补")[0]
    promoted = Signup.objects.get(person=next_one)
    assert promoted.state == "accepted"
    assert Message.objects.filter(inbox=next_one.public_id, kind="signup_promoted").exists()
    assert other.get(f"/signups/{signup.public_id}/cancellation/").status_code == 404


def test_promotion_passes_over_who_cannot_come_and_never_wakes_a_cancelled_one(town: Town) -> None:
    shift = town.shift(places=1)
    inside, gone, busy, third = (volunteer(name, town.village) for name in ("在", "走", "忙", "三"))
    held = town.signup(shift, inside)
    left = town.signup(shift, gone, "waitlisted")
    town.signup(shift, busy, "waitlisted")
    town.signup(shift, third, "waitlisted")
    town.signup(town.shift(town.activity("同一时间")), busy)
    log_in(gone.account, gone).post(f"/signups/{left.public_id}/cancellation/", {"reason": ""})  # type: ignore[arg-type]
    log_in(inside.account, inside).post(f"/signups/{held.public_id}/cancellation/", {"reason": "病了"})  # type: ignore[arg-type]
    states = dict(Signup.objects.filter(shift=shift).values_list("person__name", "state"))
    assert states == {"在": "cancelled", "走": "cancelled", "忙": "waitlisted", "三": "accepted"}
    shift.refresh_from_db()
    assert (shift.taken, waiting_at(shift)) == (1, 1)


def test_a_refusal_is_said_at_the_page_with_what_to_do(town: Town) -> None:
    shift = town.shift(min_age=60)
    person = volunteer("年轻人", town.village)
    answer = log_in(person.account, person).post(f"/shifts/{shift.public_id}/signups/")  # type: ignore[arg-type]
    assert answer.status_code == 409
    assert "年龄下限" in answer.content.decode()
    stranger = account("没有注册的人")
    answer = log_in(stranger).post(f"/shifts/{shift.public_id}/signups/")
    assert answer["Location"].startswith("/register/?next=")


def test_leader_answers_applications(town: Town) -> None:
    shift = town.shift(town.activity("要审核的", approval="leader"), places=1)
    one, two = volunteer("一号", town.village), volunteer("二号", town.village)
    for person in (one, two):
        log_in(person.account, person).post(f"/shifts/{shift.public_id}/signups/")  # type: ignore[arg-type]
    first, second = Signup.objects.order_by("id")
    leader = log_in(town.leader, town.leader_person)
    asked = leader.get("/desk/activities/").content.decode()
    assert "等您审核的报名" in asked
    assert re.search(r"\d+ 岁 · 已实名", asked)
    assert leader.post(f"/signups/{first.public_id}/decision/").status_code == 303
    full = leader.post(f"/signups/{second.public_id}/decision/")
    assert full.status_code == 409
    assert leader.post(f"/signups/{second.public_id}/refusal/", {"reason": ""}).status_code == 422
    assert leader.post(f"/signups/{second.public_id}/refusal/", {"reason": "人数已够"}).status_code == 303
    second.refresh_from_db()
    assert (second.state, second.reason) == ("refused", "人数已够")
    assert Message.objects.filter(inbox=two.public_id, text__contains="人数已够").exists()
    assert log_in(one.account, one).post(f"/signups/{second.public_id}/decision/").status_code == 404  # type: ignore[arg-type]


@pytest.mark.law("R685-16")
def test_a_licence_is_seen_before_anybody_is_accepted(town: Town) -> None:
    """A tick in one's own profile opens nothing: the leader says which document was seen, and the audit keeps it."""
    shift = town.shift(town.activity("量血压"), skills=["medicine"])
    nurse = volunteer("护士", town.village, skills=["medicine"])
    page = log_in(nurse.account, nurse)  # type: ignore[arg-type]
    assert "领队要看证件原件" in page.get(f"/activities/{shift.activity.public_id}/").content.decode()
    page.post(f"/shifts/{shift.public_id}/signups/")
    signup = Signup.objects.get()
    assert signup.state == "applied"
    leader, address = log_in(town.leader, town.leader_person), f"/signups/{signup.public_id}/decision/"
    pressed = leader.post(address)
    assert (pressed.status_code, pressed["Location"]) == (303, address)
    assert "医疗护理" in leader.get(address).content.decode()
    assert leader.post(address, {"document": " "}).status_code == 422
    signup.refresh_from_db()
    assert signup.state == "applied"
    assert leader.post(address, {"document": "护士执业证"}).status_code == 303
    signup.refresh_from_db()
    assert signup.state == "accepted"
    seen = AuditEvent.objects.get(action="DocumentSeen", subject_id=signup.pk)
    assert (seen.account_id, seen.detail) == (town.leader.pk, {"document": "护士执业证"})
    assert leader.get(address).status_code == 303


def test_withdraw_only_while_nobody_signed_up_else_cancel_with_reason(town: Town) -> None:
    admin = log_in(town.admin, town.admin_person)
    empty = town.shift(town.activity("没人报名的")).activity
    assert admin.post(f"/activities/{empty.public_id}/withdrawal/").status_code == 303
    shift = town.shift(town.activity("有人报名的"))
    person = volunteer("报名的人", town.village)
    town.signup(shift, person)
    row = shift.activity
    assert admin.post(f"/activities/{row.public_id}/withdrawal/").status_code == 409
    assert admin.post(f"/activities/{row.public_id}/cancellation/", {"reason": ""}).status_code == 422
    asked = admin.post(f"/activities/{row.public_id}/cancellation/", {"reason": "暴雨预警"}).content.decode()
    sent = {"reason": "暴雨预警"} | confirmed(asked)
    assert admin.post(f"/activities/{row.public_id}/cancellation/", sent).status_code == 303
    row.refresh_from_db()
    assert row.state == "cancelled"
    assert Signup.objects.get().state == "cancelled"
    assert Message.objects.filter(inbox=person.public_id, text__contains="暴雨预警").exists()
    assert "暴雨预警" in admin.get(f"/activities/{row.public_id}/").content.decode()
    leader = log_in(town.leader, town.leader_person)
    assert leader.post(f"/activities/{row.public_id}/cancellation/", {"reason": "x"}).status_code == 404


def test_moving_a_shift_moves_its_people_and_sets_aside_who_has_another(town: Town) -> None:
    shift = town.shift(places=2, days=3)
    free, busy, waiting = (volunteer(name, town.village) for name in ("有空", "没空", "候补"))
    for person in (free, busy):
        town.signup(shift, person)
    town.signup(shift, waiting, "waitlisted")
    town.signup(town.shift(town.activity("后天的"), days=5), busy)
    leader = log_in(town.leader, town.leader_person)
    start = clock.local(shift.starts_at + timedelta(days=2))
    data = {
        "day": str(start.date()),
        "starts": f"{start:%H:%M}",
        "ends": f"{start:%H:%M}",
        "next_day": "on",
        "reason": "场地被占",
    }
    url = f"/shifts/{shift.public_id}/time/"
    today = clock.local_date(shift.starts_at).isoformat()
    assert f'value="{today}"' in leader.get(url).content.decode(), "browsers show no date that is written otherwise"
    assert leader.post(url, data).status_code == 422
    end = start + timedelta(hours=2)
    data |= {"ends": f"{end:%H:%M}"}
    if end.date() == start.date():
        del data["next_day"]
    seen = leader.post(url, data).content.decode()
    assert "1 人会失去名额" in seen
    shift.refresh_from_db()
    assert clock.local(shift.starts_at) != start, "nothing has happened yet"
    assert leader.post(url, data | confirmed(seen)).status_code == 303
    shift.refresh_from_db()
    states = dict(Signup.objects.filter(shift=shift).values_list("person__name", "state"))
    assert states == {"有空": "accepted", "没空": "cancelled", "候补": "accepted"}
    assert {row.period.lower for row in Signup.objects.filter(shift=shift, state="accepted")} == {shift.starts_at}
    assert Message.objects.filter(inbox=busy.public_id, text__contains="重叠").exists()
    assert Message.objects.filter(inbox=free.public_id, text__contains="场地被占").exists()
    assert (shift.taken, waiting_at(shift)) == (2, 0)


def test_places_may_grow_and_promote_but_not_fall_below_those_taken(town: Town) -> None:
    shift = town.shift(places=2)
    for name in ("甲", "乙"):
        town.signup(shift, volunteer(name, town.village))
    town.signup(shift, volunteer("丙", town.village), "waitlisted")
    leader = log_in(town.leader, town.leader_person)
    url = f"/shifts/{shift.public_id}/places/"
    assert "已经录用的人比这个名额多" in leader.post(url, {"places": "1"}).content.decode()
    assert leader.post(url, {"places": "3"}).status_code == 303
    shift.refresh_from_db()
    assert (shift.places, shift.taken, waiting_at(shift)) == (3, 3, 0)


def test_offices_see_their_area_and_volunteers_see_no_desk(town: Town) -> None:
    row = town.shift().activity
    clerk, far = office("place_staff", town.township), office("place_staff", town.other_county)
    assert row.title in log_in(clerk).get("/desk/activities/").content.decode()
    assert log_in(clerk).get(f"/desk/activities/{row.public_id}/").status_code == 200
    assert log_in(far).get(f"/desk/activities/{row.public_id}/").status_code == 404
    person = volunteer("普通人", town.village)
    browser = log_in(person.account, person)  # type: ignore[arg-type]
    assert browser.get("/desk/activities/").status_code == 403
    assert browser.get(f"/desk/activities/{row.public_id}/").status_code == 404
    assert browser.get(f"/activities/{row.public_id}/plan/").status_code == 404
    assert browser.post(f"/shifts/{row.shifts.get().public_id}/places/", {"places": "9"}).status_code == 404
    draft = town.activity("还没发布", "draft")
    assert browser.get(f"/activities/{draft.public_id}/").status_code == 404


def test_what_was_called_off_has_no_places_in_the_list_and_what_is_over_shows_all(town: Town) -> None:
    today = clock.local_date(clock.now())
    row = town.activity("河边清扫", starts_on=today, ends_on=today + timedelta(days=3))
    gone, over = town.shift(row, places=7), town.shift(row, places=4, days=-0.5, hours=1)
    Shift.objects.filter(pk=over.pk).update(taken=3)
    list_page = "/desk/activities/"
    leader = log_in(town.leader, town.leader_person)
    assert "0 / 7" in leader.get(list_page).content.decode()
    actions.call_off(shift_id=gone.pk, which="one", reason="暴雨", actor=actor(town.leader), at=clock.now())
    # Near midnight the shift that is over may have been yesterday's.
    Activity.objects.filter(pk=row.pk).update(ends_on=today)
    page = leader.get(list_page).content.decode()
    assert "0 / 7" not in page
    assert "0 / 0" not in page
    assert "3 / 4" in page


def test_two_lines_of_one_instant_stand_with_the_later_one_above(town: Town) -> None:
    row = town.activity("河边清扫", "draft")
    at = clock.now()
    for action in ("PlanWritten", "GateAnswered", "PlanSubmitted"):
        audit.record(action, actor=actor(town.leader), at=at, subject=("activity", row.pk))
    page = log_in(town.leader, town.leader_person).get(f"/desk/activities/{row.public_id}/").content.decode()
    assert page.index("提交方案") < page.index("回答了自查问题") < page.index("写了方案")


def test_who_may_not_open_a_page_is_led_to_what_he_may(town: Town) -> None:
    officer = log_in(town.leader, town.leader_person).get("/desk/people/")
    assert officer.status_code == 403
    assert 'href="/desk/">回到待办' in officer.content.decode()
    assert "换一个身份" not in officer.content.decode(), "there is no other one"
    nobody = log_in(account("路人")).get("/desk/activities/")
    assert nobody.status_code == 403
    assert "回到待办" not in nobody.content.decode()
