"""What waited for the morning leaves as one message for its reader and way, with what still holds (N03)."""

import threading
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError

from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.notices import actions, queries, senders
from baiying.notices.actions import delivering, noting
from baiying.notices.models import Message
from tests.notices.mail_readers import reader
from tests.notices.test_sending import Gateway, Killed, fails, gateway
from tests.own_database import at_once

__all__ = ["gateway"]
DAY = datetime(2026, 12, 5, tzinfo=clock.CHINA)
NIGHT, MORNING = DAY.replace(hour=23), DAY + timedelta(days=1, hours=8)
PHONE, OTHER = "13900000009", "13900000008"


def held(*texts: str, phone: str = PHONE, kind: str = "signup_note", **more: Any) -> list[Message]:
    letters = [actions.Letter(text=text, phone=phone, **more) for text in texts]
    actions.write_many(kind=kind, letters=letters, at=NIGHT)
    return list(Message.objects.filter(text__in=texts).exclude(channel="inapp").order_by("id"))


def left() -> dict[str, bool]:
    return {row.text: row.delivered_at is not None for row in Message.objects.order_by("id")}


@pytest.mark.django_db
def test_n03_ten_that_waited_are_one_message_in_the_morning_and_count_once(gateway: Gateway) -> None:
    texts = [f"第{n}条" for n in range(10)]
    held(*texts)
    held("给别人的", phone=OTHER)
    actions.deliver_waiting(at=NIGHT)
    actions.deliver_waiting(at=MORNING - timedelta(seconds=1))
    assert gateway.sent == []
    actions.deliver_waiting(at=MORNING)
    whole = " ".join(f"({n}) {text}" for n, text in enumerate(texts, 1))
    assert gateway.sent == [whole, "给别人的"]
    assert all(left().values())
    assert queries.delivered_on_day(queries.phone_hash(PHONE), MORNING) == 1
    first, *rest = Message.objects.filter(text__in=texts).order_by("id")
    assert first.joined is None
    assert {row.joined for row in rest} == {first.id}
    actions.deliver_waiting(at=MORNING + timedelta(minutes=1))
    assert len(gateway.sent) == 2, "once"
    # What comes by day leaves by itself.
    actions.write(kind="signup_note", text="白天的", at=MORNING + timedelta(hours=1), phone=PHONE)
    actions.deliver_waiting(at=MORNING + timedelta(hours=1))
    assert gateway.sent[-1] == "白天的"


@pytest.mark.django_db
def test_n03_what_may_ring_at_night_is_urgent_or_lets_in_is_joined_by_nothing(gateway: Gateway) -> None:
    held("平常的")
    held("夜里也要", any_hour=True)
    held("验证码 123456", kind="log_in_code", secret_until=MORNING + timedelta(hours=1))
    actions.write(kind="signup_note", text="急的", at=NIGHT, phone=PHONE, urgent=True)
    actions.deliver_waiting(at=MORNING)
    actions.deliver_waiting_codes(at=MORNING)
    assert sorted(gateway.sent) == sorted(["急的", "夜里也要", "平常的", "验证码 123456"])


@pytest.mark.django_db
def test_n03_what_is_over_by_the_morning_is_left_out_with_its_reason(gateway: Gateway) -> None:
    held("还有用", "也有用")
    held("过时了", useful_until=MORNING)
    actions.deliver_waiting(at=MORNING)
    assert gateway.sent == ["(1) 还有用 (2) 也有用"]
    gone = Message.objects.get(text="过时了")
    assert gone.dropped
    assert gone.joined is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "failed", [senders.SendFailed("网关忙"), senders.GatewayDown("连不上"), senders.Throttled("密")]
)
def test_what_was_not_taken_is_one_message_again_at_the_next_try(gateway: Gateway, failed: Exception) -> None:
    held("一", "二")
    gateway.answer = fails(failed)
    actions.deliver_waiting(at=MORNING)
    assert len(gateway.asked) == 1
    assert not any(left().values())
    gateway.answer = lambda _text: None
    actions.deliver_waiting(at=MORNING + timedelta(minutes=5))
    assert gateway.sent == ["(1) 一 (2) 二"]


@pytest.mark.django_db
def test_one_text_that_is_refused_for_its_words_takes_no_others_along(gateway: Gateway) -> None:
    held("一", "坏的", "二")

    def answer(text: str) -> None:
        if "坏的" in text:
            raise senders.NeverDeliverable("不接受这段文字")

    gateway.answer = answer
    actions.deliver_waiting(at=MORNING)
    assert gateway.sent == ["一", "二"]
    assert left() == {"一": True, "坏的": False, "二": True}
    assert Message.objects.get(text="坏的").failed_at is not None
    asked = len(gateway.asked)
    actions.deliver_waiting(at=MORNING + timedelta(minutes=30))
    assert len(gateway.asked) == asked, "nothing is asked twice"


def refuse_what_is_joined(text: str) -> None:
    if text.startswith("("):
        raise senders.NeverDeliverable("不接受这段文字")


