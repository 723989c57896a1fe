"""The calendar of working days, read."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import QuerySet

from baiying.places.models import CalendarDay
from baiying.places.rules import working_days

# So long before New Year the next year's calendar is missed; the notice of the State Council comes in November.
_SOON = timedelta(days=14)


def days_of_year(year: int) -> QuerySet[CalendarDay]:
    """Days that differ from Monday to Friday, by date."""
    return CalendarDay.objects.filter(day__year=year).order_by("day")


def special_days(first: date, last: date) -> dict[date, bool]:
    """The days from first to last that differ from Monday to Friday: True is a made-up working day."""
    return dict(CalendarDay.objects.filter(day__gte=first, day__lte=last).values_list("day", "is_working"))


def known_years() -> list[int]:
    """Years whose calendar has been entered, latest first."""
    return [day.year for day in CalendarDay.objects.dates("day", "year", order="DESC")]


def may_be_working(day: date) -> tuple[bool, bool]:
    """Whether a day is a working day, or may be one as nobody entered the calendar of its year; and whether one did."""
    rows = dict(days_of_year(day.year).values_list("day", "is_working"))
    known = {one.year for one in rows}
    return working_days.may_be_working(day, rows, known), day.year in known


def missing_calendar(day: date) -> int | None:
    """The year whose calendar is wanted now and was not entered: that of the day, else from soon on; None: none."""
    known = known_years()
    return next((year for year in (day.year, (day + _SOON).year) if year not in known), None)


def working_day_after(day: date, n: int) -> tuple[date, bool]:
    """The n-th working day after `day`, and whether the calendar of every year touched is known (Order 67 art. 11).

    Where a year's calendar is missing, Monday to Friday are counted and the answer says so.
    """
    return working_day_reader()(day, n)


def working_day_reader() -> Callable[[date, int], tuple[date, bool]]:
    """`working_day_after` for many days: the calendar of a year is read once."""
    years: dict[int, dict[date, bool]] = {}

    def of_year(year: int) -> dict[date, bool]:
        if year not in years:
            years[year] = dict(days_of_year(year).values_list("day", "is_working"))
        return years[year]

    def after(day: date, n: int) -> tuple[date, bool]:
        rows = of_year(day.year) | of_year(day.year + 1)
        return working_days.working_day_after(day, n, rows, {one.year for one in rows})

    return after
