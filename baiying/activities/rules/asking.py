"""What somebody means who types into the search of activities: times of day and weekdays, everyday words, the rest."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from baiying.kit.values import finding

MORNING, AFTERNOON, EVENING = "morning", "afternoon", "evening"
# From and before which minute of the day a shift begins that people would call so; an early evening is both.
HOURS = {MORNING: (0, 12 * 60), AFTERNOON: (12 * 60, 18 * 60), EVENING: (17 * 60, 24 * 60)}
TODAY, TOMORROW, AFTER_TOMORROW = "today", "tomorrow", "after_tomorrow"
WEEKEND, NEXT_WEEKEND, THIS_WEEK, NEXT_WEEK = "weekend", "next_weekend", "this_week", "next_week"

_PARTS = {
    MORNING: "上午 早上 早晨 清晨 清早 一早 早班 morning",
    AFTERNOON: "下午 午后 中午 afternoon",
    EVENING: "晚上 傍晚 夜里 夜晚 晚间 下班后 evening night",
}
_SPANS = {
    TODAY: "今天 今日 当天 today",
    TOMORROW: "明天 明日 tomorrow",
    AFTER_TOMORROW: "后天",
    WEEKEND: "这个周末 这周末 本周末 周末 双休日 weekend",
    NEXT_WEEKEND: "下个周末 下周末",
    THIS_WEEK: "这个星期 这星期 这周 本周 这个礼拜",
    NEXT_WEEK: "下个星期 下星期 下周 下个礼拜",
}
_NAMES = ("一", "二", "三", "四", "五", "六", "日")
_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Said around what is meant, and meaning nothing by themselves.
_EMPTY = frozenset(
    [
        "活动",
        "志愿",
        "志愿者",
        "志愿服务",
        "义工",
        "附近",
        "身边",
        "周边",
        "我想",
        "想去",
        "我要",
        "想做",
        "帮忙",
        "参加",
        "报名",
        "哪里",
        "有没有",
        "公益",
        "去",
        "做",
        "找",
        "帮",
        "带",
        "的",
        "在",
        "有",
        "volunteer",
        "volunteering",
        "activity",
        "activities",
        "in",
        "at",
        "the",
        "on",
        "near",
        "me",
        "for",
    ]
)


def _times() -> dict[str, tuple[str, object]]:
    known: dict[str, tuple[str, object]] = {}
    for part, words in _PARTS.items():
        known.update(dict.fromkeys(words.split(), ("part", part)))
    for span, words in _SPANS.items():
        known.update(dict.fromkeys(words.split(), ("span", span)))
    for number, name in enumerate(_NAMES, 1):
        for said in (name, "天") if number == 7 else (name,):
            for week in ("周", "星期", "礼拜"):
                known[f"{week}{said}"] = ("weekday", number)
                known.update({f"{this}{week}{said}": (THIS_WEEK, number) for this in ("这", "本", "这个")})
                known.update({f"{after}{week}{said}": (NEXT_WEEK, number) for after in ("下", "下个")})
    known.update({word: ("weekday", number) for number, word in enumerate(_ENGLISH, 1)})
    known.update(dict.fromkeys(("工作日", "平时"), ("weekdays", (1, 2, 3, 4, 5))))
    return known


_TIMES = _times()
_LONGEST = 12


@dataclass(frozen=True, slots=True)
class Asked:
    """`words`: each must be found. `whole`: what is left of the text beside times, as it was written.

    `weekdays` from 1, Monday; `span` one of the names above, empty for any day; `parts` of the day, empty for any.
    """

    words: tuple[str, ...] = ()
    whole: str = ""
    weekdays: frozenset[int] = frozenset()
    span: str = ""
    parts: frozenset[str] = frozenset()


def read(text: str, everyday: Collection[str]) -> Asked:
    """Reads what was typed: 周六上午养老院打扫 is Saturday, morning, and two everyday words."""
    words: list[str] = []
    whole: list[str] = []
    weekdays: set[int] = set()
    parts: set[str] = set()
    span = ""
    for run in finding.runs(text):
        rest: list[str] = []
        for piece in _cut(run, everyday):
            kind, meant = _TIMES.get(piece, ("", None))
            if kind == "part":
                parts.add(str(meant))
            elif kind == "span":
                span = str(meant)
            elif kind:
                weekdays |= {meant} if isinstance(meant, int) else set(meant)  # type: ignore[call-overload]
                span = kind if kind in (THIS_WEEK, NEXT_WEEK) else span
            else:
                rest.append(piece)
        whole += [run] if rest == [run] else ["".join(rest)] if rest else []
        words += [piece for piece in rest if piece not in _EMPTY and (len(piece) > 1 or rest == [run])]
    if not words:
        whole = []
    return Asked(tuple(dict.fromkeys(words)), " ".join(whole), frozenset(weekdays), span, frozenset(parts))


def _cut(run: str, everyday: Collection[str]) -> list[str]:
    """Times and everyday words out of a run, the longest first, and what stands between them."""
    if run.isascii():
        return [run]
    found: list[str] = []
    between, at = "", 0
    while at < len(run):
        word = next(
            (run[at:end] for end in range(min(len(run), at + _LONGEST), at, -1) if _is_known(run[at:end], everyday)), ""
        )
        if word:
            found += [between, word]
            between, at = "", at + len(word)
        else:
            between, at = between + run[at], at + 1
    return [piece for piece in (*found, between) if piece]


def _is_known(word: str, everyday: Collection[str]) -> bool:
    return word in _TIMES or word in everyday


def days_of(span: str, today: date) -> tuple[date, date] | None:
    """First and last day of a span. A weekend that has begun is what is left of it; None for a name that is none."""
    monday = today - timedelta(days=today.weekday())
    saturday, sunday = monday + timedelta(days=5), monday + timedelta(days=6)
    week = timedelta(days=7)
    spans = {
        TODAY: (today, today),
        TOMORROW: (today + timedelta(days=1),) * 2,
        AFTER_TOMORROW: (today + timedelta(days=2),) * 2,
        WEEKEND: (max(today, saturday), sunday),
        NEXT_WEEKEND: (saturday + week, sunday + week),
        THIS_WEEK: (today, sunday),
        NEXT_WEEK: (monday + week, sunday + week),
    }
    return spans.get(span)
