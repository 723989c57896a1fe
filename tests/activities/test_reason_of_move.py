"""Whoever loses the place by a move reads why it was moved, as do those who keep it."""

from datetime import date, timedelta

import pytest

from baiying.activities import actions
from baiying.activities.models import Shift
from baiying.kit import clock
from baiying.notices.models import Message
from tests.activities.makers import Town, actor, volunteer

pytestmark = pytest.mark.django_db


def moved(town: Town, shift: Shift, days: int) -> None:
    start = shift.starts_at + timedelta(days=days)
    actions.move_shift(
        shift_id=shift.pk, starts_at=start, ends_at=start + timedelta(hours=2), reason="礼堂停电",
        actor=actor(town.leader), at=clock.now(),
    )  # fmt: skip


def test_who_is_elsewhere_then_reads_the_reason(town: Town) -> None:
    shift, person = town.shift(days=3), volunteer("没空", town.village)
    town.signup(shift, person)
    other = town.shift(town.activity("后天的"), days=5)
    town.signup(other, person)
    moved(town, shift, 2)
    [text] = Message.objects.filter(inbox=person.public_id, channel="inapp", kind="signup_moved")
    assert "这次报名已取消" in text.text
    assert "礼堂停电" in text.text


def test_whom_the_new_day_does_not_fit_reads_the_reason(town: Town) -> None:
    day = clock.local_date(clock.now()) + timedelta(days=5)
    shift = town.shift(days=3, max_age=60)
    person = volunteer("快六十一", town.village, born=date(day.year - 61, day.month, day.day))
    town.signup(shift, person)
    moved(town, shift, 3)
    [text] = Message.objects.filter(inbox=person.public_id, channel="inapp", kind="signup_moved")
    assert "最大 60 岁" in text.text
    assert "礼堂停电" in text.text
