"""What a stranger found by scripts: looks that wrote, receipts of another try, answers cut in half, keys in logs."""

import json
import logging
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.accounts import actions as accounts
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.notices import actions, rules, senders
from baiying.notices.actions import claiming
from baiying.notices.models import Channel, MailAddress, Message, Stopped
from baiying.notices.senders.receipts import Heard
from tests.notices.mail_readers import deliver, reader, server, write
from tests.notices.test_bounces import KEY, report, tell
from tests.notices.test_morning import MORNING, NIGHT, OTHER, held
from tests.notices.test_sending import NOON, PHONE, Gateway, fails, gateway

__all__ = ["gateway", "server"]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _key(settings: Any) -> None:
    settings.BAIYING_RECEIPTS_KEY = KEY


def post(door: str, data: str) -> int:
    client = Client(raise_request_exception=False)
    return int(client.post(door, data=data, content_type="application/json").status_code)


@pytest.mark.parametrize(("status", "to"), [("5.1.1", "new"), ("5.2.2", "new"), ("5.2.2", "old")])
def test_n11_what_was_said_of_the_first_try_is_not_of_the_mail_sent_again(server: Any, status: str, to: str) -> None:
    reader("lin", "old@mail.example")
    write("lin")
    deliver(NOON)
    first = Message.objects.get(channel="mail")
    assert tell(report(first, status=status)) == 200
    at = NOON + timedelta(hours=2)
    if to == "new":
        reader("lin", "new@mail.example", at=NOON + timedelta(hours=1))
    first.refresh_from_db()
    assert actions.send_again(message=first, actor=Actor(), at=at)
    deliver(at)
    # The first server says it once more, late.
    assert tell(report(first, status=status, name="d2")) == 200
    row = Message.objects.get(id=first.id)
    assert (row.delivered_at is not None, row.failed_at, row.failure) == (True, None, "")
    assert MailAddress.objects.get(inbox="lin").failed_at is None
    # What is said of the second, by its own number, is heard.
    row.public_id = row.gateway_number
    assert tell(report(row, status=status, name="d3")) == 200
    assert Message.objects.get(id=first.id).failed_at is not None


@pytest.mark.parametrize("text", ["TD\\ud83d", "退订\\ude00", "TD\\u0000"])
@pytest.mark.parametrize("vendor", ["tencent", "aliyun"])
def test_n13_an_answer_that_was_cut_within_a_sign_is_obeyed(text: str, vendor: str) -> None:
    actions.write(kind="reminder_evening", text="明天有服务。", at=clock.now(), phone=PHONE)
    data = {
        "tencent": f'{{"mobile": "{PHONE}", "text": "{text}", "time": 1795000000}}',
        "aliyun": f'[{{"phone_number": "{PHONE}", "content": "{text}", "sequence_id": "1\\ud83d"}}]',
    }[vendor]
    assert post(f"/replies/{vendor}/{KEY}/", data) == 200
    assert Stopped.objects.count() == 1


def test_n13_one_answer_that_cannot_be_read_takes_no_others_along() -> None:
    actions.write(kind="reminder_evening", text="明天有服务。", at=clock.now(), phone=PHONE)
    rows: list[Any] = [{"phone_number": "13900000008", "sequence_id": 1}, 7, {"phone_number": PHONE, "content": "TD"}]
    assert post(f"/replies/aliyun/{KEY}/", json.dumps(rows)) == 200
    assert Stopped.objects.count() == 1
    assert post(f"/replies/aliyun/{KEY}/", json.dumps(rows[:2])) == 400


@pytest.mark.parametrize("text", ["回复TD", "TD TD", "退订 退订", "TD退订", "请退订", "退订吧。"])
def test_n13_more_that_means_stop(text: str) -> None:
    assert rules.meant(text) == rules.STOP


def test_a_key_in_an_address_stands_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="django.request")
    assert post(f"/receipts/tencent/{KEY}/", "not json") == 400
    assert Client().get(f"/replies/tencent/{KEY}/").status_code == 405
    assert "/receipts/tencent/…/" in caplog.text
    assert KEY not in caplog.text


@pytest.mark.parametrize("by_text", [True, False])
def test_what_was_switched_off_after_it_was_written_does_not_leave(gateway: Gateway, by_text: bool) -> None:
    kind = "reminder_evening"
    actions.write_many(kind=kind, letters=[actions.Letter(text="提醒", inbox="abc", phone=PHONE)], at=NIGHT)
    actions.prefer(inbox="abc", kind=kind, by_text=by_text, any_hour=False, at=NIGHT)
    actions.deliver_waiting(at=MORNING)
    assert gateway.sent == (["提醒"] if by_text else [])
    assert Message.objects.get(channel="sms").dropped is not by_text


