"""A log-in code leaves no readable text behind (found: all codes stood in the clear, for ever)."""

import re
from datetime import timedelta

import pytest
from django.db import connection

from baiying.accounts import actions as accounts
from baiying.kit import clock
from baiying.kit.values.actor import Actor
from baiying.notices import actions, queries
from baiying.notices.models import Message

PHONE = "19900000999"

pytestmark = pytest.mark.django_db


def _stored() -> str:
    """Everything of the messages and the jobs as a thief of the database would see it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(m::text, ' ') FROM notices_message m")
        messages = cursor.fetchone()[0]
        cursor.execute("SELECT coalesce(string_agg(j::text, ' '), '') FROM procrastinate_jobs j")
        return f"{messages} {cursor.fetchone()[0]}"


def _code() -> str:
    found = re.search(r"\d{6}", queries.on_screen(PHONE, limit=1)[0].wording)
    assert found
    return found.group()


def test_a_code_stands_nowhere_in_the_clear_and_goes_when_its_time_is_over() -> None:
    at = clock.now()
    accounts.start_code(phone=PHONE, purpose="log_in", actor=Actor(), at=at)
    code = _code()
    assert not re.search(rf"(?<!\d){code}(?!\d)", _stored())
    assert "验证码" not in _stored()
    assert actions.blank_secrets(at=at + timedelta(minutes=1)) == 0
    assert _code() == code
    assert actions.blank_secrets(at=at + timedelta(minutes=5)) == 1
    row = Message.objects.get(kind="log_in_code")
    assert (row.text, row.text_sealed, row.wording) == ("", None, "")


def test_a_code_is_delivered_while_it_is_good_and_not_afterwards() -> None:
    at = clock.now()
    accounts.start_code(phone=PHONE, purpose="log_in", actor=Actor(), at=at)
    first = Message.objects.get(kind="log_in_code")
    assert actions.deliver(message_id=first.id, at=at)
    assert Message.objects.get(kind="log_in_code").delivered_at == at
    letter = actions.Letter(text="验证码 123456", phone=PHONE, secret_until=at)
    actions.write_many(kind="log_in_code", letters=[letter], at=at, urgent=True)
    late = Message.objects.filter(delivered_at__isnull=True).get()
    actions.deliver(message_id=late.id, at=at + timedelta(minutes=6))
    late = Message.objects.get(id=late.id)
    assert late.delivered_at is None
    assert late.failed_at == at + timedelta(minutes=6)
