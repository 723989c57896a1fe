"""Readers with a bound WeChat or WeCom, and what is written to them by a stand-in of our own."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from baiying.kit import sealed
from baiying.kit.values.actor import Actor
from baiying.notices import actions, queries, senders
from baiying.notices.models import ChatAccount, Message
from baiying.notices.senders import wechat, wecom
from tests.notices.test_sending import NOON, PHONE
from tests.notices.weixin_server import APP, SECRET, Weixin, weixin_server

PAGE = "/mine/messages/settings/"
CHAT = "/mine/messages/chat/wechat/"
TEMPLATES = json.dumps({"*": {"id": "T1", "fields": {"thing1": "title", "thing2": "text", "time3": "sent"}}})
INSIDE = "Mozilla/5.0 (iPhone) AppleWebKit/605 MicroMessenger/8.0.50(0x1800323b) NetType/WIFI Language/zh_CN"


@pytest.fixture
def weixin(settings: Any, tmp_path: Path) -> Iterator[Weixin]:
    settings.VAR = tmp_path
    settings.PUBLIC_ADDRESS = "https://city.example"
    actions.confirm_instance(drop_waiting=False, actor=Actor(), at=NOON)
    with weixin_server() as one:
        known = {"address": one.address, "consent": "https://open.weixin.qq.com", "app": APP, "secret": SECRET}
        settings.BAIYING_WECHAT, settings.BAIYING_WECHAT_RATE = "wechat", 1000
        settings.BAIYING_WECOM, settings.BAIYING_WECOM_RATE = "wecom", 1000
        settings.WECHAT_ACCOUNT = {**known, "templates": TEMPLATES}
        settings.WECOM_ACCOUNT = {**known, "agent": "1000002"}
        wechat.TOKENS.forget()
        wecom.TOKENS.forget()
        yield one


@pytest.fixture
def phones(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """By inbox the phone that its reader has now."""
    known = {"lin": PHONE}
    monkeypatch.setattr(
        queries.neighbours, "phones_of_inboxes", lambda inboxes: {one: known[one] for one in inboxes if one in known}
    )
    return known


def bound(inbox: str = "lin", account: str = "o-lin", lane: str = senders.WECHAT, at: datetime = NOON) -> ChatAccount:
    """A reader with a bound account."""
    row = ChatAccount(lane=lane, inbox=inbox, bound_at=at)
    row.account_sealed = sealed.seal(account, at=sealed.Place.of(row, "account_sealed"))
    row.account_hash, row.account_mask = queries.account_hash(lane, account), senders.chat_mask(account)
    row.save()
    return row


def write(text: str = "您的班次取消了。", *, at: datetime = NOON, urgent: bool = True, **more: Any) -> None:
    kind = more.pop("kind", "signup_called_off")
    given = {"inbox": "lin", "phone": PHONE, "unique_source": f"x:{text[:20]}", "link": "/activities/a1/", **more}
    actions.write_many(kind=kind, letters=[actions.Letter(text=text, **given)], at=at, urgent=urgent)


def deliver(at: datetime) -> None:
    """All ways out, as every minute."""
    actions.deliver_waiting_chat(at=at)
    actions.deliver_waiting(at=at)
    actions.deliver_waiting_mail(at=at)


def of(channel: str) -> list[Message]:
    return list(Message.objects.filter(channel=channel).order_by("id"))
