"""Who answers to a text message of the own shift not to come, and has not cancelled, is put before whoever leads: once,
with the way to call; nothing is cancelled by it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

import pytest

from baiying.activities import actions, piles, queries
from baiying.activities.models import Shift, Signup, SignupState
from baiying.activities.reminded import CannotCome
from baiying.demo import builders
from baiying.hours import actions as hours
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.kit.models import AuditEvent
from baiying.notices import actions as notices
from baiying.notices import rules
from baiying.notices.models import Message
from baiying.notices.senders.replies import Reply
from tests.activities.makers import Town, account, actor, log_in
from tests.activities.repeating import call_off
from tests.activities.test_leader_news import evening, told

pytestmark = pytest.mark.django_db
DAY = clock.midnight(clock.local_date(clock.now())) + timedelta(days=1)
NOON = DAY + timedelta(hours=12)
PHONE = "13900008801"
WORDS = "回短信说来不了，还没有在系统取消"
Queries = Callable[..., AbstractContextManager[Any]]


@pytest.mark.rules
@pytest.mark.parametrize(
    ("text", "means"),
    [
        *((text, rules.CANNOT) for text in (
            "来不了", "我来不了了。", "明天有事来不了，抱歉", "去不了", "不能来了", "孩子发烧，不来了", "参加不了",
            "取消", "取消报名", "我要取消", "没法来", "取 消", "没办法去",
            "不去", "不来", "不参加了", "不去了", "请假", "我请个假", "没空", "今天没时间", "不会来了", "不想去了",
            "赶不过来", "不得不请假", "不是我不来，是没空", "来不了怎么办",
            "来不了 退订", "来不了退订", "TD 来不了",
            "can't come", "I can’t make it, sorry", "cannot come", "can not attend", "not coming", "cancel", "Cancel.",
            "Please cancel my registration",
        )),
        *((text, rules.OTHER) for text in (
            "能来", "好的", "取消了吗", "是不是取消了？", "不取消", "如果下雨就不去了", "我想退订周六的活动",
            "几点取消报名吗", "取消订阅的事问谁", "取消退订", "取消 退订",
            "不是来不了", "我会来，不是不来", "还来不来了", "去不去", "能不能来", "有没有空", "不来不行", "别请假",
            "没请假", "不用请假", "会不会来", "下雨的话就不去", "没空调",
            "don't cancel", "not cancelled", "if it rains I can't come", "is it cancelled", "I can come",
        )),
        ("取消订阅", rules.STOP), ("停", rules.UNSURE), ("不要", rules.UNSURE),
    ],
)  # fmt: skip
def test_what_says_that_somebody_does_not_come(text: str, means: str) -> None:
    assert rules.meant(text) == means


def coming(town: Town, *, days: float = 3, name: str = "李大爷", phone: str = PHONE) -> Signup:
    starts_at = NOON + timedelta(days=days)
    shift = builders.shift(town.activity("河堤清扫"), starts_at, starts_at + timedelta(hours=2), places=9)
    person = builders.person(name, residence=town.village, phone=phone)
    return builders.signup(shift, person, signed_up_at=NOON - timedelta(days=1))


def texted(*signups: Signup, at: datetime = NOON, phone: str = PHONE, ward: bool = False, **more: Any) -> None:
    """A reminder as it stands after it left, made of these."""
    starts = {str(one.pk): one.shift.starts_at.isoformat() for one in signups}
    making = {"own": {} if ward else starts, "wards": starts if ward else {}, "last": False, "accounts": []}
    letter = notices.Letter(text="提醒您。", phone=phone, making=making)
    notices.write_many(kind="reminder_evening", letters=[letter], at=at)
    Message.objects.filter(channel="sms", delivered_at__isnull=True).update(delivered_at=at, **more)


def answered(text: str = "来不了", *, at: datetime = NOON + timedelta(minutes=5), phone: str = PHONE) -> int:
    notices.hear_replies(gateway="tencent", said=[Reply(phone, text, at)], at=at)
    return actions.hear_cannot_come(at=at)


def piled(town: Town, at: datetime = NOON + timedelta(minutes=5)) -> list[str]:
    found = piles.to_ask(actor(town.leader), at)
    assert found is not None
    assert found.label == WORDS
    return [str(item.title) for item in found.items]


def state_of(signup: Signup) -> str:
    return Signup.objects.get(pk=signup.pk).state


def test_it_is_put_before_the_leader_once_and_cancels_nothing(town: Town) -> None:
    signup = coming(town)
    texted(signup)
    assert answered() == 1
    assert actions.hear_cannot_come(at=NOON + timedelta(hours=1)) == 0
    assert answered("我来不了了", at=NOON + timedelta(minutes=9)) == 0
    assert CannotCome.objects.count() == 1
    assert piled(town) == ["李大爷"]
    assert state_of(signup) == SignupState.ACCEPTED
    [reply] = Message.objects.filter(kind="reply_cannot")
    assert "回短信不算取消" in reply.text


def test_the_leader_reads_it_in_the_days_message_once(town: Town) -> None:
    texted(coming(town, days=9), at=evening(-1))
    actions.tell_leaders(at=evening(-1))
    said = evening() - timedelta(hours=3)
    answered(at=said)
    for day in range(3):
        actions.tell_leaders(at=evening(day))
    found = [text for text in told(town) if WORDS in text]
    assert len(found) == 1
    assert "1 人回短信说来不了，还没有在系统取消，请打电话问：李大爷（" in found[0]
    assert not told(town, "sms")


def test_near_the_day_it_rings_and_says_what_holds_as_it_leaves(town: Town) -> None:
    town.leader_person.account = None
    town.leader_person.save(update_fields=["account"])
    signup = coming(town, days=0.4)
    texted(signup)
    answered()
    actions.tell_leader(activity_id=signup.shift.activity_id, at=NOON + timedelta(minutes=6))
    [sms] = Message.objects.filter(kind="activity_news", channel="sms")
    assert WORDS in sms.text
    assert sms.making is not None
    assert WORDS in str(actions.say_leader_news(sms.making, NOON + timedelta(minutes=7)))
    by = actor(signup.person.account, signup.person) if signup.person.account else actor(town.leader)
    actions.cancel_signup(signup_id=signup.pk, reason="发烧", actor=by, at=NOON + timedelta(minutes=8))
    assert isinstance(actions.say_leader_news(sms.making, NOON + timedelta(minutes=9)), notices.Dropped)
    assert piled(town, NOON + timedelta(minutes=9)) == [], "who has cancelled is asked no more"


def test_which_shift_is_meant_is_the_one_of_the_last_text(town: Town) -> None:
    first, second, other = coming(town), coming(town, days=5, name="王婶"), coming(town, days=6, name="别人")
    texted(first, at=NOON - timedelta(hours=2))
    texted(second, at=NOON - timedelta(hours=1), ward=True)
    texted(other, at=NOON - timedelta(minutes=1), phone="13900008802")
    # What goes to many, and what came after the answer, is not what it answers to.
    notices.write(kind="circulars.volunteers", text="群发的", at=NOON, phone=PHONE)
    texted(first, at=NOON + timedelta(hours=1))
    answered()
    assert list(CannotCome.objects.values_list("signup__person__name", flat=True)) == ["王婶"]


def test_of_texts_that_left_as_one_all_are_meant(town: Town) -> None:
    first, second = coming(town), coming(town, days=5, name="王婶")
    texted(first)
    lead = Message.objects.get(channel="sms")
    texted(second, joined=lead.id)
    Message.objects.filter(id=lead.id).update(joined=None)
    answered()
    assert CannotCome.objects.count() == 2


@pytest.mark.parametrize("how", ["cancelled", "begun", "called_off", "a_stranger", "no_text"])
def test_where_nothing_stands_nobody_is_asked(town: Town, how: str) -> None:
    signup = coming(town)
    if how != "no_text":
        texted(signup, phone="13900008809" if how == "a_stranger" else PHONE)
    if how == "cancelled":
        Signup.objects.filter(pk=signup.pk).update(state=SignupState.CANCELLED, ended_at=NOON)
    if how == "begun":
        Shift.objects.filter(pk=signup.shift_id).update(starts_at=NOON - timedelta(minutes=1))
    if how == "called_off":
        call_off(signup.shift, "one", town, NOON)
    assert answered() == 0
    assert piled(town) == []


def test_who_leads_calls_ticks_and_takes_it_back(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    signup = coming(town)
    at = NOON + timedelta(minutes=10)
    monkeypatch.setattr(clock, "now", lambda: at)
    with pytest.raises(Refused):
        hours.number_of(signup=signup, actor=actor(town.leader), at=at)
    texted(signup)
    answered()
    assert hours.number_of(signup=signup, actor=actor(town.leader), at=at).phone == PHONE
    record = f"/desk/activities/{signup.shift.activity.public_id}/"
    leader = log_in(town.leader, town.leader_person)
    page = leader.get(record).content.decode()
    assert WORDS in page
    assert "看电话" in page
    row = CannotCome.objects.get()
    url = f"/cannot-come/{row.public_id}/asking/"
    stranger = log_in(account("路人"))
    for address in (url, f"{url}end/"):
        assert stranger.post(address).status_code in {403, 404}
        assert leader.get(address).status_code == 405
    for _again in range(2):
        assert leader.post(url, {"back": "/desk/"}).status_code == 303
    assert piled(town, at) == []
    assert AuditEvent.objects.filter(action="CannotComeAsked").count() == 1
    assert "已问过" in leader.get(record).content.decode()
    assert leader.post(f"{url}end/").headers["Location"].endswith(f"#ask-{row.public_id}")
    assert piled(town, at) == ["李大爷"]
    leader.post(url)
    # What was said before somebody asked is over; what is said after it is news.
    answered("去不了", at=NOON + timedelta(minutes=7))
    assert piled(town, at) == []
    answered("还是来不了", at=at + timedelta(minutes=1))
    assert piled(town, at + timedelta(minutes=1)) == ["李大爷"]
    assert state_of(signup) == SignupState.ACCEPTED


def test_a_hand_that_did_not_tick_takes_nothing_back(town: Town) -> None:
    signup = coming(town)
    texted(signup)
    answered()
    row = CannotCome.objects.get()
    actions.settle_cannot_come(cannot_come=row, actor=actor(town.leader), at=NOON)
    with pytest.raises(Refused):
        actions.undo_settled(cannot_come=row, actor=actor(account("别的队长")), at=NOON)
    assert queries.cannot_come(row.public_id).settled_at == NOON  # type: ignore[union-attr]


def test_it_asks_no_more_the_more_there_are(town: Town, django_assert_max_num_queries: Queries) -> None:
    some = [coming(town, days=3 + n, name=f"众{n}", phone=f"1390000882{n}") for n in range(6)]
    for n, one in enumerate(some):
        texted(one, phone=f"1390000882{n}")
        answered(phone=f"1390000882{n}", at=NOON + timedelta(minutes=n))
    with django_assert_max_num_queries(12):
        assert len(piled(town)) == 5
