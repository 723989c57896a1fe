"""The calendar of working days, read."""

from datetime import date

from django.db.models import QuerySet

from baiying.places.models import CalendarDay
from baiying.places.rules import working_days


def days_of_year(year: int) -> QuerySet[CalendarDay]:
    """Days that differ from Monday to Friday, by date."""
    return CalendarDay.objects.filter(day__year=year).order_by("day")


def special_days(first: date, last: date) -> dict[date, bool]:
    """The days from first to last that differ from Monday to Friday: True is a made-up working day."""
    return dict(CalendarDay.objects.filter(day__gte=first, day__lte=last).values_list("day", "is_working"))


def known_years() -> list[int]:
    """Years whose calendar has been entered, latest first."""
    return [day.year for day in CalendarDay.objects.dates("day", "year", order="DESC")]


def working_day_after(day: date, n: int) -> tuple[date, bool]:
    """The n-th working day after `day`, and whether the calendar of every year touched is known (Order 67 art. 11).

    Where a year's calendar is missing, Monday to Friday are counted and the answer says so.
    """
    rows = dict(CalendarDay.objects.filter(day__year__in=(day.year, day.year + 1)).values_list("day", "is_working"))
    return working_days.working_day_after(day, n, rows, {one.year for one in rows})
