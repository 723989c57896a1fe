"""What waited for the morning, by WeChat: a template holds no second text, so one stands for all and says so, where it
has a field for that; elsewhere each leaves by itself (N03)."""

import json
from datetime import datetime, timedelta
from typing import Any

import pytest

from baiying.kit import clock
from baiying.notices import actions, queries, senders
from baiying.notices.models import Message
from baiying.notices.senders import wechat_fields
from tests.notices.chat_readers import bound, phones, weixin
from tests.notices.test_sending import PHONE
from tests.notices.weixin_server import Weixin

__all__ = ["phones", "weixin"]
pytestmark = pytest.mark.django_db
DAY = datetime(2026, 12, 5, tzinfo=clock.CHINA)
NIGHT, MORNING = DAY.replace(hour=23), DAY + timedelta(days=1, hours=8)
FIELDS = {"thing1": "text", "time3": "sent"}
MORE = {"id": "T2", "fields": {**FIELDS, "thing4": "more"}}
PLAIN = {"id": "T1", "fields": FIELDS}


@pytest.fixture
def morning(weixin: Weixin, phones: dict[str, str], settings: Any) -> Any:
    bound("lin", at=NIGHT)

    def by(templates: dict[str, Any]) -> Weixin:
        settings.WECHAT_ACCOUNT = {**settings.WECHAT_ACCOUNT, "templates": json.dumps(templates)}
        return weixin

    return by


def held(text: str, *, hours: float = 48, kind: str = "signup_note", **more: Any) -> None:
    useful = MORNING + timedelta(hours=hours)
    letter = actions.Letter(text=text, inbox="lin", phone=PHONE, useful_until=useful, link="/activities/a/", **more)
    actions.write_many(kind=kind, letters=[letter], at=NIGHT)


def said(weixin: Weixin) -> list[tuple[str, str]]:
    shown = [one["data"] for one in weixin.taken]
    return [(one["thing1"]["value"], one.get("thing4", {}).get("value", "")) for one in shown]


def test_the_most_pressing_stands_for_all_and_says_how_many_more_there_are(morning: Any) -> None:
    weixin = morning({"*": MORE})
    held("下周的")
    held("今天上午的", hours=2)
    held("明天的", hours=24)
    actions.deliver_waiting_chat(at=NIGHT)
    assert weixin.taken == []
    actions.deliver_waiting_chat(at=MORNING)
    assert said(weixin) == [("今天上午的", "另有 2 条，请打开看")]
    assert weixin.taken[0]["url"] == "https://city.example/mine/messages/"
    rows = {row.text: row for row in Message.objects.filter(channel=senders.WECHAT)}
    assert all(row.delivered_at for row in rows.values())
    lead = rows.pop("今天上午的")
    assert lead.joined is None
    assert {row.joined for row in rows.values()} == {lead.id}
    assert queries.delivered_on_day(bytes(lead.address_hash or b""), MORNING) == 1
    actions.deliver_waiting_chat(at=MORNING + timedelta(minutes=1))
    assert len(weixin.taken) == 1


def test_one_alone_says_that_there_are_no_others_and_opens_its_page(morning: Any) -> None:
    weixin = morning({"*": MORE})
    held("只有一条")
    actions.deliver_waiting_chat(at=MORNING)
    assert said(weixin) == [("只有一条", "没有别的消息")]
    assert weixin.taken[0]["url"].endswith("/activities/a/")


def test_a_template_without_the_field_lets_each_leave_by_itself(morning: Any) -> None:
    weixin = morning({"*": PLAIN})
    held("一")
    held("二")
    actions.deliver_waiting_chat(at=MORNING)
    assert said(weixin) == [("一", ""), ("二", "")]


def test_only_a_kind_whose_template_can_say_it_stands_for_others(morning: Any) -> None:
    weixin = morning({"signup_": MORE, "*": PLAIN})
    held("别的", kind="hours_posted", hours=1)
    held("报名的")
    held("也是报名的")
    actions.deliver_waiting_chat(at=MORNING)
    assert said(weixin) == [("别的", ""), ("报名的", "另有 1 条，请打开看")]


def test_what_is_refused_for_its_words_takes_no_others_along(morning: Any) -> None:
    weixin = morning({"*": MORE})
    held("一", hours=1)
    held("二")
    weixin.troubles = [47003, 47003]
    actions.deliver_waiting_chat(at=MORNING)
    assert said(weixin) == [("二", "没有别的消息")]


@pytest.mark.rules
def test_the_field_is_a_thing_and_holds_the_words() -> None:
    assert wechat_fields.problems(json.dumps({"*": MORE})) == []
    assert wechat_fields.problems(json.dumps({"*": {"id": "T", "fields": {"phrase1": "more"}}}))
    words = "另有 9 条，请打开看"
    assert wechat_fields.shaped("thing4", words) == words
