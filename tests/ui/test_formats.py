"""Dates, hours and amounts as people write them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from baiying.ui import formats

TODAY = date(2026, 11, 24)
# 09:00 in China on Monday 23 November.
NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "0 分钟"),
        (1, "1 分钟"),
        (60, "1 小时"),
        (150, "2 小时 30 分钟"),
        (-150, "−2 小时 30 分钟"),
        (-5, "−5 分钟"),
        (5_772_270, "96,204 小时 30 分钟"),
    ],
)
def test_hours_are_written_in_hours_and_minutes_and_never_as_decimals(minutes: int, text: str) -> None:
    assert formats.minutes_text(minutes) == text


def test_hours_as_figures_reckon_them_are_rounded_to_the_minute() -> None:
    assert formats.minutes_of(Decimal("12.345")) == 741
    assert formats.minutes_of(Decimal("0.0083334")) == 1


def test_a_date_is_written_with_its_weekday_and_a_year_only_if_it_is_another() -> None:
    assert formats.date_text(date(2026, 11, 23), today=TODAY) == "11月23日 周一"
    assert formats.date_text(date(2025, 3, 5), today=TODAY) == "2025年3月5日 周三"


def test_an_instant_is_shown_by_the_clocks_in_china() -> None:
    assert formats.datetime_text(NINE, today=TODAY) == "11月23日 周一 09:00"
    late = datetime(2026, 11, 23, 17, 30, tzinfo=UTC)
    assert formats.datetime_text(late, today=TODAY) == "11月24日 周二 01:30"


def test_a_span_names_the_day_once_and_both_days_past_midnight() -> None:
    assert formats.span_text(NINE, NINE + timedelta(minutes=150), today=TODAY) == "11月23日 周一 09:00–11:30"
    night = formats.span_text(NINE + timedelta(hours=13), NINE + timedelta(hours=17), today=TODAY)
    assert night == "11月23日 周一 22:00 – 11月24日 周二 02:00"


def test_a_line_with_its_date_in_a_box_says_only_the_day_of_the_week_and_the_time() -> None:
    end = NINE + timedelta(minutes=150)
    assert formats.beside_date_text(NINE, end, today=TODAY + timedelta(days=9)) == "周一 09:00–11:30"
    assert formats.beside_date_text(NINE, end, today=date(2026, 11, 23)) == "今天 09:00–11:30"
    assert formats.beside_date_text(NINE, end, today=date(2026, 11, 22)) == "明天 09:00–11:30"
    night = NINE + timedelta(hours=13)
    assert formats.beside_date_text(night, night + timedelta(hours=4), today=TODAY).startswith("11月23日 周一 22:00")


def test_near_days_have_names() -> None:
    names = [formats.day_name(TODAY + timedelta(days=n), today=TODAY) for n in (-1, 0, 1, 2)]
    assert names == ["昨天", "今天", "明天", "11月26日 周四"]


def test_english_is_written_as_english() -> None:
    with translation.override("en"):
        assert formats.datetime_text(NINE, today=TODAY) == "Mon 23 Nov 09:00"
        assert formats.minutes_text(150) == "2 h 30 min"
        assert formats.left_text(NINE + timedelta(days=3), NINE) == "3 d left"


def test_what_is_not_known_is_a_dash_and_never_a_zero() -> None:
    assert formats.percent_text(None) == "—"
    assert formats.thousands_text(None) == "—"
    assert formats.percent_text(0.1532) == "15.3%"
    assert formats.thousands_text(12345) == "12,345"


@pytest.mark.parametrize(
    ("hours", "text"),
    [(72, "还有 3 天"), (5, "还有 5 小时"), (0.2, "还有 12 分钟"), (-3, "已过 3 小时"), (-50, "已过 2 天")],
)
def test_a_deadline_says_how_long_is_left_or_past(hours: float, text: str) -> None:
    assert formats.left_text(NINE + timedelta(hours=hours), NINE) == text


@pytest.mark.parametrize(
    ("written", "english"),
    [
        ("周一至周五 8:00–12:00，14:00–18:00，周六上午", "Mon–Fri 8:00–12:00, 14:00–18:00, Sat mornings"),
        ("周二至周日 9:00–17:00", "Tue–Sun 9:00–17:00"),
        ("每天 8:30–17:30，节假日休息", "daily 8:30–17:30, holidays closed"),
        ("打电话约", "打电话约"),
    ],
)
def test_opening_hours_are_said_in_english_where_they_can_be_read(written: str, english: str) -> None:
    assert formats.opening_text(written) == written
    with translation.override("en"):
        assert formats.opening_text(written) == english


def test_sentences_stand_apart_in_english_and_close_in_chinese() -> None:
    assert formats.sentences("甲。", "", "乙。") == "甲。乙。"
    with translation.override("en"):
        assert formats.sentences("One.", "Two. ") == "One. Two."
