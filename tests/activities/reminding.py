"""Shifts of December 2026, who signs up for them, and what the reminders came to: shared by their tests."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from baiying.activities import actions
from baiying.activities.models import Shift, Signup
from baiying.activities.reminded import Reminder
from baiying.demo import builders
from baiying.notices import actions as sending
from baiying.notices import queries as notices
from baiying.notices.models import Message
from baiying.people.models import Person
from tests.activities.makers import Town

CHINA = ZoneInfo("Asia/Shanghai")
MOTHER = "19900000801"


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    """A time of December 2026 on China's clock; the 5th is a Saturday."""
    return datetime(2026, 12, day, hour, minute, second, tzinfo=CHINA)


def a_shift(town: Town, starts_at: datetime, **more: Any) -> Shift:
    return town_shift(town, starts_at, starts_at + timedelta(hours=2), **more)


def town_shift(town: Town, starts_at: datetime, ends_at: datetime, title: str = "河堤清扫") -> Shift:
    activity = town.activity(title, starts_on=starts_at.date(), ends_on=ends_at.date())
    return builders.shift(activity, starts_at, ends_at)


def signed_up(shift: Shift, person: Person, when: datetime, *, state: str = "accepted") -> Signup:
    row = builders.signup(shift, person, state=state, signed_up_at=when)
    Signup.objects.filter(pk=row.pk).update(signed_up_at=when, accepted_at=when if state == "accepted" else None)
    return row


def somebody(town: Town, name: str, phone: str | None) -> Person:
    return builders.person(name, residence=town.village, phone=phone)


def minutes(first: datetime, last: datetime) -> Iterator[datetime]:
    now = first
    while now <= last:
        yield now
        now += timedelta(minutes=1)


def run(*moments: datetime) -> None:
    for now in moments:
        actions.remind(at=now)


def texts_to(phone: str) -> list[Message]:
    return [one for one in reversed(notices.on_screen(phone, limit=50)) if one.kind.startswith("reminder_")]


def sent_to(phone: str) -> list[tuple[str, datetime]]:
    return [(one.kind.removeprefix("reminder_"), one.written_at.astimezone(CHINA)) for one in texts_to(phone)]


def outcomes(signup: Signup) -> dict[str, str]:
    return dict(Reminder.objects.filter(signup=signup).values_list("kind", "outcome"))


def deliver(now: datetime) -> None:
    sending.deliver_waiting(at=now)
