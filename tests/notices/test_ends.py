"""Ends of sending: a call that is bounded, a fault of ours, a worker that stops, a lane with nothing to do."""

import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from baiying.kit import stopping
from baiying.notices import actions, queries, senders
from baiying.notices.actions import delivering
from baiying.notices.models import Message, Outage, Receipt
from baiying.notices.senders import gateways, smtp
from tests.notices.test_gateways import RECEIPTS_KEY, account
from tests.notices.test_sending import MINUTE, NOON, PHONE, Gateway, fails, gateway, write

__all__ = ["gateway"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def dripping() -> Iterator[int]:
    """A server that answers a byte at a time and never ends; gives its port."""
    ends = threading.Event()
    listening = socket.create_server(("127.0.0.1", 0))

    def answer(one: socket.socket) -> None:
        with one:
            while not ends.wait(0.1):
                try:
                    one.sendall(b"2")
                except OSError:
                    return

    def serve() -> None:
        while not ends.is_set():
            try:
                one, _address = listening.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(one,), daemon=True).start()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield int(listening.getsockname()[1])
    ends.set()
    listening.close()


@pytest.mark.parametrize("vendor", ["tencent", "aliyun"])
def test_a_gateway_that_answers_byte_by_byte_is_left_at_a_moment_that_was_set(
    dripping: int, settings: Any, monkeypatch: pytest.MonkeyPatch, vendor: str
) -> None:
    monkeypatch.setattr(gateways, "_SECONDS", 0.6)
    settings.BAIYING_SMS = vendor
    settings.GATEWAY_ACCOUNTS = {"sms": account(f"http://127.0.0.1:{dripping}")}
    began = time.monotonic()
    with pytest.raises(senders.Unclear):
        senders.of_lane("sms").send(senders.Parcel(address=PHONE, text="您好"))
    assert time.monotonic() - began < 3


def test_connecting_that_took_all_the_time_has_sent_nothing(
    dripping: int, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateways, "_SECONDS", 0.0)
    settings.BAIYING_SMS = "tencent"
    settings.GATEWAY_ACCOUNTS = {"sms": account(f"http://127.0.0.1:{dripping}")}
    with pytest.raises(senders.GatewayDown):
        senders.of_lane("sms").send(senders.Parcel(address=PHONE, text="您好"))


def test_a_mail_server_that_speaks_byte_by_byte_is_left_too(
    dripping: int, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "_SECONDS", 0.6)
    settings.SMTP_ACCOUNT = {
        "host": "127.0.0.1", "port": str(dripping), "user": "", "password": "", "tls": "no",
        "sender": "no-reply@city.example",
    }  # fmt: skip
    began = time.monotonic()
    with pytest.raises(senders.GatewayDown):
        senders.sender("smtp").send(senders.Parcel(address="lin@mail.example", text="您好", reference="r1"))
    assert time.monotonic() - began < 4


def test_a_fault_while_the_gateway_was_asked_is_unclear_and_many_do_not_hear_it_twice(gateway: Gateway) -> None:
    own = write("自己的班次")
    actions.write(kind="circulars.volunteers", text="全市通知", at=NOON, phone="13900000002")
    gateway.answer = fails(RuntimeError("a fault of ours"))
    actions.deliver_waiting(at=NOON)
    many = Message.objects.get(text="全市通知")
    assert (queries.outcome_of(many).key, many.failed_at) == ("unclear", NOON)
    own = Message.objects.get(id=own.id)
    assert (own.failed_at, own.tries) == (None, 1)
    gateway.answer = lambda _text: None
    actions.deliver_waiting(at=NOON + MINUTE * 2)
    assert gateway.sent == ["自己的班次"]


def test_a_setting_that_names_no_sender_stops_the_lane_and_loses_nothing(settings: Any) -> None:
    settings.BAIYING_SMS = "tencnet"
    message = write()
    with pytest.raises(ValueError, match="choose one of"):
        senders.of_lane("sms")
    with pytest.raises(senders.GatewayDown):
        delivering._hand_over([message], "sms")


def test_a_worker_that_is_told_to_stop_ends_with_the_message_in_its_hand(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stopping, "_told", threading.Event())
    for n in range(30):
        write(f"第{n}条", urgent=True)
    gateway.answer = lambda text: stopping.tell() if text == "第1条" else None
    actions.deliver_waiting(at=NOON)
    assert gateway.sent == ["第0条", "第1条"]
    assert not Message.objects.filter(claimed_at__isnull=False).exists()
    assert set(Message.objects.filter(delivered_at__isnull=True).values_list("tries", flat=True)) == {0}
    monkeypatch.setattr(stopping, "_told", threading.Event())
    gateway.answer = lambda _text: None
    actions.deliver_waiting(at=NOON)
    assert len(gateway.sent) == 30


def test_a_lane_that_was_down_and_has_nothing_left_to_send_is_not_said_to_be_dead(gateway: Gateway) -> None:
    late = write("一小时后没有用")
    Message.objects.filter(id=late.id).update(useful_until=NOON + MINUTE * 30)
    gateway.answer = fails(senders.GatewayDown("网关连不上"))
    actions.deliver_waiting(at=NOON)
    assert [name for name, _since, _why in queries.dead(NOON + MINUTE * 11)] == ["sms"]
    actions.deliver_waiting(at=NOON + MINUTE * 31)
    assert Message.objects.get(id=late.id).dropped
    assert queries.dead(NOON + MINUTE * 60) == []
    # The next message asks, whether it is back or not.
    write("又一条")
    assert [name for name, _since, _why in queries.dead(NOON + MINUTE * 60)] == ["sms"]
    gateway.answer = lambda _text: None
    actions.deliver_waiting(at=NOON + MINUTE * 60)
    assert gateway.sent == ["又一条"]
    assert Outage.objects.get().until == NOON + MINUTE * 60


@pytest.mark.parametrize("sign", ["\\u0000", "\\ud800"])
@pytest.mark.parametrize("vendor", ["tencent", "aliyun"])
def test_a_receipt_with_signs_that_no_text_may_hold_is_refused(settings: Any, vendor: str, sign: str) -> None:
    settings.BAIYING_RECEIPTS_KEY = RECEIPTS_KEY
    path = f"/receipts/{vendor}/{RECEIPTS_KEY}/"
    one = f'{{"sid": "n1{sign}", "biz_id": "n1{sign}", "report_status": "FAIL"}}'
    other = f'{{"sid": "n1", "biz_id": "n1", "report_status": "FAIL", "errmsg": "{sign}", "err_code": "{sign}"}}'
    for body in (f"[{one}]", f"[{other}]", "[" * 100_000):
        assert Client().post(path, body, content_type="application/json").status_code == 400
    assert not Receipt.objects.exists()
