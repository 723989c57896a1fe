"""What of the public list is for a minor: found with the list itself, in its one statement."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from baiying.activities.queries import activities
from baiying.activities.rules import minors, plans
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.places import queries as places

# So far ahead lessons are counted; hardly anything is announced earlier.
_AHEAD = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Young:
    """A minor who reads the list: born when, and when there are lessons, which bind below an age."""

    born: date
    school_below: int
    lessons: tuple[tuple[datetime, datetime], ...]


def young_reader(born: date | None, home: places.Division | None, at: datetime) -> Young | None:
    """Who reads the list, where that is a minor. Lessons by the rules of the home: what decides is asked when one signs
    up, by the rules of the place of the activity.
    """
    today = clock.local_date(at)
    if born is None or identifiers.age_on(born, today) >= plans.ADULT:
        return None
    rules = activities.minor_rules(home.path if home else (), today)
    last = today + _AHEAD
    if identifiers.age_on(born, today) >= rules.school_below:
        return Young(born, rules.school_below, ())
    opens, closes = (time.fromisoformat(text) for text in (rules.school_from, rules.school_to))
    days = minors.school_days(today, last, places.special_days(today, last), rules)
    lessons = tuple(
        (datetime.combine(day, opens, clock.CHINA), datetime.combine(day, closes, clock.CHINA)) for day in days
    )
    return Young(born, rules.school_below, lessons)


def joins(who: Young | None) -> str:
    """What the list must join to know."""
    return " JOIN activities_post p ON p.id = s.post_id" if who is not None else ""


def fits(who: Young | None, values: dict[str, Any]) -> str:
    """Whether shift `s` with post `p` asks for the minor, and not in lessons; true where the reader is of age."""
    if who is None:
        return "true"
    values |= {"born": who.born, "grown": plans.ADULT, "pupil": who.school_below, "lessons": _multirange(who)}
    return " AND ".join(_fits())


def _fits() -> Iterator[str]:
    yield f"(p.minors_welcome OR {_turned('%(grown)s')})"
    yield _turned("COALESCE(p.min_age, 0)")
    yield f"(p.max_age IS NULL OR NOT {_turned('p.max_age + 1')})"
    yield f"({_turned('%(pupil)s')} OR NOT tstzrange(s.starts_at, s.ends_at) && %(lessons)s::tstzmultirange)"


def _turned(years: str) -> str:
    """Whether the minor has turned that old on the day of the shift."""
    return (
        f"(%(born)s::date + make_interval(years => ({years})::int)"
        " <= date_trunc('day', s.starts_at AT TIME ZONE 'Asia/Shanghai'))"
    )


def least_age(who: Young | None) -> str:
    """From which age the posts of an activity take somebody; for the rows that are shown."""
    if who is None:
        return "NULL::int"
    return (
        "(SELECT min(greatest(COALESCE(p.min_age, 0), CASE WHEN p.minors_welcome THEN 0 ELSE %(grown)s END))"
        " FROM activities_post p WHERE p.activity_id = page.activity_id)"
    )


def _multirange(who: Young) -> str:
    return "{" + ",".join(f'["{first.isoformat()}","{end.isoformat()}")' for first, end in who.lessons) + "}"
