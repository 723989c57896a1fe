"""When a site is open, read from what its people typed: "周一至周五 8:30–12:00、14:00–17:30，节假日休息". Pure.

Only what is read whole is used. Otherwise the text stands as it is and nothing is said of "open now": a wrong "open"
sends somebody old on a walk for nothing. What a text does not say of public holidays is not guessed either.
"""

import itertools
import re
import unicodedata
from dataclasses import dataclass
from datetime import time

# From minute to minute of the day, in order; 24:00 is 1440.
Spans = tuple[tuple[int, int], ...]
DAY_END = 24 * 60
WEEKDAYS = "一二三四五六日"

_DAY = "[一二三四五六日天七]"
_WEEK = r"(?:周|星期|礼拜)"
_RANGE = re.compile(rf"{_WEEK}({_DAY})(?:至|到|-){_WEEK}?({_DAY})")
_LIST = re.compile(rf"{_WEEK}({_DAY}(?:[、和及,]?{_WEEK}?{_DAY})*)")
_WORDS = re.compile("每天|每日|全年|天天|工作日|平时|周末|双休日|(?:法定|国家)?(?:公众)?节?假日|法定节日")
_TIME = r"(上午|下午|晚上|早上|中午)?(\d{1,2})(?:[:时点](?:(\d{2})分?|(半))?)?"
_TIMES = re.compile(rf"{_TIME}(?:至|到|-){_TIME}")
_WHOLE = re.compile("24小时|全天(?:候)?")
_SHUT = re.compile("(?:不开放|不开门|不对外|休息|休馆|闭馆|关门|关闭|除外|不开)")
_PART = re.compile("上午|下午|晚上|半天")
_FILL = re.compile("(?:均|都|正常|对外|照常)?(?:开放|开门|营业|服务)(?:时间)?:?|其余时间|[、,和及的:]")
_NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ENGLISH = (
    *((rf"\b{name}[a-z]*\b", f"周{day}") for name, day in zip(_NAMES, WEEKDAYS, strict=True)),
    (r"\b(?:daily|every day)\b", "每天"), (r"\bworking days\b", "工作日"), (r"\bweekends?\b", "周末"),
    (r"\b(?:public )?holidays\b", "节假日"), (r"\bclosed\b", "休息"), (r"\band\b|&", "、"), (r"\bto\b", "-"),
)  # fmt: skip
_SHUT_ALL, _CLASH = (0, 0), ((1, 0),)
_PLAIN = str.maketrans(dict.fromkeys("—–~～－−‐‑", "-") | {"；": ";", "。": ";", "，": ",", "：": ":"})


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of each weekday, Monday first, and of public holidays; None where the text says nothing."""

    days: tuple[Spans | None, ...]
    # A day that the notice of holidays frees; and a Saturday or Sunday that it makes a working day.
    holidays: Spans | None = None
    working: Spans | None = None

    def on(self, weekday: int, *, holiday: bool = False, working: bool = False) -> Spans | None:
        """The hours of a day (0: Monday); () is closed, None is not said.

        `holiday`: the calendar frees it; `working`: it makes a weekend's day a working one.
        """
        if holiday:
            # Open day and night, or "every day", would be read as open at New Year: only what is said of holidays is.
            return self.holidays
        if working and self.working is not None:
            return self.working
        return self.days[weekday]


def read(text: str) -> Week | None:
    """The week that a text says; None where a part of it is not understood, or it says no hours at all."""
    plain = re.sub(r"[()]", ",", _plain(text))
    # Whoever names some days of the week is closed on the others.
    days: list[Spans | None] = [()] * 7
    holidays: Spans | None = None
    working: Spans | None = None
    for which, spans in _clauses(plain) or ():
        for day in range(7):
            days[day] = spans if day in which else days[day]
        holidays = spans if "holiday" in which else holidays
        working = spans if "working" in which else working
    return Week(tuple(days), holidays, working) if any(days) else None


def read_day(text: str) -> Spans | None:
    """The hours of one day: "9:00–12:00、14:00–16:00", or "休息" for (); None where it is not understood."""
    plain = _plain(text)
    clauses = _clauses(plain.replace(";", ",")) or []
    alone = len(clauses) == 1 and not _days(plain)[0]
    return clauses[0][1] if alone and clauses[0][0] == set(range(7)) else None


def _plain(text: str) -> str:
    """Without blanks, in one width, with one kind of dash; English words as the Chinese ones."""
    plain = unicodedata.normalize("NFKC", text).translate(_PLAIN).lower()
    for english, chinese in _ENGLISH:
        plain = re.sub(english, chinese, plain)
    return re.sub(r"\s+", "", plain)


def minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def open_until(spans: Spans, now: int) -> int | None:
    """The minute at which what is open now ends; None while it is closed."""
    return next((until for since, until in spans if since <= now < until), None)


def opens_at(spans: Spans, now: int) -> int | None:
    """The minute at which it opens later on the same day."""
    return next((since for since, _ in spans if since > now), None)


_Which = set[int | str]


def _clauses(plain: str) -> list[tuple[_Which, Spans | None]] | None:
    """What is said of which days, in the order of the text; None where a part of it is not understood.

    Hours are None where a day is named and its hours are not: "周六上午".
    """
    found: list[tuple[_Which, Spans | None]] = []
    for part in filter(None, plain.split(";")):
        rest, which, spans = part, set[int | str](), list[tuple[int, int] | None]()
        while rest:
            days, after = _days(rest)
            if days and spans:
                found.append((which, _ordered(spans)))
                which, spans = set(), []
            if days:
                which, rest = which | days, after
                continue
            hours, after = _hours(rest)
            if hours is not None:
                # Without days before it: every day.
                which = which or set(range(7))
                spans, rest = spans + hours, after
                continue
            filled = _FILL.match(rest)
            if not filled:
                return None
            rest = rest[filled.end() :]
        if which and not spans:
            return None
        if which:
            found.append((which, _ordered(spans)))
    return None if any(spans == _CLASH for _, spans in found) else found


def _days(rest: str) -> tuple[_Which, str]:
    """The days that stand at the beginning, and what follows them."""
    if found := _RANGE.match(rest):
        first, last = (_number(one) for one in found.groups())
        span = range(first, last + 1) if first <= last else [*range(first, 7), *range(last + 1)]
        return set(span), rest[found.end() :]
    if found := _LIST.match(rest):
        return {_number(one) for one in re.findall(_DAY, re.sub(_WEEK, "", found[1]))}, rest[found.end() :]
    if found := _WORDS.match(rest):
        return _meant(found[0]), rest[found.end() :]
    return set(), rest


def _meant(word: str) -> _Which:
    if word in ("每天", "每日", "全年", "天天"):
        return set(range(7))
    if word in ("工作日", "平时"):
        return {0, 1, 2, 3, 4, "working"}
    return {5, 6} if word in ("周末", "双休日") else {"holiday"}


def _number(sign: str) -> int:
    return WEEKDAYS.index({"天": "日", "七": "日"}.get(sign, sign))


def _hours(rest: str) -> tuple[list[tuple[int, int] | None] | None, str]:
    """The hours at the beginning, and what follows them: (0, 0) is closed, None a part of a day without hours."""
    if found := _WHOLE.match(rest):
        return [(0, DAY_END)], rest[found.end() :]
    if found := _SHUT.match(rest):
        return [_SHUT_ALL], rest[found.end() :]
    if found := _TIMES.match(rest):
        half, hour, minute, plus, to_half, to_hour, to_minute, to_plus = found.groups()
        since = _minute(half, hour, minute, plus)
        until = _minute(to_half or (half if half == "下午" else None), to_hour, to_minute, to_plus)
        if since is not None and until is not None and since < until:
            return [(since, until)], rest[found.end() :]
    elif found := _PART.match(rest):
        return [None], rest[found.end() :]
    return None, rest


def _minute(half: str | None, hour: str, minute: str | None, plus: str | None) -> int | None:
    count = int(hour) * 60 + (30 if plus else int(minute or 0))
    if half in ("下午", "晚上") and int(hour) < 12:
        count += 12 * 60
    return count if int(minute or 0) < 60 and count <= DAY_END else None


def _ordered(spans: list[tuple[int, int] | None]) -> Spans | None:
    """In the order of the day; None where a part has no hours, _CLASH where two overlap, which nobody means."""
    if None in spans:
        return None
    ordered = sorted(span for span in spans if span and span != _SHUT_ALL)
    clash = any(until > since for (_, until), (since, _) in itertools.pairwise(ordered))
    return _CLASH if clash or (ordered and _SHUT_ALL in spans) else tuple(ordered)
