"""Readers with mail addresses, and what is written to them by a mail server of our own."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from baiying.kit.values.actor import Actor
from baiying.notices import actions
from baiying.notices.models import MailAddress, Message
from tests.notices.mail_server import Server, mail_server
from tests.notices.test_sending import NOON, PHONE

PAGE = "/mine/messages/settings/"
MAIL = "/mine/messages/mail/"


@pytest.fixture
def server(settings: Any, tmp_path: Path) -> Iterator[Server]:
    settings.VAR = tmp_path
    actions.confirm_instance(drop_waiting=False, actor=Actor(), at=NOON)
    with mail_server() as one:
        settings.BAIYING_MAIL, settings.BAIYING_MAIL_RATE = "smtp", 1000
        settings.SMTP_ACCOUNT = {
            "host": "127.0.0.1", "port": str(one.port), "user": "", "password": "", "tls": "no",
            "sender": "no-reply@city.example",
        }  # fmt: skip
        yield one


def reader(inbox: str, address: str, *, copies: bool = True, at: datetime = NOON) -> MailAddress:
    """A reader with a proven address."""
    actions.ask_mail(inbox=inbox, address=address, actor=Actor(), at=at)
    MailAddress.objects.filter(inbox=inbox).update(confirmed_at=at, copies=copies)
    Message.objects.filter(kind="mail_code").delete()
    return MailAddress.objects.get(inbox=inbox)


def write(
    inbox: str = "lin", text: str = "您的班次取消了。", phone: str = PHONE, at: datetime = NOON, **more: Any
) -> None:
    letter = actions.Letter(text=text, inbox=inbox, phone=phone, unique_source=f"x:{inbox}:{text[:20]}", **more)
    actions.write_many(kind="signup_called_off", letters=[letter], at=at, urgent=True)


def deliver(at: datetime) -> None:
    """All ways out, as every minute."""
    actions.deliver_waiting(at=at)
    actions.deliver_waiting_mail(at=at)


def mails() -> list[Message]:
    return list(Message.objects.filter(channel="mail").order_by("id"))
