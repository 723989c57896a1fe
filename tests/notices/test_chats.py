"""WeChat and WeCom: what they are asked and what they mean, first to whom it is bound, once by the next way (N22)."""

import logging
from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from baiying.kit.values.actor import Actor
from baiying.notices import actions, queries, senders
from baiying.notices.actions import writing
from baiying.notices.models import ChatAccount, Message
from baiying.notices.senders import wechat
from baiying.notices.senders.said import Heard
from tests.notices.chat_readers import bound, deliver, of, phones, weixin, write
from tests.notices.test_sending import MINUTE, NOON, PHONE, Gateway, fails, gateway
from tests.notices.weixin_server import SECRET, Weixin

__all__ = ["gateway", "phones", "weixin"]
pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def parcel(**more: Any) -> senders.Parcel:
    given = {"address": "o-lin", "text": "您的班次取消了。", "subject": "班次取消", "reference": "r1", "at": NOON}
    return senders.Parcel(**{**given, **more})


def test_a_template_message_says_what_it_is_about_and_opens_the_page(weixin: Weixin) -> None:
    number = senders.sender("wechat").send(parcel(link="/activities/a1/"))
    assert number == "200163801"
    assert weixin.taken == [
        {
            "touser": "o-lin",
            "template_id": "T1",
            "url": "https://city.example/activities/a1/",
            "client_msg_id": "r1",
            "data": {
                "thing1": {"value": "班次取消"},
                "thing2": {"value": "您的班次取消了。"},
                "time3": {"value": "2026年11月24日 12:00"},
            },
        }
    ]


def test_a_message_of_wecom_is_a_card_or_a_text_and_checked_for_repetition(weixin: Weixin) -> None:
    senders.sender("wecom").send(parcel(link="/activities/a1/"))
    senders.sender("wecom").send(parcel())
    card, text = weixin.taken
    assert (card["touser"], card["agentid"], card["msgtype"]) == ("o-lin", 1000002, "textcard")
    assert card["textcard"]["url"] == "https://city.example/activities/a1/#r1"
    assert (text["msgtype"], text["text"]) == ("text", {"content": "您的班次取消了。"})
    assert [one.get("enable_duplicate_check") for one in weixin.taken] == [1, None], "two texts may be alike"
    # The same news a second time is another message, which WeCom must not take for a repetition of the first.
    senders.sender("wecom").send(parcel(link="/activities/a1/", reference="r2"))
    assert weixin.taken[-1]["textcard"] != card["textcard"]


@pytest.mark.parametrize("way", ["wechat", "wecom"])
def test_a_token_is_asked_for_once_and_anew_once_where_it_is_stale(weixin: Weixin, way: str) -> None:
    for n in range(3):
        senders.sender(way).send(parcel(reference=f"r{n}", text=f"第{n}条"))
    assert weixin.tokens == 1
    weixin.stale.add("t1")
    senders.sender(way).send(parcel(reference="r9", text="第9条"))
    assert (weixin.tokens, len(weixin.taken)) == (2, 4)
    weixin.troubles = [42001, 42001]
    with pytest.raises(senders.GatewayDown):
        senders.sender(way).send(parcel(reference="r10", text="第10条"))
    assert weixin.tokens == 3


