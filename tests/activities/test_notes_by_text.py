"""Whom a leader's note reaches by text message, and when: said before it is sent, and kept."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from baiying.activities import actions
from baiying.activities.models import Shift
from baiying.demo import builders
from baiying.kit import clock
from baiying.notices import actions as sending
from baiying.notices import queries as messages
from baiying.notices.models import Message
from tests.activities.makers import Town, actor, log_in

pytestmark = pytest.mark.django_db
WORDS = "改在东门集合，带雨具。"
PHONE = "19900000963"


def note(town: Town, shift: Shift, at: datetime) -> list[Message]:
    actions.send_note(shift_id=shift.pk, words=WORDS, nonce=uuid4(), actor=actor(town.leader), at=at)
    return list(Message.objects.filter(kind="signup_note", channel="sms").order_by("id"))


def with_somebody(town: Town) -> Shift:
    shift = town.shift(places=5)
    town.signup(shift, builders.person("林一", residence=town.village, phone=PHONE))
    return shift


def begins_in(shift: Shift, at: datetime, hours: float) -> None:
    shift.starts_at, shift.ends_at = at + timedelta(hours=hours), at + timedelta(hours=hours + 2)
    shift.save(update_fields=["starts_at", "ends_at"])


def page_of(town: Town, shift: Shift) -> str:
    return log_in(town.leader).get(f"/shifts/{shift.public_id}/notes/").content.decode()


@pytest.mark.parametrize(("hours", "urgent"), [(1, True), (-1, True), (24 * 6, False), (-3, False)])
def test_near_the_shift_it_goes_out_at_once_and_else_as_all_others(town: Town, hours: float, urgent: bool) -> None:
    """Before the shift and while it is on; thanks afterwards wake nobody."""
    shift, at = with_somebody(town), clock.now()
    begins_in(shift, at, hours)
    [text] = note(town, shift, at)
    assert text.urgent is urgent


def test_the_page_says_that_it_goes_out_at_once(town: Town) -> None:
    shift = with_somebody(town)
    assert "短信马上发出" not in page_of(town, shift)
    begins_in(shift, clock.now(), 1)
    assert "短信马上发出，夜里也发" in page_of(town, shift)


def test_who_had_all_texts_of_the_day_is_named_before(town: Town) -> None:
    shift = with_somebody(town)
    town.signup(shift, builders.person("林二", residence=town.village, phone="19900000964"))
    at = clock.now().replace(hour=4, minute=0)
    # At noon in China: no quiet hours. A day has three.
    for n in range(3):
        sending.write(kind="registered", text=f"第{n}条", at=at, phone=PHONE)
    Message.objects.filter(channel="sms").update(delivered_at=clock.now(), handed_at=clock.now())
    assert messages.full_today([PHONE, "19900000964"], clock.now()) == {PHONE}
    page = page_of(town, shift)
    assert "今天的短信已经满了、只有站内消息的：林一" in page
    assert "其中 1 人也收短信" in page
    # What is urgent goes out to them all the same.
    begins_in(shift, clock.now(), 1)
    page = page_of(town, shift)
    assert "已经满了" not in page
    assert "其中 2 人也收短信" in page


def test_at_night_the_page_says_from_when_texts_go_out(town: Town, monkeypatch: Any) -> None:
    shift = with_somebody(town)
    night = datetime.combine(clock.local_date(clock.now()), datetime.min.time(), tzinfo=clock.CHINA)
    night += timedelta(hours=23)
    # At eight the texts go out: who comes at ten is not woken, who comes at nine is.
    begins_in(shift, night, 11)
    monkeypatch.setattr(clock, "now", lambda: night)
    page = page_of(town, shift)
    assert "现在是夜里：短信" in page
    assert "08:00" in page
    begins_in(shift, night, 10)
    assert "短信马上发出" in page_of(town, shift)


def test_where_no_text_leaves_the_page_says_so(town: Town, monkeypatch: Any) -> None:
    shift = with_somebody(town)
    assert "现在短信发不出去" not in page_of(town, shift)
    monkeypatch.setattr(messages, "texts_stuck_since", lambda at: at)
    assert "现在短信发不出去" in page_of(town, shift)
