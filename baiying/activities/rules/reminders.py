"""When whoever has a place is reminded of it: the evening before, and shortly before it begins. Pure decisions.

The moment counts, not a window: who signs up after it has the confirmation in hand and is not reminded minutes later.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from baiying.kit import clock

EVENING, SOON = "evening", "soon"
KINDS = (EVENING, SOON)
# What became of it: sent; only into the inbox; signed up after the moment; confirmed just before it; the moment lies in
# the quiet hours, and the evening's said so; nobody could send in time.
SENT, INBOX, LATE, FRESH, QUIET, MISSED = "sent", "inbox", "late", "fresh", "quiet", "missed"
# Of two readers of one sign-up, what is said of it.
BEST_FIRST = (SENT, INBOX, QUIET, MISSED, FRESH, LATE)


@dataclass(frozen=True, slots=True)
class ReminderRules:
    """The hours of reminders, dated and per area. No law gives them.

    evening_hour: the hour in China on the day before; minutes_before: before the start, 0 for none; fresh_minutes: who
    was told of the place so shortly before the moment is not told again. change_rings_hours: a shift that begins within
    so many hours and is moved or called off is told at once, at night too. call_after_minutes: whoever must know of a
    change and to whom nothing could be sent for so long is to be called by who leads.
    """

    KIND: ClassVar[str] = "reminders"
    SOURCE: ClassVar[str] = "R038; practice of booking platforms; defaults of this project"

    RANGES: ClassVar[dict[str, tuple[int, int]]] = {
        "evening_hour": (12, 20),
        "minutes_before": (0, 240),
        "fresh_minutes": (0, 720),
        "change_rings_hours": (0, 72),
        "call_after_minutes": (2, 240),
    }

    evening_hour: int = 19
    minutes_before: int = 60
    fresh_minutes: int = 60
    change_rings_hours: int = 24
    call_after_minutes: int = 10


def moment(kind: str, starts_at: datetime, rules: ReminderRules) -> datetime | None:
    """When a kind is due for a shift; None where the area wants none."""
    if kind == EVENING:
        return clock.midnight(clock.local_date(starts_at) - timedelta(days=1)) + timedelta(hours=rules.evening_hour)
    return starts_at - timedelta(minutes=rules.minutes_before) if rules.minutes_before else None


def useful_until(kind: str, starts_at: datetime, rules: ReminderRules) -> datetime:
    """From when on it helps nobody: the evening's gives way to the one shortly before, that one to the start."""
    return starts_at - timedelta(minutes=rules.minutes_before) if kind == EVENING else starts_at


def rings(starts_at: datetime, at: datetime, rules: ReminderRules) -> bool:
    """Whether what became of a shift cannot wait for the morning: somebody would set out for nothing."""
    return starts_at - at <= timedelta(hours=rules.change_rings_hours)


def why_not(*, due: datetime, until: datetime, heard_at: datetime, at: datetime, fresh: timedelta) -> str:
    """Why somebody is not reminded though it is due; empty for who is. `heard_at`: when the place was confirmed."""
    if heard_at >= due:
        return LATE
    if due - heard_at < fresh:
        return FRESH
    return MISSED if at >= until else ""