@pytest.mark.django_db
def test_texts_that_were_parted_count_each_against_the_days_limit(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = queries.neighbours.rules(MORNING.date()).sms_per_phone_day
    held(*[f"第{n}条" for n in range(most + 1)])
    turns: list[str] = []

    def has_turn(lane: str, _now: delivering.Now) -> bool:
        turns.append(lane)
        return True

    gateway.answer = refuse_what_is_joined
    monkeypatch.setattr(delivering, "_has_turn", has_turn)
    actions.deliver_waiting(at=MORNING)
    assert gateway.sent == [f"第{n}条" for n in range(most)]
    assert queries.delivered_on_day(queries.phone_hash(PHONE), MORNING) == most
    assert len(turns) >= 1 + most + 1, "each waits for its own turn at the gateway"
    assert Message.objects.filter(failure__contains="已到上限").count() == 1


@pytest.mark.django_db
def test_texts_that_were_parted_wait_while_their_gateway_is_down(gateway: Gateway) -> None:
    held("一", "二", "三")

    def answer(text: str) -> None:
        refuse_what_is_joined(text)
        raise senders.GatewayDown("连不上")

    gateway.answer = answer
    actions.deliver_waiting(at=MORNING)
    assert len(gateway.asked) == 2, "the first says that it is down, and the others ask nothing"
    assert not Message.objects.filter(failed_at__isnull=False).exists()


@pytest.mark.django_db
def test_a_worker_that_is_slow_with_parted_texts_sends_none_that_another_took(gateway: Gateway) -> None:
    held(*[f"第{n}条" for n in range(3)])
    clock_of = [MORNING]

    def answer(text: str) -> None:
        clock_of[0] += timedelta(seconds=50)
        refuse_what_is_joined(text)
        if len(gateway.asked) == 3:
            # By now the claim of the last has run out, and another worker takes it.
            gateway.answer = refuse_what_is_joined
            actions.deliver_waiting(at=clock_of[0])

    gateway.answer = answer
    actions.deliver_waiting(at=MORNING, now=lambda: clock_of[0])
    assert sorted(gateway.sent) == [f"第{n}条" for n in range(3)]


@pytest.mark.django_db
def test_what_left_as_one_is_noted_whole_or_not_at_all(gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault between the notes of two: what was noted by half would leave again without the other half."""
    held("一", "二", "三")
    note, noted = noting.delivery, []

    def delivery(row: Message, number: str, at: datetime) -> None:
        if noted:
            raise OperationalError("lock timeout")
        noted.append(row.pk)
        note(row, number, at)

    monkeypatch.setattr(noting, "delivery", delivery)
    actions.deliver_waiting(at=MORNING)
    assert not any(left().values())


@pytest.mark.django_db
def test_what_no_address_takes_is_a_dead_letter_each_and_asked_once(gateway: Gateway) -> None:
    rows = held("一", "二")
    gateway.answer = fails(senders.AddressRefused("空号"))
    actions.deliver_waiting(at=MORNING)
    assert Message.objects.filter(failure="空号", failed_at__isnull=False).count() == len(rows)
    assert len(gateway.asked) == 1


@pytest.mark.django_db
def test_of_a_killed_worker_each_is_sent_again_or_not_as_its_kind_says(gateway: Gateway) -> None:
    held("自己的班次")
    held("群发的", kind="circulars.approved")
    gateway.answer = fails(Killed())
    with pytest.raises(Killed):
        actions.deliver_waiting(at=MORNING)
    gateway.answer = lambda _text: None
    actions.deliver_waiting(at=MORNING + timedelta(minutes=3))
    assert gateway.sent == ["自己的班次"]
    assert Message.objects.get(text="群发的").unclear


@pytest.mark.django_db
def test_what_is_too_long_together_is_a_second_message(gateway: Gateway) -> None:
    held("长" * 300, "短", "也长" * 100)
    actions.deliver_waiting(at=MORNING)
    assert gateway.sent == [f"(1) {'长' * 300} (2) 短", "也长" * 100]


@pytest.mark.django_db
def test_what_cannot_be_said_keeps_none_of_the_others(gateway: Gateway) -> None:
    held("一", "二")
    bad = held("坏的")[0]
    Message.objects.filter(id=bad.id).update(kind="reminder_evening", making={"no": "such"})
    actions.deliver_waiting(at=MORNING)
    assert gateway.sent == ["(1) 一 (2) 二"]
    assert Message.objects.get(id=bad.id).failed_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize(("templates", "many"), [({"#3fa2b1c0": "1"}, 2), ({"signup_note": "1"}, 2), ({"*": "2"}, 1)])
def test_where_each_text_needs_a_template_of_its_own_each_leaves_by_itself(
    gateway: Gateway, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, templates: Any, many: int
) -> None:
    monkeypatch.setitem(senders.GATEWAYS, "tencent", lambda _lane: gateway)
    settings.VAR, settings.BAIYING_SMS = tmp_path, "tencent"
    settings.GATEWAY_ACCOUNTS = {**settings.GATEWAY_ACCOUNTS, "sms": {"templates": templates}}
    actions.confirm_instance(drop_waiting=False, actor=Actor(), at=NIGHT)
    held("一", "二")
    actions.deliver_waiting(at=MORNING)
    assert len(gateway.sent) == many


@pytest.mark.django_db
def test_n03_by_mail_it_is_the_same(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    made = Gateway()
    monkeypatch.setitem(senders.SENDERS, "log", lambda: made)
    settings.BAIYING_MAIL = "log"
    reader("lin", "lin@example.org", at=NIGHT)
    held("一", "二", inbox="lin")
    actions.deliver_waiting_mail(at=MORNING)
    assert made.sent == ["(1) 一\n\n(2) 二"]


@pytest.mark.race
def test_four_workers_at_one_moment_send_each_once(own_database: str, gateway: Gateway) -> None:
    ids = [row.id for row in held(*[f"第{n}条" for n in range(8)])]
    gateway.answer = lambda _text: threading.Event().wait(0.05) and None
    at_once(*[partial(actions.deliver_batch, message_ids=ids[n::4], at=MORNING) for n in range(4)])
    assert not Message.objects.filter(delivered_at__isnull=True).exists()
    said = " ".join(gateway.sent)
    assert all(said.count(f"第{n}条") == 1 for n in range(8))
