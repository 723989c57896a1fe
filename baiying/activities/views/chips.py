"""The row of chips over the public list, and the days below it: links that put one filter on or take it off."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from baiying.activities.forms.public import Wish
from baiying.activities.rules import asking
from baiying.ui import formats
from baiying.ui.seeking import Chip, Row, drawn

_DAYS_AHEAD = 14


def row(wish: Wish, *, with_teams: bool) -> Row:
    """The filters that people use most, in their order; each keeps what the others say."""
    return Row(tuple(_chips(wish, with_teams=with_teams)))


def _chips(wish: Wish, *, with_teams: bool) -> Iterator[Chip]:
    spans = ((asking.WEEKEND, gettext("本周末")), (asking.NEXT_WEEKEND, gettext("下周末")))
    for span, words in spans:
        on = wish.when == span
        yield Chip(words, wish.address(when="" if on else span, day=None), on, span == asking.WEEKEND)
    yield Chip(gettext("有名额"), wish.address(free=not wish.free), wish.free, True)
    parts = ((asking.MORNING, gettext("上午")), (asking.AFTERNOON, gettext("下午")), (asking.EVENING, gettext("晚上")))
    for part, words in parts:
        on = wish.part == part
        yield Chip(words, wish.address(part="" if on else part), on)
    yield Chip(gettext("13 岁起可参加"), wish.address(minors=not wish.minors), wish.minors)
    if with_teams:
        yield Chip(gettext("我的队伍"), wish.address(mine=not wish.mine), wish.mine)


def days(wish: Wish, today: date) -> SafeString:
    """The next two weeks, a chip a day."""
    ahead = [today + timedelta(days=n) for n in range(_DAYS_AHEAD)]
    return drawn(
        Chip(_short(day, today), wish.address(day=None if wish.day == day else day, when=""), wish.day == day)
        for day in ahead
    )


def _short(day: date, today: date) -> str:
    """今天, 明天, then 周一 30日; the month where it begins."""
    if (day - today).days < 2:
        return formats.day_name(day, today=today)
    if formats.in_english():
        return f"{day:%a} {day.day}" + (f" {day:%b}" if day.day == 1 else "")
    month = f"{day.month}月" if day.day == 1 else ""
    return f"周{formats.WEEKDAYS[day.weekday()]} {month}{day.day}日"
