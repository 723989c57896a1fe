"""Words of stopping, and words that only look like it (N13): what goes to many stops at that number, nothing else."""

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.models import AuditEvent
from baiying.notices import actions, queries, rules
from baiying.notices.models import HeardReply, Message, Stopped
from baiying.notices.senders import replies
from baiying.notices.senders.replies import Reply
from tests.activities.makers import Town, account, log_in
from tests.notices.test_sending import NOON, PHONE, Gateway, gateway

__all__ = ["gateway"]
KEY, MANY = "a-key-in-the-address", "circulars.volunteers"
DOORS = {"tencent": f"/replies/tencent/{KEY}/", "aliyun": f"/replies/aliyun/{KEY}/"}
STOPS = ["TD", "td ", "ＴＤ", "T D", "退订", "退订。谢谢", "R", "0000", "T", " 退 订 "]
SENTENCE = "我想退订周六的活动，家里有事"
SETTINGS = "/mine/messages/settings/"


@pytest.fixture(autouse=True)
def _key(settings: Any) -> None:
    settings.BAIYING_RECEIPTS_KEY = KEY


def body(text: str, phone: str, vendor: str) -> bytes:
    if vendor == "aliyun":
        return json.dumps([{"phone_number": phone, "content": text, "sign_name": "百应", "sequence_id": 1}]).encode()
    return json.dumps({"mobile": phone, "nationcode": "86", "text": text, "sign": "百应", "extend": ""}).encode()


def says(text: str, phone: str = PHONE, *, vendor: str = "tencent", door: str = "") -> Any:
    data = body(text, phone, vendor)
    return Client().post(door or DOORS[vendor], data=data, content_type="application/json")


def answers() -> list[str]:
    return list(Message.objects.filter(kind__startswith="reply_").order_by("id").values_list("kind", flat=True))


@pytest.fixture
def texted(db: None) -> None:
    actions.write(kind="reminder_evening", text="明天有服务。", at=clock.now(), phone=PHONE)


@pytest.mark.rules
@pytest.mark.parametrize(
    ("text", "means"),
    [
        *((text, rules.STOP) for text in STOPS),
        ("停", rules.UNSURE), ("别发了！", rules.UNSURE),
        (SENTENCE, rules.OTHER), ("好的", rules.OTHER), ("来不了", rules.CANNOT), ("TDD", rules.OTHER),
        ("", ""), ("。。。", ""), ("👍", ""),
    ],
)  # fmt: skip
def test_n13_what_is_meant(text: str, means: str) -> None:
    assert rules.meant(text) == means


@pytest.mark.django_db
@pytest.mark.parametrize("vendor", sorted(DOORS))
@pytest.mark.parametrize("text", STOPS)
def test_n13_a_word_of_stopping_is_confirmed_once(texted: None, text: str, vendor: str) -> None:
    for _again in range(2):
        assert says(text, vendor=vendor).status_code == 200
    assert says("退订", "+86" + PHONE, vendor=vendor).status_code == 200
    assert Stopped.objects.count() == 1
    assert answers() == ["reply_stopped"]
    assert AuditEvent.objects.filter(action="TextsStopped").count() == 1


@pytest.mark.django_db
def test_n13_only_what_goes_to_many_stops_and_only_at_that_number(texted: None, gateway: Gateway) -> None:
    says("TD")
    Message.objects.all().delete()
    for kind, text, more in (
        (MANY, "群发的", {}), (MANY, "应急的", {"urgent": True}), ("signup_note", "自己的班次", {}),
        (MANY, "给别人的", {"phone": "13900000002"}),
    ):  # fmt: skip
        given: dict[str, Any] = {"phone": PHONE, **more}
        actions.write(kind=kind, text=text, at=NOON, **given)
    code = actions.Letter(text="验证码 123456", phone=PHONE, secret_until=NOON + timedelta(minutes=5))
    actions.write_many(kind="log_in_code", letters=[code], at=NOON, urgent=True)
    actions.deliver_waiting(at=NOON)
    actions.deliver_waiting_codes(at=NOON)
    assert sorted(gateway.sent) == sorted(["应急的", "自己的班次", "给别人的", "验证码 123456"])
    row = Message.objects.get(text="群发的")
    assert row.dropped
    assert "退订" in row.failure


@pytest.mark.django_db
def test_n13_the_confirmation_leaves_though_the_day_is_full_and_at_night(texted: None, gateway: Gateway) -> None:
    night = clock.midnight(clock.local_date(clock.now())) + timedelta(hours=23)
    for n in range(3):
        actions.write(kind="signup_note", text=f"第{n}条", at=night, phone=PHONE, urgent=True)
    actions.hear_replies(gateway="tencent", said=[Reply(PHONE, "TD")], at=night)
    actions.deliver_waiting(at=night)
    assert gateway.sent[-1].startswith("已停发群发的短信")


