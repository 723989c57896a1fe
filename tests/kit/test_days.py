"""Days as people write them, where a browser gives no calendar."""

from datetime import date, time

import pytest
from django.core.exceptions import ValidationError

from baiying.kit.forms import ClockField, DayField, WholeField
from baiying.kit.values import days, times


@pytest.mark.parametrize(
    "typed",
    [
        "2026-12-02",
        "2026年12月2日",
        "2026.12.2",
        "2026/12/2",
        "２０２６年１２月２日",
        " 20261202 ",
        "2026 年 12 月 2 日",
        "2026—12—2",
    ],
)
def test_a_day_is_read_however_it_was_written(typed: str) -> None:
    assert days.read(typed) == date(2026, 12, 2)
    assert DayField().clean(typed) == date(2026, 12, 2)


@pytest.mark.parametrize(
    "typed",
    [
        "2026-13-01",
        "2026年2月30日",
        "12月2日",
        "明天",
        "26-12-02",
        "2026-12",
        "9999-12-31",
        "0001-01-01",
        "2200年1月1日",
    ],
)
def test_what_is_no_day_is_refused_with_an_example(typed: str) -> None:
    assert days.read(typed) is None
    with pytest.raises(ValidationError, match="例如"):
        DayField().clean(typed)


@pytest.mark.parametrize("typed", ["abc", "0", "73", "2.5"])
def test_a_number_outside_its_range_or_none_says_the_range(typed: str) -> None:
    with pytest.raises(ValidationError, match="请填 1 到 72 之间的整数"):
        WholeField(min_value=1, max_value=72).clean(typed)


def test_a_number_is_read_as_it_is_typed_in_chinese() -> None:
    assert WholeField(min_value=1, max_value=72).clean(" １２ ") == 12


@pytest.mark.parametrize(
    ("typed", "day", "left"),
    [
        ("2026年11月21日 19:30", date(2026, 11, 21), "19:30"),
        ("2026-11-21T19:30", date(2026, 11, 21), "19:30"),
        ("2026.11.21 1930", date(2026, 11, 21), "1930"),
        ("19:30", None, "19:30"),
        ("1930", None, "1930"),
        ("2026-13-41 19:30", None, "2026-13-41 19:30"),
    ],
)
def test_a_day_before_a_time_is_read_and_nothing_else_taken_for_one(typed: str, day: date | None, left: str) -> None:
    assert times.day_before(typed) == (day, left)


def test_a_field_that_asks_for_no_day_says_so_and_one_that_does_keeps_it() -> None:
    with pytest.raises(ValidationError, match="不写日期"):
        ClockField().clean("2026年11月21日 19:30")
    field = ClockField(dated=True)
    assert field.clean("2026年11月21日 19:30") == time(19, 30)
    assert field.day == date(2026, 11, 21)
