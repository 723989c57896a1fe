"""How dates, hours and amounts are written for people, in Chinese and in English. Pure; the filters wrap these."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils import translation
from django.utils.translation import gettext as translate

from baiying.kit import clock

WEEKDAYS = "一二三四五六日"


def in_english() -> bool:
    return (translation.get_language() or "").startswith("en")


def sentences(*parts: str) -> str:
    """Sentences one after the other: with a blank between them in English, without in Chinese; empty ones fall out."""
    return (" " if in_english() else "").join(part.strip() for part in parts if part)


def day_of(value: date | datetime) -> date:
    """The day in China of an instant; a day as it is."""
    return clock.local_date(value) if isinstance(value, datetime) else value


def date_text(value: date | datetime, *, today: date | None = None) -> str:
    """11月23日 周一, with the year in front when it is not this year's."""
    day = day_of(value)
    same_year = day.year == (today or clock.local_date(clock.now())).year
    if in_english():
        return f"{day:%a} {day.day} {day:%b}" + ("" if same_year else f" {day.year}")
    year = "" if same_year else f"{day.year}年"
    return f"{year}{day.month}月{day.day}日 周{WEEKDAYS[day.weekday()]}"


def full_date(value: date | datetime) -> str:
    """2026年11月3日: a day on record, always with its year."""
    day = day_of(value)
    return f"{day.day} {day:%B} {day.year}" if in_english() else f"{day.year}年{day.month}月{day.day}日"


def month_text(value: date | datetime) -> str:
    """11月, above or below the number of a day."""
    day = day_of(value)
    return f"{day:%b}" if in_english() else f"{day.month}月"


def listed(items: Iterable[object], mark: str = "、") -> str:
    """Several words or sentences in a row, with the mark that the language uses between them."""
    return translate(mark).join(str(item) for item in items)


def about(subject: object, text: object) -> str:
    """王秀兰：已签退."""
    return f"{subject}{translate('：')}{text}"


def time_text(value: datetime) -> str:
    """09:00, as the clocks in China show it."""
    return f"{clock.local(value):%H:%M}"


def datetime_text(value: datetime, *, today: date | None = None) -> str:
    """11月23日 周一 09:00."""
    return f"{date_text(value, today=today)} {time_text(value)}"


def span_text(start: datetime, end: datetime, *, today: date | None = None) -> str:
    """11月23日 周一 09:00–11:30; both days when it runs past midnight."""
    if day_of(start) == day_of(end):
        return f"{datetime_text(start, today=today)}–{time_text(end)}"
    return f"{datetime_text(start, today=today)} – {datetime_text(end, today=today)}"


