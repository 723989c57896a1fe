"""Days, times and hours inside messages: written in Chinese, and said again in the reader's language."""

from datetime import date, datetime

from baiying.kit import kept
from baiying.kit.kept import Kept
from baiying.ui import formats

_day = kept.writer("day", lambda iso: formats.date_text(date.fromisoformat(iso)))
_moment = kept.writer("moment", lambda iso: formats.datetime_text(datetime.fromisoformat(iso)))
_span = kept.writer(
    "span", lambda start, end: formats.span_text(datetime.fromisoformat(start), datetime.fromisoformat(end))
)
minutes = kept.writer("minutes", formats.minutes_text)


def day(value: date | datetime) -> Kept:
    """11月23日 周一."""
    return _day(formats.day_of(value).isoformat())


def moment(value: datetime) -> Kept:
    """11月23日 周一 09:00."""
    return _moment(value.isoformat())


def span(start: datetime, end: datetime) -> Kept:
    """11月23日 周一 09:00–11:30."""
    return _span(start.isoformat(), end.isoformat())
