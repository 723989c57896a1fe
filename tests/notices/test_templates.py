"""A template for each text, with what fills it checked: what a vendor approved leaves, and nothing with a gap."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from baiying.kit.kept import Kept, pattern, translate
from baiying.kit.values.actor import Actor
from baiying.notices import actions, queries, senders
from baiying.notices.models import Message
from tests.notices.standing_in import StandIn, standing_in
from tests.notices.test_gateways import account
from tests.notices.test_sending import NOON, PHONE

pytestmark = pytest.mark.django_db


def moved(title: str = "大扫除", place: str = "西门") -> Kept:
    return translate("您报名的“%(title)s”集合地点改为%(place)s。") % {"title": title, "place": place}


KEY = senders.key_of(pattern(moved().recipe)[0])


@pytest.fixture(params=["tencent", "aliyun"])
def vendor(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def gateway(vendor: str, settings: Any, tmp_path: Path) -> Iterator[StandIn]:
    settings.VAR = tmp_path
    actions.confirm_instance(drop_waiting=False, actor=Actor(), at=NOON)
    with standing_in(vendor) as one:
        settings.BAIYING_SMS = settings.BAIYING_SMS_CODES = vendor
        settings.GATEWAY_ACCOUNTS = {"sms": account(one.address, templates={KEY: "300"}), "codes": {}}
        yield one


def sent(gateway: StandIn, vendor: str) -> list[tuple[str, list[str]]]:
    """The template of each text that was taken, and what filled it."""
    found = []
    for _phone, said in gateway.taken:
        filled = said[3] if vendor == "tencent" else list(said[2].values())
        found.append((said[2] if vendor == "tencent" else said[1], filled))
    return found


def write(text: str, **more: Any) -> Message:
    letter = actions.Letter(text=text, phone=PHONE, **more)
    actions.write_many(kind="signup_address", letters=[letter], at=NOON, urgent=True)
    return Message.objects.exclude(channel="inapp").latest("id")


def test_a_text_leaves_by_its_own_template_with_its_values_in_their_order(gateway: StandIn, vendor: str) -> None:
    row = write(moved())
    actions.deliver(message_id=row.id, at=NOON)
    assert sent(gateway, vendor) == [("300", ["大扫除", "西门"])]


def test_n33_braces_and_tags_that_somebody_typed_leave_as_they_are(gateway: StandIn, vendor: str) -> None:
    row = write(moved("大扫除 {{手机号}} <b>必到</b>", "None"))
    actions.deliver(message_id=row.id, at=NOON)
    assert sent(gateway, vendor) == [("300", ["大扫除 {{手机号}} <b>必到</b>", "None"])]


def test_n33_a_text_with_a_gap_does_not_leave_and_says_which(gateway: StandIn, vendor: str, settings: Any) -> None:
    row = write(moved(place=" "))
    actions.deliver(message_id=row.id, at=NOON)
    row = Message.objects.get(id=row.id)
    assert (row.failed_at, "place" in row.failure, gateway.taken) == (NOON, True, [])
    # Where whole texts may leave it goes so.
    settings.GATEWAY_ACCOUNTS["sms"]["templates"]["*"] = "200"
    row = write(moved(place=""))
    actions.deliver(message_id=row.id, at=NOON)
    assert sent(gateway, vendor) == [("200", ["您报名的“大扫除”集合地点改为。"])]


def test_a_text_without_a_template_waits_for_one_and_keeps_no_other(gateway: StandIn, vendor: str) -> None:
    other = write(translate("随便什么。"))
    row = write(moved())
    for one in (other, row):
        actions.deliver(message_id=one.id, at=NOON)
    assert "模板" in Message.objects.get(id=other.id).failure
    assert [template for template, _values in sent(gateway, vendor)] == ["300"]


@pytest.mark.usefixtures("gateway")
def test_how_a_text_was_made_is_kept_but_of_what_lets_somebody_in() -> None:
    assert write(moved()).recipe is not None
    assert write(moved(), secret_until=NOON + timedelta(minutes=5)).recipe is None


def test_the_texts_of_late_are_listed_with_their_keys(gateway: StandIn) -> None:
    for n in range(3):
        actions.write(kind="signup_address", text=moved(f"第{n}场"), at=NOON, inbox="lin")
    actions.write(kind="signup_note", text=translate("收到。"), at=NOON, inbox="lin")
    found = queries.texts_of_late(NOON)
    assert [(one.key, one.count, one.has_template) for one in found] == [
        (KEY, 3, True),
        (senders.key_of("收到。"), 1, False),
    ]
    assert found[0].pattern == "您报名的“{title}”集合地点改为{place}。"
