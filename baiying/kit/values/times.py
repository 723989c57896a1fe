"""Times of day as people type them, and the instants they mean inside a span that may pass midnight. Pure."""

import re
from datetime import date, datetime, time, timedelta

from baiying.kit.values import days
from baiying.kit.values.identifiers import tidy

_CLOCK = re.compile(r"^(\d{1,2})[:：.．时点](\d{2})分?$|^(\d{1,2})(\d{2})$|^(\d{1,2})[时点]$")
_DATED = re.compile(r"^(\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?)[\sT]*(\d{1,2}\D.*|\d{4})$")
_DAY = timedelta(days=1)
# Whoever stays so long before or after a span is still thought to speak of it; farther off, a time is a slip.
NEAR = timedelta(hours=6)


def clock_time(text: str) -> time | None:
    """Read 9:05, 09：05, 0905, 9.05, 9时05分, 9点; 24:00 is midnight. None for anything else."""
    found = _CLOCK.match(tidy(text))
    numbers = [int(n) for n in found.groups() if n is not None] if found else []
    hour, minute = (*numbers, 0, 0)[:2] if numbers else (99, 99)
    if (hour, minute) == (24, 0):
        return time.min
    return time(hour, minute) if hour < 24 and minute < 60 else None


def day_before(text: str) -> tuple[date | None, str]:
    """A day that stands before a time of day, and the time: 2026年11月21日 19:30, 2026-11-21T19:30."""
    found = _DATED.match(text.strip())
    day = days.read(found[1]) if found else None
    return (day, found[2]) if found and day is not None else (None, text)


def is_end_of_day(text: str) -> bool:
    """Whether midnight was written as the end of a day: 24:00, 2400, 24点."""
    return clock_time(text) == time.min and tidy(text).startswith("24")


def is_near(instant: datetime, start: datetime, end: datetime) -> bool:
    """Whether an instant lies in the span or within NEAR of it."""
    return start - NEAR <= instant <= end + NEAR


def inside(at: time, start: datetime, end: datetime) -> datetime:
    """The instant with that time of day which lies in the span, or else nearest to it.

    `start` and `end` carry the zone in which the time of day was meant. Twelve hours of a night watch, and somebody
    who came a quarter before, are read alike: no rule of thumb about "more than half a day".
    """
    days = [start.date() - _DAY + n * _DAY for n in range(3 + (end.date() - start.date()).days)]
    meant = [datetime.combine(day, at, tzinfo=start.tzinfo) for day in days]
    return min(meant, key=lambda one: max(start - one, one - end, timedelta(0)))
