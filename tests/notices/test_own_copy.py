"""The reader's own copy: all that one was sent, as a file of one's own and of nobody else's (issue 8, point 6)."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.models import AuditEvent, Taken
from baiying.notices import actions
from baiying.notices.models import Message
from tests.activities.makers import Town, account, log_in
from tests.notices.test_sending import PHONE

pytestmark = pytest.mark.django_db
PAGE, COPY = "/mine/messages/", "/mine/messages/copy/"


def table(answer: Any) -> list[list[str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return [row for row in csv.reader(io.StringIO(text)) if row and row[0] != "#"]


@pytest.fixture
def wang() -> Client:
    town, who = Town(), account("王芳", PHONE)
    person = builders.person("王芳", residence=town.village, account=who, phone=PHONE)
    other = builders.person("李强", residence=town.village)
    at = clock.now()
    for inbox, text in ((person.public_id, "您的班次改期了。"), (other.public_id, "别人的消息")):
        actions.write(kind="signup_moved", text=text, at=at, inbox=inbox, phone=PHONE)
    until = at + timedelta(hours=1)
    code = actions.Letter(text="验证码 123456", phone=PHONE, reader=person.public_id, secret_until=until)
    actions.write_many(kind="log_in_code", letters=[code], at=at, urgent=True)
    return log_in(who, person)


def test_it_holds_every_way_with_what_became_of_it_and_nothing_of_others_and_no_code(wang: Client) -> None:
    assert COPY in wang.get(PAGE).content.decode()
    head, *rows = table(wang.post(COPY))
    assert head == ["时间", "渠道", "发到", "为什么发", "内容", "结果"]
    assert [tuple(row[1:5]) for row in rows] == [
        ("短信", "139****0001", "改期", "您的班次改期了。"),
        ("站内", "", "改期", "您的班次改期了。"),
    ]
    assert rows[0][5] == "等着发出"
    whole = str(rows)
    assert "123456" not in whole
    assert PHONE not in whole
    assert "别人的" not in whole


def test_it_is_noted_like_every_file_and_marks_nothing_as_read(wang: Client) -> None:
    wang.post(COPY)
    taken = Taken.objects.get()
    assert (taken.key, taken.rows) == ("own_messages", 2)
    assert AuditEvent.objects.filter(action="ListTaken").count() == 1
    assert not Message.objects.filter(read_at__isnull=False).exists()


def test_a_visitor_has_none_and_a_look_makes_none(wang: Client) -> None:
    assert Client().post(COPY).status_code == 302
    assert wang.get(COPY).status_code == 405
    assert not Taken.objects.exists()


def test_who_has_no_inbox_gets_an_empty_file(db: None) -> None:
    Town()
    head, *rows = table(log_in(account("过路人", "13900000077")).post(COPY))
    assert head
    assert rows == []
