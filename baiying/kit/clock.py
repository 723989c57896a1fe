"""The one place where the time is read. Views call now() and pass it on as `at`; nothing below reads a clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def local(at: datetime) -> datetime:
    """The instant as the clocks in China show it."""
    return at.astimezone(CHINA)


def local_date(at: datetime) -> date:
    """The day in China on which the instant falls."""
    return local(at).date()


def midnight(day: date) -> datetime:
    """The first instant of the day in China."""
    return datetime.combine(day, time.min, tzinfo=CHINA)


def end_of(day: date) -> datetime:
    """The end, exclusive, of the day in China: a deadline on a day has passed from then on."""
    # Nothing comes after the calendar's last day.
    return midnight(day + timedelta(days=1)) if day < date.max else midnight(day)


def next_midnight(at: datetime) -> datetime:
    """The end, exclusive, of the day in China on which the instant falls."""
    return end_of(local_date(at))
