"""Days, times and hours inside messages: written in Chinese, and said again in the reader's language."""

from datetime import date, datetime

from django.conf import settings

from baiying.kit import kept
from baiying.kit.kept import Kept, translate
from baiying.ui import formats

_day = kept.writer("day", lambda iso: formats.date_text(date.fromisoformat(iso)))
_moment = kept.writer("moment", lambda iso: formats.datetime_text(datetime.fromisoformat(iso)))
_span = kept.writer(
    "span", lambda start, end: formats.span_text(datetime.fromisoformat(start), datetime.fromisoformat(end))
)
minutes = kept.writer("minutes", formats.minutes_text)


def opening(path: str, *, by_hand: Kept) -> Kept:
    """How a message sends its reader to a page: by the address itself, which a text message then carries.

    Where the house does not know its own address nothing is promised: `by_hand` says where the page is found after
    logging in. No message says "the link" in any other way (tests/house/test_promised_links.py).
    """
    if not settings.PUBLIC_ADDRESS:
        return by_hand
    return translate("打开 %(address)s ") % {"address": f"{settings.PUBLIC_ADDRESS}{path}"}


def day(value: date | datetime) -> Kept:
    """11月23日 周一."""
    return _day(formats.day_of(value).isoformat())


def moment(value: datetime) -> Kept:
    """11月23日 周一 09:00."""
    return _moment(value.isoformat())


def span(start: datetime, end: datetime) -> Kept:
    """11月23日 周一 09:00–11:30."""
    return _span(start.isoformat(), end.isoformat())