def test_what_one_does_not_get_by_night_any_more_waits_for_the_morning(gateway: Gateway) -> None:
    letter = actions.Letter(text="提醒", inbox="abc", phone=PHONE, any_hour=True)
    actions.write_many(kind="reminder_soon", letters=[letter], at=NIGHT)
    actions.prefer(inbox="abc", kind="reminder_soon", by_text=True, any_hour=False, at=NIGHT)
    actions.deliver_waiting(at=NIGHT + timedelta(hours=2))
    assert gateway.sent == []
    actions.deliver_waiting(at=MORNING)
    assert gateway.sent == ["提醒"]


def test_a_code_that_was_used_leaves_no_readable_text() -> None:
    at = clock.now()
    accounts.start_code(phone=PHONE, purpose="log_in", actor=Actor(), at=at)
    code = Message.objects.get(kind="log_in_code").wording[4:10]
    actions.deliver_waiting_codes(at=at)
    assert Message.objects.get(kind="log_in_code").wording
    accounts.check_code(phone=PHONE, purpose="log_in", code=code, actor=Actor(), at=at)
    assert Message.objects.get(kind="log_in_code").wording == ""


def test_a_number_that_goes_while_its_gateway_has_a_text_leaves_its_outcome_true(gateway: Gateway) -> None:
    held("一")

    def answer(_text: str) -> None:
        actions.drop_waiting(phone="13900000009", at=MORNING, reason="号码已停用")

    gateway.answer = answer
    actions.deliver_waiting(at=MORNING)
    row = Message.objects.get(channel="sms")
    assert (row.delivered_at is not None, row.failed_at, row.address_sealed) == (True, None, None)


def test_two_people_of_one_morning_get_each_their_own(gateway: Gateway) -> None:
    held("一")
    held("二", phone=OTHER)
    actions.deliver_waiting(at=MORNING)
    assert sorted(zip(gateway.sent, gateway.phones, strict=True)) == [("一", "13900000009"), ("二", OTHER)]


def test_a_receipt_that_comes_after_two_days_starts_no_other_way(
    server: Any, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Gateway, "send", lambda _self, _parcel: "n1")
    reader("lin", "lin@mail.example", copies=False)
    letter = actions.Letter(text="取消", inbox="lin", phone=PHONE, useful_until=NOON + timedelta(days=9))
    actions.write_many(kind="signup_called_off", letters=[letter], at=NOON, urgent=True)
    actions.deliver_waiting(at=NOON)
    actions.hear(gateway="tencent", said=[Heard("n1", False, "X")], at=NOON + timedelta(hours=50))
    assert not Message.objects.filter(channel="mail").exists()


def test_what_is_over_is_dropped_also_while_its_gateway_is_down(gateway: Gateway) -> None:
    letter = actions.Letter(text="一", phone=PHONE, useful_until=NOON + timedelta(minutes=30))
    actions.write_many(kind="signup_made", letters=[letter], at=NOON)
    gateway.answer = fails(senders.GatewayDown("坏了"))
    actions.deliver_waiting(at=NOON)
    at = NOON + timedelta(minutes=31)
    Channel.objects.filter(name="sms").update(probe_at=at + timedelta(minutes=5))
    actions.deliver_waiting(at=at)
    assert Message.objects.get().dropped


def test_a_page_that_a_browser_fetches_ahead_was_shown_to_nobody(client_as: Any, cast: Any) -> None:
    actions.write(kind="signup_made", text="您好", at=clock.now(), inbox=cast["volunteer"].person.public_id)
    client, new = client_as("volunteer"), Message.objects.filter(channel="inapp", read_at__isnull=True)
    for head in ({"HTTP_SEC_PURPOSE": "prefetch;prerender"}, {"HTTP_PURPOSE": "prefetch"}):
        client.get("/mine/messages/", **head)
        assert new.exists()
    client.get("/mine/messages/")
    assert not new.exists()


def test_many_do_not_hear_twice_what_perhaps_left(gateway: Gateway) -> None:
    actions.write_many(kind="circulars.volunteers", letters=[actions.Letter(text="群发", phone=PHONE)], at=NOON)
    gateway.answer = fails(senders.Unclear("不知道"))
    actions.deliver_waiting(at=NOON)
    row = Message.objects.get()
    assert row.unclear
    with pytest.raises(actions.NotSentAgain, match="不知道发出没有"):
        actions.send_again(message=row, actor=Actor(), at=NOON)
    assert claiming.claim([row.id], NOON) == []
