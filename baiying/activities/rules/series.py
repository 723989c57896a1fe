"""A shift that comes again: on which days, at which times, and which of them become rows now. Pure decisions."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from baiying.kit import clock

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When it comes again. `weekdays` from 1, Monday; `until_on` is the last day on which one may stand (inclusive).

    Weeks are counted from the one in which `from_on` lies. Times are China's; an end that is not later than the start
    lies on the next day, so that a shift of a series is never longer than a day.
    """

    weekdays: tuple[int, ...]
    from_on: date
    until_on: date
    starts: time
    ends: time
    interval_weeks: int = 1


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One shift of a series; `place` counts the days of the rhythm from 0 and never changes."""

    place: int
    starts_at: datetime
    ends_at: datetime


def of_week(starts_at: datetime, ends_at: datetime, repeats: int) -> Rhythm:
    """The rhythm of a shift that is repeated so many further weeks on the same weekday."""
    start, end = clock.local(starts_at), clock.local(ends_at)
    first = start.date()
    return Rhythm((first.isoweekday(),), first, first + _WEEK * repeats, start.time(), end.time())


def may_repeat(starts_at: datetime, ends_at: datetime) -> bool:
    """Whether a shift is short enough for a series."""
    return ends_at - starts_at <= _DAY


def days(rhythm: Rhythm) -> list[date]:
    """Every day of the rhythm in order: the index is the place."""
    monday = rhythm.from_on - _DAY * (rhythm.from_on.isoweekday() - 1)
    found, day = [], rhythm.from_on
    while day <= rhythm.until_on:
        in_turn = (day - monday).days // 7 % rhythm.interval_weeks == 0
        if in_turn and day.isoweekday() in rhythm.weekdays:
            found.append(day)
        day += _DAY
    return found


def times(rhythm: Rhythm, day: date) -> tuple[datetime, datetime]:
    """Start and end of the shift of that day."""
    last = day if rhythm.ends > rhythm.starts else day + _DAY
    return (
        datetime.combine(day, rhythm.starts, tzinfo=clock.CHINA),
        datetime.combine(last, rhythm.ends, tzinfo=clock.CHINA),
    )


def keeps(rhythm: Rhythm, place: int | None, starts_at: datetime, ends_at: datetime) -> bool:
    """Whether a shift stands where its series puts it: one that was moved by itself does not, nor one that stands from
    before the series went to other times."""
    planned = days(rhythm)
    return place is not None and place < len(planned) and (starts_at, ends_at) == times(rhythm, planned[place])


def every(rhythm: Rhythm) -> list[Occurrence]:
    """All shifts of the rhythm, whether they are rows or not."""
    return [Occurrence(place, *times(rhythm, day)) for place, day in enumerate(days(rhythm))]


def to_come(rhythm: Rhythm, *, made: Collection[int], at: datetime, off: Collection[date] = ()) -> list[Occurrence]:
    """What is no row yet and may still become one, however far ahead. What is past stays unmade.

    On the days `off` nothing is made; the very first stands where it was planned.
    """
    return [
        one
        for one in every(rhythm)
        if one.place not in made
        and one.starts_at > at
        and (one.place == 0 or clock.local_date(one.starts_at) not in off)
    ]


def passed_over(rhythm: Rhythm, *, made: Collection[int], at: datetime, off: Collection[date]) -> list[date]:
    """The coming days of the rhythm on which nothing is made because they are `off`."""
    would = to_come(rhythm, made=made, at=at)
    left = {one.place for one in to_come(rhythm, made=made, at=at, off=off)}
    return [clock.local_date(one.starts_at) for one in would if one.place not in left]


def due(
    rhythm: Rhythm, *, made: Collection[int], at: datetime, weeks_ahead: int, off: Collection[date] = ()
) -> list[Occurrence]:
    """What should become a row now: not there yet, not begun, and within so many weeks.

    The very first is due however far ahead it lies: a plan has a shift to be shown. What is past stays unmade: nobody
    could have signed up for it.
    """
    horizon = clock.local_date(at) + _WEEK * weeks_ahead
    return [
        one
        for one in to_come(rhythm, made=made, at=at, off=off)
        if one.place == 0 or clock.local_date(one.starts_at) <= horizon
    ]


def shifted(rhythm: Rhythm, by_days: int, starts: time, ends: time) -> Rhythm:
    """The rhythm from now on at other times, so many days later: every place keeps its number.

    Raises ValueError where several days a week would go to other weekdays: their order could change.
    """
    if by_days and len(rhythm.weekdays) > 1:
        raise ValueError("Several days a week keep their weekdays")
    by = _DAY * by_days
    return replace(
        rhythm,
        weekdays=tuple((day - 1 + by_days) % 7 + 1 for day in rhythm.weekdays),
        from_on=rhythm.from_on + by,
        until_on=rhythm.until_on + by,
        starts=starts,
        ends=ends,
    )
