"""Sending: tried again after longer and longer pauses, by one worker at a time, and given up where nothing helps."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.db import connection

from baiying.notices import actions, rules, senders
from baiying.notices.models import Message
from tests.own_database import at_once

PHONE = "13900000001"
NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Killed(BaseException):
    """The worker dies: nothing after it is done, as after kill -9."""


Answer = Callable[[str], None]


class Gateway:
    """A gateway of our own: keeps what it was given, and answers as it is told."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        # To whom each of them went.
        self.phones: list[str] = []
        self.asked: list[str] = []
        self.answer: Answer = lambda _text: None

    def send(self, parcel: senders.Parcel) -> str:
        self.asked.append(parcel.text)
        self.answer(parcel.text)
        self.sent.append(parcel.text)
        self.phones.append(parcel.address)
        return ""


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Gateway:
    made = Gateway()
    monkeypatch.setitem(senders.SENDERS, "screen", lambda: made)
    return made


def write(text: str = "您已报名成功。", **more: bool) -> Message:
    actions.write(kind="signup_made", text=text, at=NOON, phone=PHONE, **more)  # type: ignore[arg-type]
    return Message.objects.get(text=text)


def fails(error: BaseException) -> Answer:
    def answer(_text: str) -> None:
        raise error

    return answer


@pytest.mark.django_db
@pytest.mark.parametrize(("urgent", "pauses"), [(False, rules._PAUSES), (True, rules._URGENT_PAUSES)])
def test_a_refusal_is_tried_again_after_longer_pauses_and_then_given_up(
    gateway: Gateway, urgent: bool, pauses: tuple[int, ...]
) -> None:
    message = write(urgent=urgent)
    gateway.answer = fails(senders.SendFailed("网关忙"))
    at, tried = NOON, 0
    for pause in pauses:
        actions.deliver_waiting(at=at)
        tried += 1
        # Not a minute too early.
        actions.deliver_waiting(at=at + MINUTE * pause - timedelta(seconds=1))
        assert len(gateway.asked) == tried
        message.refresh_from_db(from_queryset=Message.objects.filter(id=message.id))
        assert (message.failed_at, message.tries) == (None, tried)
        assert message.next_try_at is not None
        # What failed at one moment is spread over a quarter of the pause.
        assert at + MINUTE * pause <= message.next_try_at <= at + MINUTE * pause * 1.25
        at = message.next_try_at
    actions.deliver_waiting(at=at)
    message = Message.objects.get(id=message.id)
    assert (message.failed_at, message.failure, message.tries) == (at, "网关忙", tried + 1)
    actions.deliver_waiting(at=at + timedelta(hours=20))
    assert len(gateway.asked) == tried + 1


def test_pauses_only_grow_and_an_urgent_one_is_not_kept_for_hours() -> None:
    for urgent in (False, True):
        found = [rules.retry_after(n, urgent=urgent, number=77) for n in range(1, 10)]
        known = [pause for pause in found if pause is not None]
        assert known == sorted(known)
        assert found[len(known) :] == [None] * (len(found) - len(known))
    urgent_in_all = sum((rules.retry_after(n, urgent=True, number=n) or timedelta() for n in range(1, 10)), timedelta())
    assert urgent_in_all <= timedelta(minutes=5)


def test_what_failed_together_does_not_come_back_together() -> None:
    found = {rules.retry_after(1, urgent=False, number=n) for n in range(100)}
    assert len(found) == 100
    assert max(found) - min(found) > timedelta(seconds=10)  # type: ignore[operator, type-var]


@pytest.mark.django_db
def test_what_is_refused_for_good_is_not_tried_again(gateway: Gateway) -> None:
    never = write("空号")
    gateway.answer = fails(senders.NeverDeliverable("空号"))
    actions.deliver(message_id=never.id, at=NOON)
    actions.deliver_waiting(at=NOON + timedelta(hours=1))
    never = Message.objects.get(id=never.id)
    assert (never.failed_at, never.failure, never.tries) == (NOON, "空号", 1)
    assert gateway.asked == ["空号"]


@pytest.mark.django_db
def test_a_fault_of_the_sender_is_tried_again_for_the_own_shift(gateway: Gateway) -> None:
    message = write()
    gateway.answer = fails(OSError("no route"))
    actions.deliver(message_id=message.id, at=NOON)
    gateway.answer = lambda _text: None
    actions.deliver_waiting(at=NOON + MINUTE * 2)
    message = Message.objects.get(id=message.id)
    assert (message.delivered_at, message.failure) == (NOON + MINUTE * 2, "")
    assert gateway.sent == ["您已报名成功。"]


@pytest.mark.django_db
def test_a_worker_killed_before_the_gateway_answered_loses_nothing(gateway: Gateway) -> None:
    messages = [write(text, urgent=True) for text in ("一", "二", "三")]

    def dies_at_the_second(text: str) -> None:
        if text == "二":
            raise Killed

    gateway.answer = dies_at_the_second
    with pytest.raises(Killed):
        actions.deliver_batch(message_ids=[m.id for m in messages], at=NOON)
    gateway.answer = lambda _text: None
    # The job comes again at once, and the clock every minute: what another may still be sending is left to it.
    actions.deliver_batch(message_ids=[m.id for m in messages], at=NOON)
    actions.deliver_waiting(at=NOON + MINUTE)
    assert gateway.sent == ["一"]
    actions.deliver_waiting(at=NOON + MINUTE * 3)
    actions.deliver_waiting(at=NOON + MINUTE * 4)
    assert sorted(gateway.sent) == sorted(["一", "二", "三"])
    assert not Message.objects.filter(delivered_at=None).exists()


@pytest.mark.race
def test_workers_that_take_the_same_messages_at_one_moment_send_each_once(own_database: str, gateway: Gateway) -> None:
    texts = [f"第{n}条" for n in range(30)]
    ids = [write(text, urgent=True).id for text in texts]
    at_once(*[partial(actions.deliver_batch, message_ids=ids, at=NOON)] * 4)
    assert sorted(gateway.sent) == sorted(texts)
    assert set(Message.objects.values_list("tries", flat=True)) == {1}


@pytest.mark.django_db
def test_the_gateway_is_asked_outside_any_transaction_of_ours(gateway: Gateway) -> None:
    message = write()
    depth = len(connection.savepoint_ids)
    seen: list[tuple[int, object]] = []

    def look(_text: str) -> None:
        claimed = Message.objects.get(id=message.id).claimed_at
        seen.append((len(connection.savepoint_ids), claimed))

    gateway.answer = look
    actions.deliver(message_id=message.id, at=NOON)
    assert seen == [(depth, NOON)]
