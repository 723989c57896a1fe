"""The filters that write dates, hours and amounts in templates; `{% load ui %}` brings them."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from baiying.kit import clock
from baiying.ui import formats

register = template.Library()


@register.filter
def minutes_long(minutes: int | None) -> str:
    return "—" if minutes is None else formats.minutes_text(minutes)


@register.filter
def zh_date(value: date | datetime | None) -> str:
    return "" if not value else formats.date_text(value)


@register.filter
def full_date(value: date | datetime | None) -> str:
    return "" if not value else formats.full_date(value)


@register.filter
def full_datetime(value: datetime | None) -> str:
    return "" if not value else f"{formats.full_date(value)} {formats.time_text(value)}"


@register.filter
def month(value: date | datetime | None) -> str:
    return "" if not value else formats.month_text(value)


@register.filter
def listed(items: Iterable[object] | None, mark: str = "、") -> str:
    return formats.listed(items or (), mark)


@register.filter
def by_fours(code: str) -> str:
    """A code in groups of four, to be read aloud and copied: abcd efgh ijkl."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))


@register.filter
def zh_day(value: date | datetime | None) -> str:
    """今天, 明天, or the date."""
    return "" if not value else formats.day_name(value)


@register.filter
def zh_time(value: datetime | None) -> str:
    return "" if not value else formats.time_text(value)


@register.filter
def zh_datetime(value: datetime | None) -> str:
    return "" if not value else formats.datetime_text(value)


@register.filter
def beside_date(start: datetime | None, end: datetime | None) -> str:
    """`{{ shift.starts_at|beside_date:shift.ends_at }}` -> 周一 09:00–11:30, where the date stands in a box."""
    return formats.beside_date_text(start, end) if start and end else ""


@register.filter
def zh_until(start: datetime | None, end: datetime | None) -> str:
    """`{{ shift.starts_at|zh_until:shift.ends_at }}` -> 11月23日 周一 09:00–11:30."""
    return formats.span_text(start, end) if start and end else zh_datetime(start)


@register.filter
def day_and_span(start: datetime | None, end: datetime | None) -> SafeString | str:
    """`{{ start|day_and_span:end }}` -> <b>明天</b> 11月24日 周二 09:00–11:30; a date is said once."""
    if not start or not end:
        return ""
    name, span = formats.day_name(start), formats.span_text(start, end)
    return span if span.startswith(name) else format_html("<b>{}</b> {}", name, span)


@register.filter
def begins_ends(start: datetime | None, end: datetime | None) -> str:
    """`{{ shift.starts_at|begins_ends:shift.ends_at }}` -> 11月23日 周一 09:00 开始，11:30 结束（2 小时 30 分钟）."""
    return formats.begins_ends_text(start, end) if start and end else zh_datetime(start)


@register.filter
def opening(text: str | None) -> str:
    """`{{ site.opening_hours|opening }}`: as the station wrote it; in English where it can be read."""
    return formats.opening_text(text or "")


@register.filter
def ago(value: datetime | None) -> str:
    return "" if not value else formats.ago_text(value, clock.now())


@register.filter
def distance(km: float | None) -> str:
    return "" if km is None else formats.distance_text(km)


@register.filter
def percent(ratio: float | Decimal | None, places: int = 1) -> str:
    return formats.percent_text(ratio, places)


@register.filter
def thousands(value: float | Decimal | None) -> str:
    return formats.thousands_text(value)


@register.filter
def iso(value: date | datetime | None) -> str:
    """For the datetime attribute of <time>."""
    return "" if not value else value.isoformat()


@register.filter
def get(mapping: Any, key: Any) -> Any:
    """`{{ counts|get:team.pk }}`: a dictionary's value, empty when it has none."""
    return mapping.get(key, "") if hasattr(mapping, "get") else ""


@register.filter
def digits(code: str) -> list[str]:
    """The characters of a code, so that each stands in its own box."""
    return list(str(code))