@pytest.mark.django_db
def test_n13_a_sentence_stops_nothing_and_is_answered_once_a_day(texted: None) -> None:
    for _again in range(2):
        says(SENTENCE)
    assert not Stopped.objects.exists()
    assert answers() == ["reply_other"]
    says("停")
    assert answers() == ["reply_other"], "one answer a day: a machine that answers ours ends there"
    actions.hear_replies(gateway="tencent", said=[Reply(PHONE, "停")], at=clock.now() + timedelta(days=1, minutes=1))
    assert answers() == ["reply_other", "reply_unsure"]
    says("TD")
    assert answers()[-1] == "reply_stopped", "stopping is always confirmed"


@pytest.mark.django_db
def test_whom_we_never_wrote_to_is_neither_stopped_nor_answered() -> None:
    says("TD")
    says("你好", "13900000005")
    assert not Stopped.objects.exists()
    assert answers() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"{", 400), (b"[1]", 400), (b'{"mobile": "1"}', 400), (b"\xff", 400), (b"[]", 200),
        (b'{"mobile": "10086", "text": "TD"}', 200), (b'{"mobile": "13900000001", "text": "TD\\u0000"}', 200),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_or_writes_nothing(texted: None, data: bytes, status: int) -> None:
    answer = Client().post(DOORS["tencent"], data=data, content_type="application/json")
    assert answer.status_code == status


@pytest.mark.django_db
def test_only_who_knows_the_key_may_say_it(texted: None, settings: Any) -> None:
    assert says("TD", door="/replies/tencent/another-key/").status_code == 401
    assert says("TD", door=f"/replies/mail/{KEY}/").status_code == 404
    assert Client().get(DOORS["tencent"]).status_code == 405
    settings.BAIYING_RECEIPTS_KEY = ""
    assert says("TD").status_code == 404
    assert not Stopped.objects.exists()


def _reader(town: Town, name: str, phone: str) -> Client:
    who = account(name, phone)
    person = builders.person(name, residence=town.village, account=who, phone=phone)
    return log_in(who, person)


@pytest.mark.django_db
def test_the_reader_sees_it_and_has_it_back_by_one_press(texted: None) -> None:
    browser = _reader(Town(), "王芳", PHONE)
    assert "恢复群发的短信" not in browser.get(SETTINGS).content.decode()
    says("TD")
    assert "您的手机回复过退订" in browser.get(SETTINGS).content.decode()
    for _again in range(2):
        assert browser.post("/mine/messages/texts/").status_code == 302
    assert not queries.is_stopped(queries.phone_hash(PHONE))
    assert AuditEvent.objects.filter(action="TextsStarted").count() == 1
    assert "您的手机回复过退订" not in browser.get(SETTINGS).content.decode()
    says("退订")
    assert answers() == ["reply_stopped", "reply_stopped"], "stopped again it is said again"


@pytest.mark.django_db
def test_nobody_starts_the_texts_of_another(texted: None) -> None:
    says("TD")
    _reader(Town(), "李强", "13900000004").post("/mine/messages/texts/")
    assert Client().post("/mine/messages/texts/").status_code == 302
    assert Stopped.objects.count() == 1


# As the vendors' documents print them.
OF_TENCENT = {
    "extend": "扩展码", "mobile": PHONE, "nationcode": "86", "sign": "短信签名", "text": "TD", "time": 1457336869,
}  # fmt: skip
OF_ALIYUN = {
    "dest_code": "1234", "send_time": "2016-03-07 15:47:49", "sign_name": "百应", "sequence_id": 1234567890,
    "phone_number": PHONE, "content": "TD",
}  # fmt: skip


@pytest.mark.rules
def test_each_vendor_says_when_and_aliyun_which() -> None:
    moment = datetime(2016, 3, 7, 7, 47, 49, tzinfo=UTC)
    [one] = replies.read("tencent", json.dumps(OF_TENCENT).encode())
    assert (one.said_at, one.number) == (moment, "")
    [one] = replies.read("aliyun", json.dumps([OF_ALIYUN]).encode())
    assert (one.said_at, one.number) == (moment, "1234567890")


@pytest.mark.rules
@pytest.mark.parametrize("time", [None, "", "yesterday", [], {}, 10**20, "1e9x", float("nan")])
def test_a_time_that_cannot_be_read_is_none_and_the_answer_counts(time: Any) -> None:
    for vendor, given in (("tencent", {**OF_TENCENT, "time": time}), ("aliyun", {**OF_ALIYUN, "send_time": time})):
        [one] = replies.read(vendor, json.dumps(given).encode())
        assert (one.text, one.said_at) == ("TD", None)


