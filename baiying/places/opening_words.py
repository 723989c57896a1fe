"""What is said of when a site is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from baiying.places.queries import Today
from baiying.places.rules.opening import Spans
from baiying.ui import formats


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence of today, and its colour."""

    text: str
    tone: str


def clock_of(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02d}"


def hours(spans: Spans) -> str:
    """8:30–12:00、14:00–17:30; closed where there are none."""
    if not spans:
        return translate("不开放")
    return translate("、").join(f"{clock_of(since)}–{clock_of(until)}" for since, until in spans)


def today(found: Today) -> Said | None:
    """What to say of today; nothing where nobody knows."""
    if found.holiday:
        return Said(translate("今天放假，开不开放没有写，去之前先打电话。"), "amber")
    if found.spans is None:
        return None
    why = translate("（%(reasons)s）") % {"reasons": found.reason} if found.reason else ""
    if found.until is not None:
        return Said(translate("现在开放，到 %(time)s") % {"time": clock_of(found.until)} + why, "jade")
    if found.opens is not None:
        return Said(translate("现在没有开，%(time)s 开门") % {"time": clock_of(found.opens)} + why, "amber")
    words = translate("今天已经关门") if found.spans else translate("今天不开放")
    return Said(words + why, "amber")


_DAYS = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"), _("节假日"))


def week(days: Sequence[Spans | None]) -> list[tuple[str, str]]:
    """Each day of the week, and public holidays, with its hours."""
    return [
        (str(name), translate("没有写") if spans is None else hours(spans))
        for name, spans in zip(_DAYS, days, strict=True)
    ]


def days(first: date, last: date, today: date) -> str:
    """From day to day, or the one day."""
    if first == last:
        return formats.date_text(first, today=today)
    return f"{formats.date_text(first, today=today)} – {formats.date_text(last, today=today)}"


def day_hours(text: str) -> str:
    """What is typed for single days, or that it is closed."""
    return text or translate("不开放")
