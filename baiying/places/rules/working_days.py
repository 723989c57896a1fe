"""Working days (Order 67 art. 11 counts ten of them): Monday to Friday, but for what the year's notice says."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta


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


def pasted_days(text: str, year: int) -> list[Day]:
    """Days from lines like "2026-02-15 至 2026-02-23 休 春节" or "1月4日 班 元旦调休". Raises BadLine."""
    found: dict[date, Day] = {}
    for number, raw in enumerate(text.splitlines(), start=1):
        line = unicodedata.normalize("NFKC", raw).strip()
        if not line or line.startswith("#"):
            continue
        match = _LINE.match(line)
        if match is None:
            raise BadLine(number, raw[:60], "shape")
        y1, m1, d1, y2, m2, d2, word, name = match.groups()
        try:
            first = date(int(y1 or year), int(m1), int(d1))
            last = date(int(y2 or y1 or year), int(m2), int(d2)) if m2 else first
        except ValueError:
            raise BadLine(number, raw[:60], "date") from None
        if first.year != year or last.year != year:
            raise BadLine(number, raw[:60], "year")
        if not 0 <= (last - first).days < MAX_DAYS:
            raise BadLine(number, raw[:60], "order")
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            found[day] = Day(day, word in ("班", "上班"), name.strip()[:40] or ("上班" if "班" in word else "放假"))
    return [found[day] for day in sorted(found)]