@pytest.mark.parametrize(
    ("way", "code", "kind"),
    [
        ("wechat", 43004, senders.AddressRefused),
        ("wechat", 43019, senders.AddressRefused),
        ("wechat", 43116, senders.AddressRefused),
        ("wechat", 40003, senders.AddressRefused),
        ("wechat", 40037, senders.NeverDeliverable),
        ("wechat", 47003, senders.NeverDeliverable),
        ("wechat", 45009, senders.Throttled),
        ("wechat", 45047, senders.Throttled),
        ("wechat", 45011, senders.Throttled),
        ("wechat", 40013, senders.GatewayDown),
        ("wechat", 40164, senders.GatewayDown),
        ("wechat", 48001, senders.GatewayDown),
        ("wechat", -1, senders.SendFailed),
        ("wechat", 99999, senders.SendFailed),
        ("wechat", "cut", senders.Unclear),
        ("wechat", {"errcode": "?"}, senders.Unclear),
        ("wechat", {"errcode": 0}, senders.Unclear),
        # A proxy's word in between, which is no answer of WeCom.
        ("wecom", {"error": "bad gateway"}, senders.Unclear),
        ("wecom", 81013, senders.AddressRefused),
        ("wecom", 60111, senders.AddressRefused),
        ("wecom", 60011, senders.AddressRefused),
        ("wecom", {"errcode": 0, "errmsg": "ok", "invaliduser": "o-lin"}, senders.AddressRefused),
        ("wecom", 45009, senders.Throttled),
        ("wecom", 45033, senders.Throttled),
        ("wecom", 60020, senders.GatewayDown),
        ("wecom", 40058, senders.NeverDeliverable),
        ("wecom", -1, senders.SendFailed),
    ],
)
def test_what_it_answers_has_its_meaning_and_says_no_secret(
    weixin: Weixin, way: str, code: Any, kind: type[Exception], caplog: pytest.LogCaptureFixture
) -> None:
    weixin.troubles = [code]
    with caplog.at_level(logging.DEBUG), pytest.raises(senders.SendFailed) as said:
        senders.sender(way).send(parcel())
    assert type(said.value) is kind
    for secret in (SECRET, "t1", "o-lin", weixin.address):
        assert secret not in str(said.value)
        assert secret not in caplog.text


def test_n26_a_refusal_for_a_field_names_the_field_and_nothing_else(weixin: Weixin) -> None:
    weixin.troubles, weixin.errmsg = [47003], "argument invalid! data.thing2.value invalid rid: 65-6-张三"
    with pytest.raises(senders.NeverDeliverable) as said:
        senders.sender("wechat").send(parcel())
    assert str(said.value) == "微信不接受模板的字段 thing2（47003）。"


def test_templates_that_hold_nothing_or_are_not_there_send_nothing(weixin: Weixin, settings: Any) -> None:
    for templates, kind in (
        ('{"*": {"id": "T", "fields": {"name1": "person"}}}', senders.GatewayDown),
        ('{"other": {"id": "T", "fields": {"thing1": "text"}}}', senders.NeverDeliverable),
        ('{"*": {"id": "T", "fields": {"phrase1": "state"}}}', senders.NeverDeliverable),
    ):
        settings.WECHAT_ACCOUNT = {**settings.WECHAT_ACCOUNT, "templates": templates}
        with pytest.raises(senders.SendFailed) as said:
            senders.sender("wechat").send(parcel(recipe={"%": {"t": "%(state)s"}, "v": {"state": "一二三四五六"}}))
        assert type(said.value) is kind
    assert weixin.taken == []