def _heard(text: str = "TD", *, at: datetime, gateway: str = "tencent", **more: Any) -> bool:
    return actions.hear_replies(gateway=gateway, said=[Reply(PHONE, text, **more)], at=at) == 1


def _switched_on(at: datetime) -> None:
    Stopped.objects.filter(address_hash=queries.phone_hash(PHONE)).update(started_at=at)


SECOND = timedelta(seconds=1)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("gateway", "first", "replayed"),
    [
        # Its moment is before the switching on, whatever else is said of it.
        ("tencent", {"said_at": NOON}, {"said_at": NOON}),
        ("tencent", {"said_at": NOON}, {"said_at": NOON, "text": "td"}),
        ("aliyun", {"said_at": NOON, "number": "7"}, {"said_at": NOON, "number": "8"}),
        # Its number was heard, whatever moment the vendor gives it now.
        ("aliyun", {"said_at": NOON, "number": "7"}, {"said_at": NOON + timedelta(days=40), "number": "7"}),
        ("aliyun", {"number": "7"}, {"number": "7"}),
        # Neither: the same words within the while of the rules.
        ("tencent", {}, {}),
    ],
)
def test_an_answer_handed_on_again_stops_nobody_who_switched_on_since(gateway: str, first: Any, replayed: Any) -> None:
    at = NOON + 2 * SECOND
    actions.write(kind="reminder_evening", text="明天有服务。", at=NOON - timedelta(hours=1), phone=PHONE)
    assert _heard(at=at, gateway=gateway, **first)
    _switched_on(at + timedelta(minutes=5))
    assert not _heard(at=at + timedelta(minutes=10), gateway=gateway, **replayed)
    assert not queries.is_stopped(queries.phone_hash(PHONE))
    assert answers() == ["reply_stopped"]
    assert AuditEvent.objects.filter(action="TextsStopped").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "new",
    [
        {"said_at": NOON + timedelta(minutes=5, seconds=7)},
        # Vendors say the second alone: in the second of the switching on it counts.
        {"said_at": NOON + timedelta(minutes=5)},
        {"said_at": NOON + timedelta(minutes=6), "number": "9"},
        {"number": "9"},
        {"text": "退订"},
    ],
)
def test_who_says_stop_again_after_switching_on_is_obeyed(new: Any) -> None:
    actions.write(kind="reminder_evening", text="明天有服务。", at=NOON - timedelta(hours=1), phone=PHONE)
    assert _heard(at=NOON, said_at=NOON, number="1")
    _switched_on(NOON + timedelta(minutes=5, milliseconds=700))
    assert _heard(at=NOON + timedelta(minutes=10), **new)
    assert queries.is_stopped(queries.phone_hash(PHONE))
    assert answers() == ["reply_stopped", "reply_stopped"]


@pytest.mark.django_db
def test_the_while_of_the_same_words_is_a_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    actions.write(kind="reminder_evening", text="明天有服务。", at=NOON - timedelta(hours=1), phone=PHONE)
    given = rules.NoticeRules(same_reply_minutes=5)
    monkeypatch.setattr(queries.neighbours, "rules", lambda _day: given)
    assert _heard(at=NOON)
    _switched_on(NOON + timedelta(minutes=1))
    assert not _heard(at=NOON + timedelta(minutes=5) - SECOND)
    assert _heard(at=NOON + timedelta(minutes=5)), "later it is said anew"


@pytest.mark.django_db
def test_of_what_was_heard_no_phone_and_no_words_are_kept_and_not_for_ever(texted: None) -> None:
    says("TD")
    assert HeardReply.objects.count() == 1
    row = HeardReply.objects.get()
    assert PHONE.encode() not in bytes(row.key)
    actions.clear_replies(at=clock.now() + timedelta(days=364))
    assert HeardReply.objects.count() == 1
    actions.clear_replies(at=clock.now() + timedelta(days=366))
    assert not HeardReply.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["can't come", "停", "好的", "退订"])
def test_whoever_reads_english_is_answered_in_english(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(queries.neighbours, "language_of_inbox", lambda inbox: "en" if inbox == "reader" else "")
    actions.write(kind="reminder_evening", text="明天有服务。", at=clock.now(), inbox="reader", phone=PHONE)
    assert says(text).status_code == 200
    [answer] = Message.objects.filter(kind__startswith="reply_")
    assert re.search(r"[\u4e00-\u9fff]", answer.text) is None, answer.text
