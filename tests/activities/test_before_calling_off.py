"""Before a shift or activity is called off: who is told what, by which way, whom nothing reaches; the words stay."""

from datetime import timedelta

import pytest

from baiying.activities.models import Shift, Signup
from baiying.demo import builders
from baiying.kit import clock
from baiying.notices.models import Message
from baiying.people.models import Person
from tests.activities.makers import Town, confirmed, log_in, volunteer

pytestmark = pytest.mark.django_db
WORDS = {"reason": "暴雨，河堤封闭"}


def with_phone(town: Town, name: str, phone: str | None) -> Person:
    return builders.person(name, residence=town.village, phone=phone, account=builders.account())


def two(town: Town) -> tuple[Shift, Person, Person]:
    shift = town.shift(places=5)
    reached, elder = with_phone(town, "王五", "19900000771"), with_phone(town, "李大爷", None)
    town.signup(shift, reached)
    town.signup(shift, elder)
    return shift, reached, elder


@pytest.mark.parametrize("whole", [False, True])
def test_nothing_happens_before_it_is_confirmed_and_then_what_was_said(town: Town, whole: bool) -> None:
    shift, reached, elder = two(town)
    who = log_in(town.admin, town.admin_person) if whole else log_in(town.leader, town.leader_person)
    path = (
        f"/activities/{shift.activity.public_id}/cancellation/" if whole else f"/shifts/{shift.public_id}/calling-off/"
    )
    page = who.post(path, WORDS).content.decode()
    assert not Message.objects.exists()
    assert Signup.objects.filter(state="accepted").count() == 2
    assert "一共取消 1 个班次" in page
    assert "一共通知 2 人。" in page
    assert "1 人收站内消息和短信" in page
    assert "有 1 人没有手机号，只有站内消息：李大爷" in page
    assert who.post(path, WORDS | confirmed(page)).status_code == 303
    told = set(
        Message.objects.filter(channel="inapp", inbox__in=[reached.public_id, elder.public_id]).values_list(
            "text", flat=True
        )
    )
    assert told
    assert all(text in page for text in told), "word for word"
    record = who.get(f"/desk/activities/{shift.activity.public_id}/").content.decode()
    assert "原因：暴雨，河堤封闭" in record, "in the list of who had signed up"
    mine = log_in(reached.account, reached).get("/mine/signups/").content.decode()  # type: ignore[arg-type]
    assert "原因：暴雨，河堤封闭" in mine, "and where they look it up"
    assert "活动方取消了" in mine
    assert (
        "暴雨，河堤封闭"
        in log_in(reached.account, reached).get(f"/activities/{shift.activity.public_id}/").content.decode()
    )  # type: ignore[arg-type]
    # Pressed again it is the same.
    assert who.post(path, WORDS).status_code == 303
    assert Message.objects.filter(channel="inapp", inbox=reached.public_id).count() == 1


def test_whoever_signs_up_meanwhile_is_not_called_off_unseen(town: Town) -> None:
    shift, _reached, _elder = two(town)
    leader, path = log_in(town.leader, town.leader_person), f"/shifts/{shift.public_id}/calling-off/"
    seen = confirmed(leader.post(path, WORDS).content.decode())
    town.signup(Shift.objects.get(pk=shift.pk), with_phone(town, "新来的", "19900000772"))
    again = leader.post(path, WORDS | seen).content.decode()
    assert "情况变了" in again
    assert "新来的" in again
    assert Signup.objects.filter(state="accepted").count() == 3


def test_what_was_typed_can_be_changed_and_a_missing_reason_is_said(town: Town) -> None:
    shift, _reached, _elder = two(town)
    leader, path = log_in(town.leader, town.leader_person), f"/shifts/{shift.public_id}/calling-off/"
    assert leader.post(path, {"reason": " "}).status_code == 422
    edited = leader.post(path, WORDS | {"then": "edit"}).content.decode()
    assert "暴雨，河堤封闭" in edited
    assert Signup.objects.filter(state="accepted").count() == 2


def test_whoever_cancelled_by_the_own_hand_is_not_said_to_be_called_off(town: Town) -> None:
    shift, reached, _elder = two(town)
    row = Signup.objects.get(person=reached)
    row.state, row.ended_at, row.reason = "cancelled", clock.now() - timedelta(hours=1), "加班"
    row.save()
    mine = log_in(reached.account, reached).get("/mine/signups/").content.decode()  # type: ignore[arg-type]
    assert "活动方取消了" not in mine
    assert "原因：加班" in mine
    assert shift.pk


def test_reasons_of_the_house_are_read_in_english(town: Town) -> None:
    shift, reached, _elder = two(town)
    row = Signup.objects.get(person=reached)
    row.state, row.ended_at, row.reason = "cancelled", clock.now(), "班次改到了上课的时间"
    row.save()
    browser = log_in(reached.account, reached)  # type: ignore[arg-type]
    browser.cookies["language"] = "en"
    assert "班次改到了上课的时间" not in browser.get("/mine/signups/").content.decode()
    assert shift.pk


def test_two_of_one_name_are_two(town: Town) -> None:
    shift = town.shift(places=5)
    for _number in range(2):
        town.signup(shift, volunteer("王芳", town.village))
    page = (
        log_in(town.leader, town.leader_person).post(f"/shifts/{shift.public_id}/calling-off/", WORDS).content.decode()
    )
    assert "2 人会失去名额" in page