def begins_ends_text(start: datetime, end: datetime, *, today: date | None = None) -> str:
    """11月23日 周一 09:00 开始，11:30 结束（2 小时 30 分钟）: the end in words, for who plans the day around it."""
    last = time_text(end) if day_of(start) == day_of(end) else datetime_text(end, today=today)
    length = minutes_text(int((end - start).total_seconds() // 60))
    first = datetime_text(start, today=today)
    return f"{first}, ends {last} ({length})" if in_english() else f"{first} 开始，{last} 结束（{length}）"


def day_name(value: date | datetime, *, today: date | None = None) -> str:
    """今天, 明天, 昨天, or the date."""
    day = day_of(value)
    distance = (day - (today or clock.local_date(clock.now()))).days
    names = {-1: ("昨天", "Yesterday"), 0: ("今天", "Today"), 1: ("明天", "Tomorrow")}
    if distance in names:
        return names[distance][in_english()]
    return date_text(day, today=today)


def beside_date_text(start: datetime, end: datetime, *, today: date | None = None) -> str:
    """周一 09:00–11:30, or 今天 09:00–11:30: for a line whose day and month already stand in a box before it."""
    if day_of(start) != day_of(end):
        return span_text(start, end, today=today)
    day = day_of(start)
    near = abs((day - (today or clock.local_date(clock.now()))).days) <= 1
    weekday = f"{day:%a}" if in_english() else f"周{WEEKDAYS[day.weekday()]}"
    return f"{day_name(day, today=today) if near else weekday} {time_text(start)}–{time_text(end)}"


def minutes_of(hours: Decimal) -> int:
    """Hours as figures reckon them in whole minutes, the half upwards: 12.345 -> 741."""
    return int((hours * 60).quantize(Decimal(1), ROUND_HALF_UP))


def hours_and_minutes(minutes: int) -> list[tuple[str, str]]:
    """Each number with its unit: (2, 小时), (30, 分钟). A time taken back has one sign in front of the whole."""
    hours, rest = divmod(abs(minutes), 60)
    units = ("h", "min") if in_english() else ("小时", "分钟")
    parts = [(f"{hours:,}", units[0])] if hours else []
    if rest or not hours:
        parts.append((str(rest), units[1]))
    number, unit = parts[0]
    return [(f"−{number}" if minutes < 0 else number, unit), *parts[1:]]


def minutes_text(minutes: int) -> str:
    """2 小时 30 分钟: the one way in which pages and messages write hours, of a person as of a city."""
    return " ".join(f"{number} {unit}" for number, unit in hours_and_minutes(minutes))


def distance_text(km: float) -> str:
    """260 米, 1.2 公里."""
    if km < 1:
        return f"{round(km * 1000)} " + ("m" if in_english() else "米")
    return f"{km:.1f} " + ("km" if in_english() else "公里")


def percent_text(ratio: float | Decimal | None, places: int = 1) -> str:
    """0.1532 -> 15.3%; nothing known -> a dash, never a zero."""
    if ratio is None:
        return "—"
    share = (Decimal(str(ratio)) * 100).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return f"{share:,}%"


def thousands_text(value: float | Decimal | None) -> str:
    """12,345; whole numbers stay whole, others keep at most two decimals."""
    if value is None:
        return "—"
    return f"{round(value, 2):,}"


def left_text(due: datetime, now: datetime) -> str:
    """How long until a deadline, or how long past it, in one unit: 还有 3 天, 已过 2 小时."""
    gap = due - now
    size = abs(gap)
    if size >= timedelta(days=1):
        amount, zh, en = size.days, "天", "d"
    elif size >= timedelta(hours=1):
        amount, zh, en = int(size.total_seconds() // 3600), "小时", "h"
    else:
        amount, zh, en = max(1, int(size.total_seconds() // 60)), "分钟", "min"
    late = gap < timedelta(0)
    if in_english():
        return f"{amount} {en} overdue" if late else f"{amount} {en} left"
    return f"已过 {amount} {zh}" if late else f"还有 {amount} {zh}"


def ago_text(value: datetime, now: datetime) -> str:
    """刚刚, 5 分钟前, 3 小时前, then the date."""
    minutes = int((now - value).total_seconds() // 60)
    english = in_english()
    if minutes < 1:
        return "just now" if english else "刚刚"
    if minutes < 60:
        return f"{minutes} min ago" if english else f"{minutes} 分钟前"
    if minutes < 24 * 60:
        return f"{minutes // 60} h ago" if english else f"{minutes // 60} 小时前"
    return datetime_text(value, today=clock.local_date(now))


# How stations write when they are open. Longer words come first, so that 周一至周五 is not read as 周一.
_OPEN = {
    "法定节假日": "public holidays",
    "节假日": "holidays",
    "工作日": "working days",
    "周末": "weekends",
    "每天": "daily",
    "全天": "all day",
    "上午": "mornings",
    "下午": "afternoons",
    "晚上": "evenings",
    "休息": "closed",
    "除外": "excepted",
    "至": "–",
    "，": ", ",
    "、": ", ",
    "；": "; ",
    "：": ":",
    "（": " (",
    "）": ")",
} | {f"{week}{WEEKDAYS[n]}": f"{date(2024, 1, 1 + n):%a}" for week in ("周", "星期") for n in range(7)}
_CHINESE = re.compile(r"[\u3400-\u9fff]")


def opening_text(text: str) -> str:
    """周一至周五 8:00–12:00，周六上午 -> Mon–Fri 8:00–12:00, Sat mornings; what is not read whole stays as it is."""
    if not in_english():
        return text
    said = text
    for chinese, english in _OPEN.items():
        word = english if english[0] in "–,;:)( " else f" {english} "
        said = said.replace(chinese, word)
    said = re.sub(r"\s+([–,;:)])", r"\1", re.sub(r"–\s+", "–", said))
    return text if _CHINESE.search(said) else re.sub(r" +", " ", said).strip()
