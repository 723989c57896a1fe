"""Working days (Order 67 art. 11 counts ten of them): Monday to Friday, but for what the year's notice says."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta


def working_day_after(
    day: date, n: int, calendar: Mapping[date, bool], known_years: Collection[int]
) -> tuple[date, bool]:
    """The n-th working day after `day`, and whether the calendar of every year touched is known.

    `calendar` holds the days that differ from Monday to Friday: True is a made-up working day.
    """
    here, left, known = day, n, day.year in known_years
    while left > 0:
        here += timedelta(days=1)
        known = known and here.year in known_years
        if calendar.get(here, here.weekday() < 5):
            left -= 1
    return here, known
