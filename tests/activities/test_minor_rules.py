"""Minors at activities (P2): lessons, breaks and company at every edge, as pure rules; test_minors.py has the doors."""

from datetime import date, datetime

import pytest

from baiying.activities.rules import minors
from baiying.activities.rules.minors import Hours, MinorRules, Young
from baiying.kit import clock
from baiying.kit.values.orders import contradictions

pytestmark = pytest.mark.rules
GIVEN = MinorRules()
# A Tuesday in no break, the Saturday after it.
TUESDAY, SATURDAY = date(2026, 12, 1), date(2026, 12, 5)


def china(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.CHINA)


@pytest.mark.parametrize(
    ("day", "lessons"),
    [
        ("2026-12-04", True),
        ("2026-12-05", False),
        ("2026-12-06", False),
        ("2026-12-07", True),
        # Both ends of a break belong to it, every year.
        ("2027-01-19", True),
        ("2027-01-20", False),
        ("2027-02-19", False),
        ("2027-02-22", True),
        ("2026-06-30", True),
        ("2026-07-01", False),
        ("2026-08-31", False),
        ("2026-09-01", True),
    ],
)
def test_days_of_lessons(day: str, lessons: bool) -> None:
    assert minors.is_school_day(date.fromisoformat(day), {}, GIVEN) is lessons


def test_the_calendar_says_what_differs_from_the_week() -> None:
    assert not minors.is_school_day(TUESDAY, {TUESDAY: False}, GIVEN)
    assert minors.is_school_day(SATURDAY, {SATURDAY: True}, GIVEN)
    # A day that is made up for lies in the break all the same.
    made_up = date(2026, 7, 4)
    assert not minors.is_school_day(made_up, {made_up: True}, GIVEN)


def test_a_break_of_one_year_is_none_in_the_next() -> None:
    given = MinorRules(school_breaks=("2026-12-01/2026-12-03",))
    days = [date(2026, 11, 30), TUESDAY, date(2026, 12, 3), date(2026, 12, 4), date(2027, 12, 1)]
    assert [minors.is_school_day(day, {}, given) for day in days] == [True, False, False, True, True]


@pytest.mark.parametrize(
    ("starts", "ends", "lessons"),
    [
        ("2026-12-01 06:00", "2026-12-01 08:00", False),
        ("2026-12-01 06:00", "2026-12-01 08:01", True),
        ("2026-12-01 16:59", "2026-12-01 19:00", True),
        ("2026-12-01 17:00", "2026-12-01 19:00", False),
        ("2026-12-01 09:30", "2026-12-01 10:30", True),
        # Over midnight the second day is asked as well, and any between.
        ("2026-12-01 22:00", "2026-12-02 08:00", False),
        ("2026-12-01 22:00", "2026-12-02 08:01", True),
        ("2026-12-04 18:00", "2026-12-05 12:00", False),
        ("2026-12-06 12:00", "2026-12-08 07:00", True),
        ("2026-12-05 08:00", "2026-12-05 12:00", False),
        # Over the end of a month and of a year.
        ("2026-11-30 22:00", "2026-12-01 08:01", True),
        ("2026-12-31 22:00", "2027-01-01 08:01", True),
        ("2026-12-31 22:00", "2027-01-01 08:00", False),
    ],
)
def test_a_shift_falls_into_lessons_be_it_by_a_minute(starts: str, ends: str, lessons: bool) -> None:
    assert minors.in_school_hours(china(starts), china(ends), {}, GIVEN) is lessons


def test_lessons_are_when_the_area_says() -> None:
    later = MinorRules(school_from="11:30", school_to="13:45")
    at = "2026-12-01 "
    assert not minors.in_school_hours(china(at + "09:00"), china(at + "11:30"), {}, later)
    assert minors.in_school_hours(china(at + "09:00"), china(at + "11:31"), {}, later)
    assert minors.in_school_hours(china(at + "13:44"), china(at + "15:00"), {}, later)
    assert not minors.in_school_hours(china(at + "13:45"), china(at + "15:00"), {}, later)
    odd = china(at + "13:44").replace(second=59, microsecond=9)
    assert minors.in_school_hours(odd, china(at + "15:00"), {}, later)


@pytest.mark.parametrize(
    ("age", "by_guardian", "may_excuse", "young"),
    [
        (18, False, False, Young()),
        (17, False, False, Young()),
        (16, False, False, Young()),
        (15, False, False, Young(at_school=True, alone=True)),
        (15, True, False, Young(at_school=True)),
        (15, True, True, Young()),
        (15, False, True, Young(at_school=True, alone=True)),
    ],
)
def test_what_a_minor_meets(age: int, by_guardian: bool, may_excuse: bool, young: Young) -> None:
    given = MinorRules(guardian_may_excuse=may_excuse)
    assert minors.young(age, hours=Hours(school=True), by_guardian=by_guardian, rules=given) == young
    at_home = minors.young(age, hours=Hours(), by_guardian=by_guardian, rules=given)
    assert at_home == Young(alone=young.alone)
    # Late hours are signed up for by the guardian alone, whatever may be excused.
    late = minors.young(age, hours=Hours(late=True), by_guardian=by_guardian, rules=given)
    assert late == Young(alone=young.alone, late=age < 16 and not by_guardian)


def test_a_grown_up_meets_nothing_whatever_the_area_says() -> None:
    strict = MinorRules(school_below=99, company_below=99, late_below=99)
    assert minors.young(18, hours=Hours(True, True), by_guardian=False, rules=strict) == Young()
    seventeen = minors.young(17, hours=Hours(True, True), by_guardian=False, rules=strict)
    assert seventeen == Young(at_school=True, alone=True, late=True)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"school_from": "8:00"}, "写成 08:00"),
        ({"school_to": "24:00"}, "写成 08:00"),
        ({"school_breaks": ("07-01",)}, "跨年的分成两段"),
        ({"school_breaks": ("07-01/2026-08-31",)}, "跨年的分成两段"),
        ({"school_breaks": ("12-20/01-10",)}, "跨年的分成两段"),
        ({"school_breaks": ("07-01/08-31", "x")}, "跨年的分成两段"),
    ],
)
def test_what_an_area_cannot_enter(values: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        MinorRules(**values)  # type: ignore[arg-type]
    assert MinorRules(school_from="00:00", school_to="23:59", school_breaks=("07-01/07-01",))


def test_school_cannot_end_before_it_begins() -> None:
    assert [order.greater for order in contradictions(MinorRules(school_from="17:00"))] == ["school_to"]
    assert not list(contradictions(MinorRules()))
