"""Times of day as people type them, and the instants they mean inside a span that may pass midnight. Pure."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

from baiying.kit.values import days

# The hour of a day and its minutes, as 9:05, 9点05分, 0905, 9点; seconds, which spreadsheets write, do not count.
_CLOCK = re.compile(
    r"^(?:(\d{1,2})[:.时点](\d{2})分?(?::\d{2})?|(\d{1,2})[时点](\d)分|(\d{1,2})(\d{2})|(\d{1,2})[时点][整钟]?)$"
)
_HALF = re.compile(r"^(\d{1,2})[时点](半|[13]刻)$")
_QUARTERS = {"半": 30, "1刻": 15, "3刻": 45}
# What stands before the hour (or, in English, behind it) and says which half of the day is meant.
_MORNING, _NOON, _AFTERNOON, _NIGHT = "morning", "noon", "afternoon", "night"
_PARTS = {
    "凌晨": _NIGHT, "半夜": _NIGHT, "清晨": _MORNING, "早晨": _MORNING, "早上": _MORNING, "上午": _MORNING,
    "早": _MORNING, "AM": _MORNING, "中午": _NOON, "下午": _AFTERNOON, "午后": _AFTERNOON,
    "傍晚": _AFTERNOON, "PM": _AFTERNOON,
    "晚上": "evening", "夜里": "evening", "夜间": "evening", "晚": "evening",
}  # fmt: skip
_PART = re.compile("|".join(sorted(_PARTS, key=len, reverse=True)))
_TEN = "零一二三四五六七八九"
_CHINESE = re.compile("[零〇一二两三四五六七八九十]+")
# One time of day where it stands in other words; where two of them are parted by one of _TO, somebody stayed so long.
_PART_WORDS = "|".join(word for word in sorted(_PARTS, key=len, reverse=True) if word not in ("AM", "PM"))
_HOUR = r"(?:\d{1,2}|[零〇一二两三四五六七八九十]{1,3})"
_MINUTE = r"(?:\d{1,2}|[零〇一二三四五六七八九十]{1,3})"
_AFTER = rf"钟|整|半|[一三13]刻|\s*{_MINUTE}\s*分|{_MINUTE}(?![\d:：时点])"
_MARKED = rf"{_HOUR}\s*[:：.．。]\s*\d{{2}}(?::\d{{2}})?|{_HOUR}\s*[时点](?:{_AFTER})?"
_BARE = r"(?<!\d)(?:[01]\d|2[0-4])[0-5]\d(?!\d)"
_ONE = rf"(?:{_PART_WORDS})?\s*(?:{_MARKED}|{_BARE})(?:\s*[AaPp][Mm])?"
_PLAIN = rf"(?:{_PART_WORDS})?\s*(?:{_MARKED}|{_BARE}|\d{{1,2}})(?:\s*[AaPp][Mm])?"
_TO = r"\s*(?:[-–—‐−－~～〜]+|至|到)\s*"
_SPAN = re.compile(rf"^\s*({_PLAIN}){_TO}({_ONE})\s*$|^\s*({_ONE}){_TO}({_PLAIN})\s*$")
_DATED = re.compile(r"^(\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?)[\sT]*(\d{1,2}\D.*|\d{4})$")
_DAY = timedelta(days=1)
# Whoever stays so long before or after a span is still thought to speak of it; farther off, a time is a slip.
NEAR = timedelta(hours=6)


def clock_time(text: str) -> time | None:
    """Read 9:05, 09：05, 0905, 9.05, 9时05分, 九点半, 下午3点, 3:05 PM; 24:00 is midnight. None for anything else."""
    found = _hour_and_minute(text)
    if found is None:
        return None
    hour, minute = found
    return time.min if found == (24, 0) else time(hour, minute)


def _hour_and_minute(text: str) -> tuple[int, int] | None:
    """(24, 0) is the midnight at the end of a day."""
    plain = _plain(text)
    parts = _PART.findall(plain)
    said = plain
    plain = _CHINESE.sub(lambda sign: _in_digits(sign[0]), _PART.sub("", plain))
    hour, minute = _numbers(plain)
    if parts:
        placed = said.endswith(parts[0]) if parts[0] in {"AM", "PM"} else said.startswith(parts[0])
        hour = _of_the_day(hour, _PARTS[parts[0]]) if len(parts) == 1 and placed else 99
    fits = (hour < 24 and minute < 60) or (hour, minute) == (24, 0)
    return (hour, minute) if fits else None


def _plain(text: str) -> str:
    """Full-width signs, blanks and what nobody sees do not matter; a hyphen does: 9-11 is no time."""
    seen = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    # 22。45: the full stop that a Chinese keyboard gives.
    return re.sub(r"(?<=\d)。(?=\d)", ".", re.sub(r"\s", "", seen)).upper()


def _numbers(plain: str) -> tuple[int, int]:
    if (parted := _HALF.match(plain)) is not None:
        return int(parted[1]), _QUARTERS[parted[2]]
    found = _CLOCK.match(plain)
    numbers = [int(n) for n in found.groups() if n is not None] if found else []
    return (numbers[0], numbers[1] if len(numbers) > 1 else 0) if numbers else (99, 99)


def _of_the_day(hour: int, part: str) -> int:
    """下午3点 is 15, 晚上12点 the midnight to come; 下午14点 says what it says, and 上午15点 is a slip."""
    if part in (_MORNING, _NIGHT):
        return (0 if part == _NIGHT and hour == 12 else hour) if hour <= 12 else 99
    if part == _NOON:
        return hour + 12 if hour < 4 else hour if 11 <= hour <= 15 else 99
    if hour == 12:
        return 24 if part == "evening" else 12
    if part == "evening" and hour < 5:
        # 晚上1点 is said of the small hours as of nothing else.
        return hour
    return hour + 12 if hour < 12 else hour


def _in_digits(signs: str) -> str:
    """十 as 10, 四十五 as 45, 零五 as 05."""
    signs = signs.replace("〇", "零").replace("两", "二")
    tens, ten, ones = signs.rpartition("十")
    if not ten:
        return "".join(str(_TEN.index(sign)) for sign in signs)
    if len(tens) > 1 or len(ones) > 1:
        return signs
    return str((_TEN.index(tens) if tens else 1) * 10 + (_TEN.index(ones) if ones else 0))


def span_in(text: str) -> tuple[str, str] | None:
    """The two times of "10:00-11:00", "上午9点至11点半", "14到16点", as `clock_time` reads them; else None.

    What is said once of the half of the day holds for the second too, where the second is then the later one.
    """
    found = _SPAN.match(text)
    if found is None:
        return None
    first, second = (part.strip() for part in found.groups() if part is not None)
    first, second = (f"{part}点" if part.isdigit() and len(part) < 3 else part for part in (first, second))
    second = said_once(first, second)
    return (first, second) if clock_time(first) is not None and clock_time(second) is not None else None


def said_once(first: str, second: str) -> str:
    """The second of two times with the half of the day that was said of the first alone, where it is then the later
    one: 下午2点 … 4点 ends at 16:00, 晚上10点 … 2点 in the small hours."""
    said = _PART.search(first.upper())
    if said is None or not first.upper().startswith(said[0]) or _PART.search(second.upper()) is not None:
        return second
    begin, end = _hour_and_minute(first), _hour_and_minute(said[0] + second)
    of_twenty_four = _hour_and_minute(second)
    if begin is None or end is None or end <= begin or (of_twenty_four is not None and of_twenty_four[0] > 12):
        return second
    return said[0] + second


# What says that a time belongs to the day after the one before it.
_NEXT_DAY = re.compile(r"^\s*(?:次日|第二天|翌日|隔天|转天)\s*")


def on_the_next_day(first: str, second: str) -> str | None:
    """The second of two times without its 次日, where it has one and is past midnight from the first on; None where it
    has none, or would be a whole day later."""
    plain = _NEXT_DAY.sub("", second)
    begin, end = clock_time(first), clock_time(plain)
    return plain if plain != second and begin is not None and end is not None and end < begin else None


def times_in(text: str) -> tuple[str, list[str], str]:
    """A line without columns: what stands before its first time, the times as they are written, and what stands after.

    Four bare digits are a time only where two of them stand together: one may be the end of a phone.
    """
    spoken = re.compile(rf"(?:{_PART_WORDS})?\s*(?:{_MARKED})(?:\s*[AaPp][Mm])?")
    two = re.compile(rf"{_ONE}(?:{_TO}|\s+|[,，、;；])+(?:{_ONE})")
    found = list(spoken.finditer(text))
    if not found and two.search(text) is not None:
        found = list(re.finditer(_ONE, text))[-2:]
    if not found:
        return text.strip(), [], ""
    return text[: found[0].start()].strip(), [one[0].strip() for one in found], text[found[-1].end() :].strip()


def day_before(text: str) -> tuple[date | None, str]:
    """A day that stands before a time of day, and the time: 2026年11月21日 19:30, 2026-11-21T19:30."""
    found = _DATED.match(text.strip())
    day = days.read(found[1]) if found else None
    return (day, found[2]) if found and day is not None else (None, text)


def is_end_of_day(text: str) -> bool:
    """Whether midnight was written as the end of a day: 24:00, 2400, 24点, 晚上12点."""
    return _hour_and_minute(text) == (24, 0)


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
