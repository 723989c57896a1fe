"""When a shift comes again: the pure rule."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baiying.activities.rules import plans, series
from tests.activities.repeating import BEFORE, START, WEEK

pytestmark = pytest.mark.rules


def test_places_count_the_days_of_the_rhythm_from_nought() -> None:
    rhythm = series.of_week(START, START + timedelta(hours=2), 3)
    assert series.days(rhythm) == [date(2026, 12, 8) + WEEK * n for n in range(4)]
    assert [one.place for one in series.every(rhythm)] == [0, 1, 2, 3]
    assert series.every(rhythm)[1].starts_at == START + WEEK


def test_several_days_and_every_second_week() -> None:
    rhythm = series.Rhythm((1, 4), date(2026, 12, 3), date(2026, 12, 31), time(9), time(11), interval_weeks=2)
    assert [day.isoformat()[5:] for day in series.days(rhythm)] == ["12-03", "12-14", "12-17", "12-28", "12-31"]


def test_a_night_ends_on_the_next_day_and_a_shift_longer_than_a_day_is_no_series() -> None:
    night = series.of_week(START, START + timedelta(hours=20), 1)
    assert series.times(night, date(2026, 12, 8)) == (START, START + timedelta(hours=20))
    assert series.may_repeat(START, START + timedelta(hours=24))
    assert not series.may_repeat(START, START + timedelta(hours=24, seconds=1))
    whole = series.of_week(START, START + timedelta(hours=24), 1)
    assert series.times(whole, date(2026, 12, 8)) == (START, START + timedelta(hours=24))
    rules = plans.ActivityRules(longest_shift_minutes=48 * 60)
    long = plans.PlannedShift(0, START, START + timedelta(hours=25), places=1, repeats=1)
    assert [f.code for f in plans.shift_findings(0, long, BEFORE, rules)] == ["too_long_to_repeat"]


def test_what_is_past_is_not_made_and_the_first_is_made_however_far_ahead() -> None:
    rhythm = series.of_week(START, START + timedelta(hours=2), 12)
    in_time = series.due(rhythm, made={2}, at=START + WEEK, weeks_ahead=2)
    assert [one.place for one in in_time] == [3]
    assert [one.place for one in series.due(rhythm, made=(), at=START - WEEK * 20, weeks_ahead=2)] == [0]


def test_a_city_says_how_far_ahead_within_reason() -> None:
    for wrong in (0, 53):
        with pytest.raises(ValueError, match="1 到 52"):
            plans.ActivityRules(weeks_ahead=wrong)


@given(
    weekday=st.integers(1, 7), interval=st.integers(1, 4), first=st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    length=st.integers(0, 400), by=st.integers(-9, 9),
)  # fmt: skip
def test_moving_a_rhythm_moves_every_place_by_as_much(
    weekday: int, interval: int, first: date, length: int, by: int
) -> None:
    first += timedelta(days=(weekday - first.isoweekday()) % 7)
    rhythm = series.Rhythm((weekday,), first, first + timedelta(days=length), time(9), time(11), interval)
    moved = series.shifted(rhythm, by, time(10), time(12))
    assert series.days(moved) == [day + timedelta(days=by) for day in series.days(rhythm)]


def test_several_days_a_week_keep_their_weekdays() -> None:
    rhythm = series.Rhythm((1, 4), date(2026, 12, 3), date(2026, 12, 31), time(9), time(11))
    assert series.shifted(rhythm, 0, time(10), time(12)).weekdays == (1, 4)
    with pytest.raises(ValueError, match="keep their weekdays"):
        series.shifted(rhythm, 1, time(10), time(12))


def test_on_days_off_nothing_is_made_but_the_very_first() -> None:
    rhythm = series.of_week(START, START + timedelta(hours=2), 4)
    day = START.date()
    off = {day, day + WEEK, day + WEEK * 3}
    assert [one.place for one in series.to_come(rhythm, made=(), at=BEFORE, off=off)] == [0, 2, 4]
    assert [one.place for one in series.due(rhythm, made=(), at=BEFORE, weeks_ahead=52, off=off)] == [0, 2, 4]
    assert series.passed_over(rhythm, made=(), at=BEFORE, off=off) == [day + WEEK, day + WEEK * 3]
    assert series.passed_over(rhythm, made={1}, at=BEFORE, off=off) == [day + WEEK * 3]
    assert series.passed_over(rhythm, made=(), at=START + WEEK, off=off) == [day + WEEK * 3]
    assert series.passed_over(rhythm, made=(), at=BEFORE, off=()) == []


def test_a_shift_keeps_the_rhythm_only_where_the_series_puts_it() -> None:
    rhythm = series.of_week(START, START + timedelta(hours=2), 2)
    second = START + timedelta(days=7)
    assert series.keeps(rhythm, 1, second, second + timedelta(hours=2))
    assert not series.keeps(rhythm, 1, second + timedelta(minutes=1), second + timedelta(hours=2))
    assert not series.keeps(rhythm, 1, second, second + timedelta(hours=3))
    assert not series.keeps(rhythm, 2, second, second + timedelta(hours=2))
    assert not series.keeps(rhythm, 3, second + timedelta(days=14), second + timedelta(days=14, hours=2))
    assert not series.keeps(rhythm, None, second, second + timedelta(hours=2))
