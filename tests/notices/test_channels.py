"""Ways out: taken in sets, looked at again as each leaves, a gateway that is down, and an answer that never came."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from baiying.kit import gauges
from baiying.notices import actions, queries, senders
from baiying.notices.models import Channel, Message
from baiying.notices.rules import NoticeRules
from tests.notices.test_sending import MINUTE, NOON, PHONE, Gateway, Killed, fails, gateway, write
from tests.own_database import at_once

__all__ = ["gateway"]
MASS = "circulars.volunteers"
EVENING = datetime(2026, 11, 24, 12, 59, tzinfo=UTC)


def mass(text: str, phone: str = PHONE, at: datetime = NOON, *, urgent: bool = False) -> Message:
    actions.write(kind=MASS, text=text, at=at, phone=phone, urgent=urgent)
    return Message.objects.get(text=text)


def again(row: Message) -> Message:
    return Message.objects.get(id=row.id)


@pytest.mark.django_db
def test_n06_what_a_killed_worker_had_handed_over_is_sent_again_for_the_own_shift_and_not_to_many(
    gateway: Gateway,
) -> None:
    own, many = write("您的班次取消了。", urgent=True), mass("全市通知", urgent=True)
    gateway.answer = fails(Killed())
    for row in (own, many):
        with pytest.raises(Killed):
            actions.deliver(message_id=row.id, at=NOON)
    gateway.answer = lambda _text: None
    actions.deliver_waiting(at=NOON + MINUTE)
    assert gateway.sent == []
    actions.deliver_waiting(at=NOON + MINUTE * 3)
    assert gateway.sent == ["您的班次取消了。"]
    assert again(many).unclear
    assert queries.outcome_of(again(many)).key == "unclear"
    assert list(queries.in_state(queries.outbox(None), "unclear")) == [again(many)]
    assert not queries.in_state(queries.outbox(None), "failed").exists()


@pytest.mark.django_db
def test_what_was_claimed_and_not_handed_over_is_sent_by_the_next_whatever_its_kind(gateway: Gateway) -> None:
    rows = [mass(f"通知{n}", phone=f"1390000000{n}") for n in range(3)]
    gateway.answer = fails(Killed())
    with pytest.raises(Killed):
        actions.deliver_batch(message_ids=[row.id for row in rows], at=NOON)
    gateway.answer = lambda _text: None
    actions.deliver_waiting(at=NOON + MINUTE * 3)
    assert sorted(gateway.sent) == ["通知1", "通知2"]
    assert again(rows[0]).unclear


@pytest.mark.django_db
def test_an_answer_that_never_came_is_asked_for_again_or_not_by_kind(gateway: Gateway) -> None:
    own, many = write("您的班次取消了。"), mass("全市通知")
    gateway.answer = fails(senders.Unclear("连接中断"))
    actions.deliver_waiting(at=NOON)
    assert (again(own).failed_at, again(own).failure) == (None, "连接中断")
    assert (again(many).failed_at, again(many).unclear) == (NOON, True)
    gateway.answer = lambda _text: None
    actions.deliver_waiting(at=NOON + MINUTE * 2)
    assert gateway.sent == ["您的班次取消了。"]


@pytest.mark.django_db
def test_each_message_reads_the_clock_for_itself(gateway: Gateway) -> None:
    """A long run that began before the quiet hours ends with them (found: it went on through the night)."""
    rows = [write(f"第{n}条") for n in range(3)]
    Message.objects.update(written_at=EVENING)
    moments = {"第0条": EVENING, "第1条": EVENING + timedelta(seconds=59), "第2条": EVENING + MINUTE}
    at = [EVENING]

    def slow(text: str) -> None:
        at[0] = max(moments[f"第{int(text[1]) + 1}条"] if int(text[1]) < 2 else EVENING, at[0])

    gateway.answer = slow
    actions.deliver_batch(message_ids=[row.id for row in rows], at=EVENING, now=lambda: at[0])
    assert gateway.sent == ["第0条", "第1条"]
    last = Message.objects.get(text="第2条")
    assert (last.delivered_at, last.failed_at, last.claimed_at) == (None, None, None)
    assert Message.objects.get(text="第1条").delivered_at == EVENING + MINUTE


@pytest.mark.django_db
def test_a_worker_that_was_too_slow_leaves_what_another_took(gateway: Gateway) -> None:
    first, second = write("一", urgent=True), write("二", urgent=True)
    at = [NOON]

    def slow(text: str) -> None:
        if text == "一":
            at[0] = NOON + MINUTE * 3
            gateway.answer = lambda _text: None
            actions.deliver(message_id=second.id, at=at[0])

    gateway.answer = slow
    actions.deliver_batch(message_ids=[first.id, second.id], at=NOON, now=lambda: at[0])
    assert sorted(gateway.sent) == ["一", "二"]


@pytest.mark.django_db
def test_n05_a_gateway_that_is_down_loses_nothing_and_asks_once_a_minute(gateway: Gateway) -> None:
    rows = [write(f"第{n}条", urgent=True) for n in range(30)]
    gateway.answer = fails(senders.GatewayDown("短信网关连不上"))
    actions.deliver_waiting(at=NOON)
    assert len(gateway.asked) == 1
    assert queries.channels()["sms"].down_since == NOON
    for seconds in (20, 40):
        actions.deliver_waiting(at=NOON + timedelta(seconds=seconds))
    assert len(gateway.asked) == 1
    for hour in range(1, 20):
        actions.deliver_waiting(at=NOON + timedelta(hours=hour))
    assert len(gateway.asked) == 20
    assert set(Message.objects.values_list("tries", "failed_at")) == {(0, None)}
    gateway.answer = lambda _text: None
    actions.deliver_waiting(at=NOON + timedelta(hours=20))
    assert len(gateway.sent) == len(rows)
    assert queries.channels()["sms"].down_since is None


@pytest.mark.django_db
def test_n05_what_is_of_no_use_when_the_gateway_is_back_is_dropped_with_its_reason(gateway: Gateway) -> None:
    soon = actions.Letter(text="一小时后开始", phone="13900000002", useful_until=NOON + timedelta(hours=1))
    late = actions.Letter(text="12月12日的报名回执", phone="13900000003", useful_until=NOON + timedelta(days=18))
    actions.write_many(kind="signup_confirmed_x", letters=[soon, late], at=NOON)
    gateway.answer = fails(senders.GatewayDown("短信网关连不上"))
    actions.deliver_waiting(at=NOON)
    gateway.answer = lambda _text: None
    actions.deliver_waiting(at=NOON + timedelta(days=1))
    assert gateway.sent == ["12月12日的报名回执"]
    gone = Message.objects.get(text="一小时后开始")
    assert (gone.dropped, gone.failed_at) == (True, NOON + timedelta(days=1))
    assert "没有用" in gone.failure


@pytest.mark.django_db
def test_what_names_no_end_of_its_use_does_not_wait_for_ever(gateway: Gateway) -> None:
    row = write()
    assert row.useful_until == NOON + timedelta(days=3)
    actions.deliver_waiting(at=NOON + timedelta(days=3))
    assert gateway.sent == []
    assert again(row).dropped


@pytest.mark.django_db
def test_n28_too_many_at_this_moment_is_no_try(gateway: Gateway) -> None:
    row = write(urgent=True)
    gateway.answer = fails(senders.Throttled("一分钟一条"))
    for minute in range(6):
        actions.deliver_waiting(at=NOON + MINUTE * minute)
        actions.deliver_waiting(at=NOON + MINUTE * minute + timedelta(seconds=59))
    assert len(gateway.asked) == 6
    assert (again(row).tries, again(row).failed_at) == (0, None)


@pytest.mark.django_db
def test_n28_a_code_goes_its_own_way_while_text_messages_are_down(gateway: Gateway) -> None:
    write("平常", urgent=True)
    gateway.answer = fails(senders.GatewayDown("余额不足"))
    actions.deliver_waiting(at=NOON)
    gateway.answer = lambda _text: None
    letter = actions.Letter(text="验证码 123456", phone=PHONE, secret_until=NOON + MINUTE * 5)
    actions.write_many(kind="log_in_code", letters=[letter], at=NOON, urgent=True)
    job = ProcrastinateJob.objects.get(task_name="notices.deliver_code")
    assert job.queue_name == "codes"
    actions.deliver_waiting_codes(at=NOON + timedelta(seconds=1))
    assert gateway.sent == ["验证码 123456"]
    assert queries.channels()["sms"].down_since == NOON


@pytest.mark.django_db
def test_a_code_is_not_taken_into_a_set_with_text_messages_whose_gateway_is_slow(gateway: Gateway) -> None:
    """Its own worker would find it taken (found: a code to be tried again stood behind nineteen answers)."""
    write("平常", urgent=True)
    letter = actions.Letter(text="验证码 123456", phone=PHONE, secret_until=NOON + MINUTE * 5)
    actions.write_many(kind="log_in_code", letters=[letter], at=NOON, urgent=True)

    def slow(text: str) -> None:
        if text == "平常":
            actions.deliver_waiting_codes(at=NOON)
            assert gateway.sent == ["验证码 123456"]

    gateway.answer = slow
    actions.deliver_waiting(at=NOON)
    assert gateway.sent == ["验证码 123456", "平常"]


@pytest.mark.django_db
def test_what_goes_to_many_lets_others_go_first() -> None:
    letters = [actions.Letter(text=f"通知{n}", phone=f"139000{n:05}") for n in range(250)]
    actions.write_many(kind=MASS, letters=letters, at=NOON)
    write("您的班次取消了。", urgent=True)
    found = dict.fromkeys(ProcrastinateJob.objects.values_list("task_name", "queue_name", "priority"))
    assert found == dict.fromkeys([("notices.deliver_batch", "messages", -10), ("notices.deliver", "messages", 0)])


@pytest.mark.django_db
def test_a_gateway_takes_so_many_a_second_and_no_more(
    gateway: Gateway, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BAIYING_SMS, settings.BAIYING_SMS_RATE = "other", 5
    monkeypatch.setattr("baiying.notices.queries.sending.unconfirmed", set)
    monkeypatch.setitem(senders.SENDERS, "other", lambda: gateway)
    # The instant stands still: nobody waits for the next one.
    monkeypatch.setattr("baiying.notices.actions.delivering._PATIENCE", timedelta())
    for n in range(12):
        write(f"第{n}条", urgent=True)
    actions.deliver_waiting(at=NOON)
    # At one instant as many as in a second; the others wait for the next run.
    assert len(gateway.sent) == 5
    actions.deliver_waiting(at=NOON + timedelta(seconds=1))
    assert len(gateway.sent) == 10


@pytest.mark.django_db
def test_n06_a_dead_sender_is_said_by_who_does_not_depend_on_it(gateway: Gateway) -> None:
    def good(at: datetime) -> bool:
        return next(one for one in gauges.read(at) if one.name == "messages_stuck").good

    write("平常")
    assert good(NOON + MINUTE * 9)
    assert not good(NOON + MINUTE * 10)
    # At night it rests; in the morning it has its ten minutes again.
    assert good(NOON + timedelta(hours=9, minutes=30))
    assert good(NOON + timedelta(hours=20, minutes=5))
    assert not good(NOON + timedelta(hours=20, minutes=10))
    actions.deliver_waiting(at=NOON + timedelta(hours=21))
    assert good(NOON + timedelta(hours=22))
    # A long queue that moves is no dead sender.
    write("又一条")
    Channel.objects.update(last_sent_at=NOON + timedelta(hours=23))
    assert good(NOON + timedelta(hours=23, minutes=5))


@pytest.mark.django_db
def test_n06_every_office_page_of_the_operator_says_it_and_nobody_elses(client_as: Callable[[str], Client]) -> None:
    channel = Channel.objects.create(name="sms", why="密钥不对")
    operator, office = client_as("sysadmin"), client_as("county")
    assert "密钥不对" not in operator.get("/desk/machine/").content.decode()
    channel.down_since = datetime(2026, 11, 20, tzinfo=UTC)
    channel.save()
    write("等着发出")
    assert "密钥不对" in operator.get("/desk/machine/").content.decode()
    assert "密钥不对" not in office.get("/desk/").content.decode()


@pytest.mark.race
def test_n29_the_days_limit_holds_for_workers_that_send_at_one_moment(own_database: str, gateway: Gateway) -> None:
    ids = [write(f"第{n}条").id for n in range(10)]
    gateway.answer = lambda _text: threading.Event().wait(0.05) and None

    def one(mine: list[int]) -> None:
        for pk in mine:
            actions.deliver(message_id=pk, at=NOON)

    at_once(*[partial(one, ids[n::4]) for n in range(4)])
    assert len(gateway.sent) == NoticeRules().sms_per_phone_day == 3
    assert Message.objects.filter(failure__contains="上限").count() == 7