def test_a_wrong_key_is_said_and_never_shown_and_is_mended_within_a_minute(
    weixin: Weixin, phones: dict[str, str], gateway: Gateway, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    bound()
    right = settings.WECHAT_ACCOUNT
    settings.WECHAT_ACCOUNT = {**right, "secret": "wrong-secret"}
    wechat.TOKENS.forget()
    with caplog.at_level(logging.DEBUG):
        write("第一条")
        deliver(NOON)
    assert gateway.sent == ["第一条"]
    assert "wrong-secret" not in caplog.text + queries.channels()["wechat"].why
    # While it is known to be down, others do not even wait for it.
    write("第二条", at=NOON + MINUTE / 2)
    deliver(NOON + MINUTE / 2)
    assert gateway.sent == ["第一条", "第二条"]
    settings.WECHAT_ACCOUNT = right
    write("第三条", at=NOON + MINUTE * 3)
    deliver(NOON + MINUTE * 3)
    assert [one["data"]["thing2"]["value"] for one in weixin.taken] == ["第三条"]
    assert queries.channels()["wechat"].down_since is None


def test_who_has_bound_wechat_is_written_to_there_and_not_by_text(
    weixin: Weixin, phones: dict[str, str], gateway: Gateway
) -> None:
    bound()
    write()
    deliver(NOON)
    assert (len(weixin.taken), gateway.sent) == (1, [])
    (row,) = of("wechat")
    assert (row.address_mask, row.delivered_at, row.gateway_number) == ("o***n", NOON, "200163801")
    assert "o-lin" not in str(row.__dict__)
    assert list(ProcrastinateJob.objects.values_list("task_name", "queue_name")) == [("notices.deliver_chat", "chat")]


def test_one_source_is_told_once_whatever_is_linked_between_two_writings(
    weixin: Weixin, phones: dict[str, str], gateway: Gateway
) -> None:
    write("先短信")
    bound()
    write("后微信")
    for text in ("先短信", "后微信"):
        write(text)
    ChatAccount.objects.all().delete()
    write("后微信")
    assert [row.text for row in of("sms")] == ["先短信"]
    assert [row.text for row in of("wechat")] == ["后微信"]


def test_a_text_to_somebody_elses_phone_stays_a_text_and_a_code_goes_nowhere_else(
    weixin: Weixin, phones: dict[str, str], gateway: Gateway
) -> None:
    bound()
    write("给监护人", phone="13900000002")
    write("验证码 123456", secret_until=NOON + HOUR)
    assert of("wechat") == []
    phones.clear()
    write("没有电话")
    assert of("wechat") == []


def test_an_emergency_goes_by_both(weixin: Weixin, phones: dict[str, str], gateway: Gateway) -> None:
    bound()
    write("暴雨红色预警", by_all=True)
    deliver(NOON)
    assert (len(weixin.taken), gateway.sent) == (1, ["暴雨红色预警"])
    weixin.troubles = [43004]
    write("暴雨橙色预警", by_all=True)
    deliver(NOON)
    deliver(NOON + MINUTE)
    assert gateway.sent == ["暴雨红色预警", "暴雨橙色预警"]


def test_n22_who_does_not_follow_gets_a_text_once_and_wechat_is_not_tried_again(
    weixin: Weixin, phones: dict[str, str], gateway: Gateway
) -> None:
    bound()
    weixin.troubles = [43004]
    write(urgent=False)
    gateway.answer = fails(senders.Throttled("太密"))
    deliver(NOON)
    gateway.answer = lambda _text: None
    deliver(NOON + MINUTE * 2)
    deliver(NOON + MINUTE * 3)
    assert gateway.sent == ["您的班次取消了。"]
    ((chat,), (text,)) = of("wechat"), of("sms")
    assert queries.outcome_of(chat).key == "dropped"
    assert "没有关注" in chat.failure
    assert queries.outcome_of(text).key == "sent"
    assert queries.delivered_on_day(queries.phone_hash(PHONE), NOON) == 1
    assert queries.delivered_on_day(bytes(chat.address_hash or b""), NOON) == 0
    assert ChatAccount.objects.get().refused_at == NOON
    write("又一条", at=NOON + MINUTE * 4)
    assert len(of("wechat")) == 1
    assert set(queries.became({"x:您的班次取消了。"})["x:您的班次取消了。"].outward) == {"sent", "dropped"}


def test_n22_no_answer_in_ten_minutes_is_told_by_text_too_and_a_late_answer_writes_nothing(
    weixin: Weixin, phones: dict[str, str], gateway: Gateway, settings: Any
) -> None:
    settings.BAIYING_RECEIPTS_KEY = "k"
    bound()
    write("一小时后开始", useful_until=NOON + HOUR)
    write("下周的事", useful_until=NOON + HOUR * 100)
    write("全市通知", kind="circulars.volunteers", useful_until=NOON + HOUR)
    deliver(NOON)
    deliver(NOON + MINUTE * 9)
    assert gateway.sent == []
    for minutes in (10, 11, 12):
        deliver(NOON + MINUTE * minutes)
    assert gateway.sent == ["一小时后开始"]
    for arrived in (True, False):
        actions.hear(
            gateway="wechat", said=[Heard("200163801", arrived, "" if arrived else "user block")], at=NOON + HOUR / 2
        )
    deliver(NOON + HOUR / 2)
    assert (len(of("sms")), gateway.sent) == (1, ["一小时后开始"])
    actions.hear(gateway="wechat", said=[Heard("200163802", arrived=True)], at=NOON + MINUTE)
    assert of("wechat")[1].received_at == NOON + MINUTE


def test_n22_what_wechat_says_did_not_arrive_goes_by_text(
    weixin: Weixin, phones: dict[str, str], gateway: Gateway
) -> None:
    bound()
    write()
    deliver(NOON)
    actions.hear(gateway="wechat", said=[Heard("200163801", arrived=False, reason="system failed")], at=NOON + MINUTE)
    deliver(NOON + MINUTE)
    assert gateway.sent == ["您的班次取消了。"]
    assert ChatAccount.objects.get().refused_at is None
    assert queries.outcome_of(of("wechat")[0]).key == "dropped"


@pytest.mark.parametrize(("answers", "minutes"), [([-1, -1], 2), ([45009], 0), (["cut", -1], 2)])
def test_what_wechat_does_not_take_soon_goes_by_text(
    weixin: Weixin, phones: dict[str, str], gateway: Gateway, answers: list[Any], minutes: int
) -> None:
    bound()
    weixin.troubles = answers
    write()
    for minute in range(minutes + 1):
        assert gateway.sent == []
        deliver(NOON + MINUTE * minute)
    assert gateway.sent == ["您的班次取消了。"]


def test_a_try_that_was_cut_off_is_not_seen_twice(weixin: Weixin, phones: dict[str, str], gateway: Gateway) -> None:
    bound()
    weixin.troubles = ["cut"]
    write()
    deliver(NOON)
    deliver(NOON + MINUTE * 2)
    assert (len(weixin.taken), gateway.sent) == (1, [])
    assert of("wechat")[0].delivered_at == NOON + MINUTE * 2


def test_what_waits_for_a_gateway_that_is_down_goes_by_text(
    weixin: Weixin, phones: dict[str, str], gateway: Gateway, settings: Any
) -> None:
    bound()
    phones["wang"] = "13900000002"
    bound("wang", "o-wang")
    for inbox, phone in phones.items():
        write(f"给{inbox}", inbox=inbox, phone=phone)
    settings.WECHAT_ACCOUNT = {**settings.WECHAT_ACCOUNT, "address": "http://127.0.0.1:9"}
    wechat.TOKENS.forget()
    deliver(NOON)
    deliver(NOON + MINUTE / 3)
    assert sorted(gateway.sent) == ["给lin", "给wang"]
    assert len(of("sms")) == 2


def test_quiet_hours_and_the_days_limit_hold(weixin: Weixin, phones: dict[str, str], gateway: Gateway) -> None:
    bound()
    night = NOON + HOUR * 10
    write("夜里写的", at=night, urgent=False, kind="signup_promoted")
    deliver(night)
    assert weixin.taken == []
    deliver(night + HOUR * 11)
    assert len(weixin.taken) == 1
    for n in range(4):
        write(f"第{n}条", at=night + HOUR * 12, urgent=False, kind="signup_promoted")
        deliver(night + HOUR * 12)
    assert len(weixin.taken) == 3
    # What is over the limit does not ring as a text message instead.
    assert of("sms") == []


def test_without_a_phone_it_goes_by_mail_and_what_was_given_up_by_hand_goes_on_as_a_text(
    weixin: Weixin, phones: dict[str, str], gateway: Gateway
) -> None:
    bound()
    write()
    for _ in range(2):
        actions.unbind_chat(lane="wechat", inbox="lin", actor=Actor(), at=NOON)
    deliver(NOON)
    assert (weixin.taken, gateway.sent) == ([], ["您的班次取消了。"])
    assert not ChatAccount.objects.exists()
    assert "不再用" in of("wechat")[0].failure


def test_what_is_sent_to_try_the_way_goes_by_no_other(weixin: Weixin, phones: dict[str, str], gateway: Gateway) -> None:
    to = bound()
    weixin.troubles = [43004]
    writing.write_test_chat(to=to, text="测试", kind=queries.TEST, at=NOON)
    deliver(NOON)
    assert gateway.sent == []
    assert queries.outcome_of(Message.objects.get()).key == "failed"
