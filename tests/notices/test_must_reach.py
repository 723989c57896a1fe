"""What one must know leaves also where notes have used up the day's limit of a phone; nothing else does."""

from datetime import datetime

import pytest

from baiying.activities.rules import news
from baiying.kit import clock, rooms
from baiying.notices import actions, queries
from baiying.notices.models import Message

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 24, 12, tzinfo=clock.CHINA)
PHONE = "13900000001"


def _sent(kind: str, text: str) -> Message:
    actions.write(kind=kind, text=text, at=NOON, phone=PHONE)
    row = Message.objects.get(text=text)
    actions.deliver(message_id=row.id, at=NOON)
    return Message.objects.get(id=row.id)


@pytest.mark.parametrize("whose", ["", "ward_"])
@pytest.mark.parametrize("what", news.MUST_KNOW)
def test_what_one_must_know_leaves_after_the_days_limit(whose: str, what: str) -> None:
    for n in range(3):
        assert _sent("signup_note", f"第{n}条").delivered_at is not None
    assert _sent("signup_note", "第四条").delivered_at is None, "the limit holds for a note"
    kind = f"{whose}signup_{what}"
    row = _sent(kind, "取消了，您不用来了。")
    assert (row.delivered_at, row.failure) == (NOON, "")
    assert rooms.told_of(kind).needed
    assert queries.opens_at(row, NOON) is None


def test_what_one_must_know_counts_against_the_limit_of_the_rest() -> None:
    for n in range(3):
        assert _sent("signup_called_off", f"取消{n}").delivered_at is not None
    assert _sent("signup_note", "一条通知").delivered_at is None


@pytest.mark.parametrize("kind", ["signup_note", "signup_made", "reminder_evening", "ward_signup_note", "hours.posted"])
def test_the_limit_holds_for_all_else(kind: str) -> None:
    assert not rooms.told_of(kind).needed
