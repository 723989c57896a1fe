"""Working days (Order 67 art. 11 counts ten of them): Monday to Friday, but for what the year's notice says."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from baiying.kit.values import days


def working_day_after(
    day: date, n: int, calendar: Mapping[date, bool], known_years: Collection[int]
) -> tuple[date, bool]:
    """The n-th working day after `day`, and whether the calendar of every year touched is known.

    `calendar` holds the days that differ from Monday to Friday: True is a made-up working day.
    """
    here, left, known = day, n, day.year in known_years
    while left > 0:
        here += timedelta(days=1)
        known = known and here.year in known_years
        if calendar.get(here, here.weekday() < 5):
            left -= 1
    return here, known


def may_be_working(day: date, calendar: Mapping[date, bool], known_years: Collection[int]) -> bool:
    """Whether a day is a working day, or nobody can say: the calendar of its year is not known (N41)."""
    return day.year not in known_years or calendar.get(day, day.weekday() < 5)


class BadLine(ValueError):
    """A pasted line that cannot be read; `line` counts from 1."""

    def __init__(self, line: int, text: str, code: str) -> None:
        super().__init__(code)
        self.line, self.text, self.code = line, text, code


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    is_working: bool
    name: str


_DATE = r"(?:(\d{4})\s*[-年/.])?\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})\s*日?"
_LINE = re.compile(rf"^{_DATE}(?:\s*(?:至|到|~|—|–|--|-)\s*{_DATE})?[\s,,、::]*(休|放假|班|上班|调休)[\s,,、::]*(.*)$")
MAX_DAYS = 31

# The notice of the State Council as it is written: "一、元旦:1月1日(周四)至3日(周六)放假调休,共3天。1月4日(周日)上班。"
_BRACKET = r"(?:\(([^()]*)\))?"
_SPAN = re.compile(
    rf"(?:(\d{{4}})年)?(\d{{1,2}})月(\d{{1,2}})日{_BRACKET}"
    rf"(?:(?:至|到|-|—|~)(?:(\d{{4}})年)?(?:(\d{{1,2}})月)?(\d{{1,2}})日{_BRACKET})?"
)
_TOKEN = re.compile(rf"(?P<span>{_SPAN.pattern})|(?P<rest>放假|补休|休息|连休|调休)|(?P<work>上班)|(?P<stop>。|;)")
_COUNT = re.compile(r"(?:共|放假)(\d{1,2})天")
_TITLE = re.compile(r"^(?:[一二三四五六七八九十]+、|\d+[.、])?([^\d:,。()]{1,40}):")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_WEEKDAYS = "一二三四五六日"


def pasted_days(text: str, year: int) -> list[Day]:
    """Days from the text of the notice, or from lines like "2026-02-15 至 2026-02-23 休 春节" or "1月4日 班".

    A span over New Year gives its days of both years; a line wholly of another year is refused, as are a day that is
    both free and worked, a wrong weekday and a count that does not come out. Raises BadLine.
    """
    found: dict[date, Day] = {}
    lines = text.splitlines()
    notice = any(_in_notice(_plain(raw)) for raw in lines)
    for number, raw in enumerate(lines, start=1):
        line = _plain(raw)
        if not line or line.startswith("#"):
            continue
        try:
            if _one_line(line):
                days = _of_line(line, year)
            elif _in_notice(line):
                days = _of_notice("".join(line.split()), year)
            elif notice and not _SPAN.search(line):
                continue  # The notice's own beginning and end.
            else:
                raise _Bad("shape")
            for day in days:
                if day.day in found and found[day.day].is_working != day.is_working:
                    raise _Bad("both")
                found[day.day] = day
        except _Bad as bad:
            raise BadLine(number, raw[:60], str(bad)) from None
    return [found[day] for day in sorted(found)]


class _Bad(Exception):
    pass


def _plain(raw: str) -> str:
    return unicodedata.normalize("NFKC", raw).strip()


def _one_line(line: str) -> bool:
    """Whether it is "days, word, name", and no sentence of the notice that goes on to other days."""
    match = _LINE.match(line)
    return match is not None and not _SPAN.search("".join(match[8].split()))


def _in_notice(line: str) -> bool:
    plain = "".join(line.split())
    return bool(_SPAN.search(plain)) and ("放假" in plain or "上班" in plain) and not _one_line(line)


def _of_line(line: str, year: int) -> list[Day]:
    match = _LINE.match(line)
    assert match is not None
    y1, m1, d1, y2, m2, d2, word, name = match.groups()
    first = _date(y1 or year, m1, d1)
    last = _date(y2 or y1 or year, m2, d2) if m2 else first
    if _COUNT.search(name):
        _counted(name, (last - first).days + 1)
        name = ""
    working = word in ("班", "上班")
    return _span_days(first, last, year, working, name.strip()[:40] or ("上班" if working else "放假"))


def _of_notice(line: str, year: int) -> list[Day]:
    title = _TITLE.match(line)
    name = title[1][:40] if title else ""
    days: list[Day] = []
    waiting: list[tuple[date, date]] = []
    for sentence in re.split("[。;]", line[title.end() :] if title else line):
        free = 0
        for token in _TOKEN.finditer(sentence):
            if token["span"]:
                waiting.append(_span(token["span"], year))
                continue
            working = bool(token["work"])
            for first, last in waiting:
                named = name or ("上班" if working else "放假")
                days += _span_days(first, last, year, working, f"{name}调休" if name and working else named)
                free += 0 if working else (last - first).days + 1
            waiting = []
        if waiting:
            raise _Bad("shape")
        if free:
            _counted(sentence, free)
    return days


def _counted(text: str, days: int) -> None:
    count = _COUNT.search(text)
    if count and int(count[1]) != days:
        raise _Bad("count")


def _span(text: str, year: int) -> tuple[date, date]:
    match = _SPAN.fullmatch(text)
    assert match is not None
    y1, m1, d1, said1, y2, m2, d2, said2 = match.groups()
    first = _date(y1 or year, m1, d1)
    last = _date(y2 or first.year, m2 or m1, d2) if d2 else first
    for day, said in ((first, said1), (last, said2)):
        weekday = _WEEKDAY.search(said or "")
        if weekday and _WEEKDAYS.index(weekday[1].replace("天", "日")) != day.weekday():
            raise _Bad("weekday")
    return first, last


def _date(year: str | int, month: str, day: str) -> date:
    found = days.read(f"{year}-{month}-{day}")
    if found is None:
        raise _Bad("date")
    return found


def _span_days(first: date, last: date, year: int, working: bool, name: str) -> list[Day]:
    if year not in (first.year, last.year) or last.year - first.year > 1:
        raise _Bad("year")
    if not 0 <= (last - first).days < MAX_DAYS:
        raise _Bad("order")
    return [Day(first + timedelta(days=n), working, name) for n in range((last - first).days + 1)]
