"""Times of day inside a span."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baiying.kit.values import times

pytestmark = pytest.mark.rules

CHINA = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("9:05", time(9, 5)),
        ("09：05", time(9, 5)),
        ("0905", time(9, 5)),
        ("905", time(9, 5)),
        ("9.05", time(9, 5)),
        ("９时０５分", time(9, 5)),
        ("9点", time(9)),
        ("24:00", time(0)),
        ("2400", time(0)),
        ("0:00", time(0)),
        ("23:59", time(23, 59)),
        ("24:01", None),
        ("25:00", None),
        ("9:60", None),
        ("", None),
        ("九点", time(9)),
        ("十点半", time(10, 30)),
        ("9点一刻", time(9, 15)),
        ("九点四十五", time(9, 45)),
        ("10点钟", time(10)),
        ("上午10:10", time(10, 10)),
        ("下午 3：05", time(15, 5)),
        ("下午14点", time(14)),
        ("晚上7点", time(19)),
        ("晚上12点", time(0)),
        ("中午12点半", time(12, 30)),
        ("3:05 PM", time(15, 5)),
        ("10:00:00", time(10)),
        ("上午15点", None),
        ("9点5", None),
        # A hyphen parts two times: 9-11 is no eleven past nine.
        ("9-11", None),
        ("10:00-11:00", None),
        ("3小时", None),
        ("9", None),
        ("9:5", None),
    ],
)
def test_a_time_is_read_however_it_is_typed(typed: str, meant: time | None) -> None:
    assert times.clock_time(typed) == meant


@pytest.mark.parametrize(
    ("typed", "start", "end", "meant"),
    [
        # F02: a night watch of twelve hours and more.
        (time(20), at(5, 20), at(6, 8), at(5, 20)),
        (time(8), at(5, 20), at(6, 8), at(6, 8)),
        (time(9, 30), at(5, 20), at(6, 10), at(6, 9, 30)),
        (time(8, 30), at(5, 20), at(6, 8), at(6, 8, 30)),
        # Who comes before the beginning and goes after the end.
        (time(19, 40), at(5, 20), at(6, 8), at(5, 19, 40)),
        (time(0, 20), at(5, 18), at(5, 23), at(6, 0, 20)),
        (time(0), at(5, 18), at(6, 0), at(6, 0)),
        (time(23, 50), at(6, 0, 30), at(6, 6), at(5, 23, 50)),
        (time(7, 30), at(5, 8), at(5, 12), at(5, 7, 30)),
        (time(12, 30), at(5, 8), at(5, 12), at(5, 12, 30)),
        # It lies in the span twice: the first time is meant.
        (time(9), at(5, 8), at(7, 20), at(5, 9)),
    ],
)
def test_a_time_is_read_inside_the_shift(typed: time, start: datetime, end: datetime, meant: datetime) -> None:
    assert times.inside(typed, start, end) == meant


@pytest.mark.parametrize(
    ("typed", "end_of_day"),
    [("24:00", True), ("2400", True), ("24点", True), ("0:00", False), ("0点", False), ("24:01", False), ("", False)],
)
def test_midnight_is_the_end_of_a_day_only_as_twenty_four(typed: str, end_of_day: bool) -> None:
    assert times.is_end_of_day(typed) is end_of_day


@given(
    minutes=st.integers(0, 1439),
    length=st.integers(1, 16 * 60),
    typed=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)
def test_what_lies_in_a_shift_is_found_there(minutes: int, length: int, typed: time) -> None:
    start = at(5, 0) + timedelta(minutes=minutes)
    end = start + timedelta(minutes=length)
    found = times.inside(typed, start, end)
    assert (found.hour, found.minute) == (typed.hour, typed.minute)
    # As far from the shift as can be: half of what the day has beside it.
    assert max(start - found, found - end, timedelta(0)) <= (timedelta(days=1) - (end - start)) / 2


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("10:00-11:00", ("10:00", "11:00")),
        ("上午9点至11点半", ("上午9点", "上午11点半")),
        ("14到16点", ("14点", "16点")),
        ("10点～11点", ("10点", "11点")),
        ("下午2点–4点", ("下午2点", "下午4点")),
        ("上午10点-下午2点", ("上午10点", "下午2点")),
        ("１０：００－１１：００", ("１０：００", "１１：００")),
        ("9-11", None),
        ("2026-11-30", None),
        ("10点", None),
    ],
)
def test_two_times_in_one_cell_are_read(written: str, meant: tuple[str, str] | None) -> None:
    assert times.span_in(written) == meant
