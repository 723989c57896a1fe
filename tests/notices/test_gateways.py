"""Text messages by Tencent Cloud and Aliyun: signed as published, and what each of their answers makes of a message."""

import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from baiying.kit.values.actor import Actor
from baiying.notices import actions, queries, senders
from baiying.notices.models import Message, Receipt
from baiying.notices.senders import aliyun, gateways, tencent
from tests.notices.standing_in import KEY, KEY_ID, StandIn, standing_in
from tests.notices.test_sending import MINUTE, NOON, PHONE

pytestmark = pytest.mark.django_db
VENDORS = ("tencent", "aliyun")
RECEIPTS_KEY = "a-key-in-the-address"


def account(address: str, **more: Any) -> dict[str, Any]:
    return {
        "key_id": KEY_ID, "key": KEY, "app": "1400006666", "signature": "百应", "region": "", "address": address,
        "templates": {"log_in_code": "100", "*": "200"}, **more,
    }  # fmt: skip


@pytest.fixture(params=VENDORS)
def vendor(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def gateway(vendor: str, settings: Any, tmp_path: Path) -> Iterator[StandIn]:
    settings.VAR = tmp_path
    actions.confirm_instance(drop_waiting=False, actor=Actor(), at=NOON)
    with standing_in(vendor) as one:
        settings.BAIYING_SMS = settings.BAIYING_SMS_CODES = vendor
        settings.GATEWAY_ACCOUNTS = {"sms": account(one.address), "codes": account(one.address)}
        settings.BAIYING_RECEIPTS_KEY = RECEIPTS_KEY
        yield one


def write(text: str = "您的班次取消了。", kind: str = "signup_called_off", phone: str = PHONE) -> Message:
    actions.write(kind=kind, text=text, at=NOON, phone=phone, urgent=True)
    return Message.objects.get(text=text)


def again(row: Message) -> Message:
    return Message.objects.get(id=row.id)


def test_the_signatures_are_those_that_the_vendors_publish() -> None:
    """The examples of Tencent Cloud's "signature v3" and of Aliyun's "V3 request structure and signature"."""
    payload = rb'{"Limit": 1, "Filters": [{"Values": ["\u672a\u547d\u540d"], "Name": "instance-name"}]}'
    found = tencent.authorization(
        key_id="AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE", key="Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
        host="cvm.tencentcloudapi.com", service="cvm", payload=payload, at=1551113065,
    )  # fmt: skip
    assert found.endswith("Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168")
    query = {"ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId": "cn-shanghai"}
    given = {
        "host": "ecs.cn-shanghai.aliyuncs.com", "x-acs-action": "RunInstances", "x-acs-version": "2014-05-26",
        "x-acs-date": "2023-10-26T10:22:32Z", "x-acs-signature-nonce": "3156853299f313e23d1673dc12e1703d",
    }  # fmt: skip
    headers = aliyun.headers(
        key_id="YourAccessKeyId", key="YourAccessKeySecret", query=aliyun.canonical(query), body=b"", given=given
    )
    assert headers["Authorization"].endswith(
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_a_text_and_a_code_leave_by_their_templates(gateway: StandIn, vendor: str) -> None:
    row = write("“河边清洁 & 100%”取消了~")
    code = actions.Letter(text="验证码 123456，5 分钟内有效。", phone=PHONE, secret_until=NOON + MINUTE * 5)
    actions.write_many(kind="log_in_code", letters=[code], at=NOON, urgent=True)
    actions.deliver_waiting(at=NOON)
    actions.deliver_waiting_codes(at=NOON)
    assert again(row).delivered_at == NOON
    said = dict.fromkeys(map(str, (said for _phone, said in gateway.taken)))
    text = "“河边清洁 & 100%”取消了~"
    if vendor == "tencent":
        wanted: list[Any] = [
            ("1400006666", "百应", "200", [text]),
            ("1400006666", "百应", "100", ["123456", "5"]),
        ]
    else:
        wanted = [("百应", "200", {"text": text}), ("百应", "100", {"code": "123456", "minutes": "5"})]
    assert list(said) == list(map(str, wanted))
    assert {phone.removeprefix("+86") for phone, _said in gateway.taken} == {PHONE}
    assert set(Message.objects.values_list("gateway_number", flat=True)) == set(gateway.numbers())


# What the vendor answers, and what becomes of the message: state, and after how long it is tried again.
ANSWERS: dict[str, list[tuple[str, str, timedelta | None]]] = {
    "tencent": [
        ("LimitExceeded.PhoneNumberThirtySecondLimit", "retry", timedelta(seconds=30)),
        ("LimitExceeded.PhoneNumberOneHourLimit", "retry", timedelta(hours=1)),
        ("InvalidParameterValue.IncorrectPhoneNumber", "failed", None),
        ("FailedOperation.PhoneNumberInBlacklist", "failed", None),
        ("FailedOperation.TemplateIncorrectOrUnapproved", "retry", None),
    ],
    "aliyun": [
        ("isv.BUSINESS_LIMIT_CONTROL 触发分钟级流控Permits:1", "retry", timedelta(minutes=1)),
        ("isv.BUSINESS_LIMIT_CONTROL 触发天级流控Permits:10", "retry", timedelta(hours=4)),
        ("isv.MOBILE_NUMBER_ILLEGAL", "failed", None),
        ("isv.SMS_TEMPLATE_ILLEGAL", "retry", None),
    ],
}


def test_n22_n28_each_answer_of_the_vendor_has_its_meaning(gateway: StandIn, vendor: str) -> None:
    for n, (code, state, pause) in enumerate(ANSWERS[vendor]):
        row = write(f"第{n}条")
        gateway.troubles = [code]
        actions.deliver(message_id=row.id, at=NOON)
        row = again(row)
        key = "failed" if row.failed_at else "retry"
        assert (key, code.split()[0] in row.failure) == (state, True), code
        if pause is not None:
            assert (row.next_try_at, row.tries) == (NOON + pause, 0), code
    assert not queries.shut(NOON)


DOWN = {
    "tencent": ["AuthFailure.SecretIdNotFound", "FailedOperation.InsufficientBalanceInSmsPackage"],
    "aliyun": ["isv.AMOUNT_NOT_ENOUGH", "InvalidAccessKeyId.NotFound"],
}


def test_n22_a_wrong_key_or_an_empty_account_stops_the_lane_and_a_minute_after_mending_all_leave(
    gateway: StandIn, vendor: str, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    rows = [write(f"第{n}条", phone=f"1390000100{n}") for n in range(5)]
    for n, code in enumerate(DOWN[vendor]):
        gateway.troubles = [code]
        actions.deliver_waiting(at=NOON + MINUTE * n)
        assert gateway.asked == n + 1
    settings.GATEWAY_ACCOUNTS = {"sms": account(gateway.address, key="wrong"), "codes": {}}
    actions.deliver_waiting(at=NOON + MINUTE * 2)
    channel = queries.channels()["sms"]
    assert (channel.down_since, gateway.asked, gateway.taken) == (NOON, 3, [])
    settings.GATEWAY_ACCOUNTS = {"sms": account(gateway.address), "codes": {}}
    actions.deliver_waiting(at=NOON + MINUTE * 3)
    assert len(gateway.taken) == len(rows)
    assert {again(row).tries for row in rows} == {1}
    # The vendor's answer held our key: it stands nowhere.
    kept = caplog.text + "".join(Message.objects.values_list("failure", flat=True)) + channel.why
    assert KEY not in kept
    assert KEY_ID not in kept


@pytest.mark.parametrize("trouble", ["cut", "slow", "odd"])
def test_an_answer_that_never_came_is_unclear(gateway: StandIn, trouble: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateways, "_SECONDS", 0.3)
    gateway.slow_seconds = 0.8
    own, many = write("自己的班次"), write("全市通知", kind="circulars.volunteers")
    for row in (own, many):
        gateway.troubles = [trouble]
        actions.deliver(message_id=row.id, at=NOON)
    assert (again(own).failed_at, again(own).tries) == (None, 1)
    assert again(many).unclear
    actions.deliver_waiting(at=NOON + MINUTE * 2)
    assert len(gateway.taken) == 3


def test_a_gateway_that_is_busy_is_asked_later(gateway: StandIn) -> None:
    row = write()
    gateway.troubles = ["busy"]
    actions.deliver_waiting(at=NOON)
    assert (again(row).tries, again(row).failed_at, again(row).next_try_at) == (0, None, NOON + MINUTE)


def test_a_gateway_that_nobody_answers_for_is_down(settings: Any, vendor: str) -> None:
    settings.BAIYING_SMS = vendor
    for address in ("http://127.0.0.1:1", ""):
        settings.GATEWAY_ACCOUNTS = {"sms": account(address, **({} if address else {"key": ""}))}
        with pytest.raises(senders.GatewayDown) as refused:
            senders.of_lane("sms").send(senders.Parcel(address=PHONE, text="您好"))
        assert PHONE not in str(refused.value)


def test_a_kind_without_a_template_keeps_no_other(gateway: StandIn, settings: Any) -> None:
    settings.GATEWAY_ACCOUNTS["sms"]["templates"] = {"signup_called_off": "200"}
    other, known = write("别的", kind="signup_note"), write("取消")
    actions.deliver_waiting(at=NOON)
    assert "模板" in again(other).failure
    assert again(known).delivered_at == NOON


def test_an_account_says_no_key_when_it_is_printed() -> None:
    assert KEY not in repr(gateways.Account(**account("")))
    assert PHONE not in repr(senders.Parcel(address=PHONE, text="验证码 123456"))
    assert "123456" not in repr(senders.Parcel(address=PHONE, text="验证码 123456"))


def said(vendor: str, number: str, *, arrived: bool = True, reason: str = "UNDELIV") -> dict[str, Any]:
    if vendor == "tencent":
        state = {"report_status": "SUCCESS", "errmsg": "DELIVRD"} if arrived else {"errmsg": reason}
        return {"sid": number, "mobile": PHONE, "nationcode": "86", **({"report_status": "FAIL"} | state)}
    state = {"success": arrived, "err_code": "DELIVERED" if arrived else reason}
    return {"biz_id": number, "phone_number": PHONE, "out_id": "", "sms_size": "1", **state}


def tell(vendor: str, *rows: dict[str, Any], key: str = RECEIPTS_KEY) -> int:
    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"/receipts/{vendor}/{key}/", json.dumps(rows), content_type="application/json")
    if answer.status_code == 200:
        assert answer.json().get("result", answer.json().get("code")) == 0
    return int(answer.status_code)


def test_n21_receipts_come_early_twice_and_in_any_order(gateway: StandIn, vendor: str) -> None:
    one, two, three = (write(f"第{n}条") for n in range(3))
    # Before our call returned.
    assert tell(vendor, said(vendor, "n1"), said(vendor, "n1")) == 200
    for row in (one, two, three):
        actions.deliver(message_id=row.id, at=NOON)
    assert again(one).received_at == NOON
    for _ in range(2):
        assert tell(vendor, said(vendor, "n2"), said(vendor, "n3", arrived=False), said(vendor, "unknown")) == 200
    # A part that did not arrive counts for the whole, whatever comes later.
    assert tell(vendor, said(vendor, "n3")) == 200
    assert again(two).received_at is not None
    lost = again(three)
    assert (queries.outcome_of(lost).key, lost.received_at) == ("failed", None)
    assert "UNDELIV" in lost.failure
    assert lost.delivered_at == NOON
    failed_at = lost.failed_at
    tell(vendor, said(vendor, "n3", arrived=False, reason="BLACK"))
    assert (again(three).failed_at, again(three).failure) == (failed_at, lost.failure)
    assert Receipt.objects.count() == 6


def test_n21_forged_or_unreadable_receipts_write_nothing(gateway: StandIn, vendor: str, settings: Any) -> None:
    row = write()
    actions.deliver(message_id=row.id, at=NOON)
    assert tell(vendor, said(vendor, "n1", arrived=False), key="forged") == 401
    path = f"/receipts/{vendor}/{RECEIPTS_KEY}/"
    for body in ("", "{", '{"a": 1}', '[{"x": 1}]', "[1]", "[[]]", '["x"]'):
        assert Client().post(path, body, content_type="application/json").status_code == 400, body
    assert Client().get(path).status_code == 405
    assert Client().post(f"/receipts/other/{RECEIPTS_KEY}/", "[]", content_type="application/json").status_code == 404
    settings.BAIYING_RECEIPTS_KEY = ""
    assert tell(vendor, said(vendor, "n1", arrived=False)) == 404
    assert not Receipt.objects.exists()
    assert again(row).failed_at is None


def test_receipts_are_kept_for_days_and_then_cleared(gateway: StandIn, vendor: str) -> None:
    tell(vendor, said(vendor, "unknown"))
    heard = Receipt.objects.get().heard_at
    assert actions.clear_receipts(at=heard + timedelta(days=3)) == 0
    assert actions.clear_receipts(at=heard + timedelta(days=3, seconds=1)) == 1
