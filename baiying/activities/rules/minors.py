"""Minors at activities: hours of school, and who is with the youngest. Pure decisions (P2 of the phone's review).

`activities_minor_rules`, `activities_in_school_hours` and `activities_in_late_hours` (sql/) say the same in the
database; a test holds both equal.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from baiying.activities.rules.plans import ADULT
from baiying.kit.values.orders import Order

# Who is with those under `company_below`: the leader, all the time; or a guardian, who signs the child up.
WITH_GUARDIAN, WITH_LEADER = "guardian", "leader"
_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d")
_SPAN = re.compile(r"(?P<first>(?:\d{4}-)?\d\d-\d\d)/(?P<last>(?:\d{4}-)?\d\d-\d\d)")


@dataclass(frozen=True, slots=True)
class MinorRules:
    """School hours and company, dated and per area.

    school_below 16: schooling is compulsory for nine years, which most have completed by then (Compulsory Education
    Law art. 2, 5, 11); whoever asks minors to come must not keep them from it (Law on the Protection of Minors
    art. 16, 28). school_from, school_to: China time, end exclusive, on working days of the calendar. school_breaks:
    spans first/last (both inclusive) as MM-DD/MM-DD every year, or YYYY-MM-DD/YYYY-MM-DD; the defaults stand for
    winter and summer until the area enters its own. guardian_may_excuse: whether a guardian's own sign-up counts as
    the answer that there are no lessons then. company_below 16: below it a guardian or the leader is there (Civil Code
    art. 19; Henan's rules on volunteer service: minors with a guardian's consent or company). late_below 16, late_from
    21:00, late_to 06:00: a child below that age signs itself up for nothing that reaches into these hours; the guardian
    does, on the own phone, and again where a shift is moved into them: this project's own measure (the guardian sees to
    the child's safety, Law on the Protection of Minors art. 16).
    """

    KIND: ClassVar[str] = "minors"
    SOURCE: ClassVar[str] = "Law on the Protection of Minors art. 16, 28; Compulsory Education Law art. 2, 5, 11"

    ORDERS: ClassVar[tuple[Order, ...]] = (
        Order("school_from", "school_to", strictly=True),
        Order("late_to", "late_from", strictly=True),
    )

    RANGES: ClassVar[dict[str, tuple[int, int]]] = {
        "school_below": (6, 18),
        "company_below": (8, 18),
        "late_below": (8, 18),
    }

    school_below: int = 16
    school_from: str = "08:00"
    school_to: str = "17:00"
    school_breaks: tuple[str, ...] = ("01-20/02-20", "07-01/08-31")
    guardian_may_excuse: bool = False
    company_below: int = 16
    late_below: int = 16
    late_from: str = "21:00"
    late_to: str = "06:00"

    def __post_init__(self) -> None:
        if not (_TIME.fullmatch(self.school_from) and _TIME.fullmatch(self.school_to)):
            raise ValueError("上课时间请写成 08:00 的样子。")
        if not (_TIME.fullmatch(self.late_from) and _TIME.fullmatch(self.late_to)):
            raise ValueError("晚上的时间请写成 21:00 的样子。")
        for span in self.school_breaks:
            found = _SPAN.fullmatch(span)
            if found is None or len(found["first"]) != len(found["last"]) or found["first"] > found["last"]:
                raise ValueError("假期请写成 07-01/08-31，或 2027-01-25/2027-02-21；跨年的分成两段。")


def is_school_day(day: date, calendar: Mapping[date, bool], rules: MinorRules) -> bool:
    """Whether there are lessons on a day. `calendar`: days that differ from Monday to Friday, True made-up ones."""
    if not calendar.get(day, day.weekday() < 5):
        return False
    text = day.isoformat()
    return not any(first <= text[-len(first) :] <= last for first, last in (s.split("/") for s in rules.school_breaks))


def in_school_hours(starts: datetime, ends: datetime, calendar: Mapping[date, bool], rules: MinorRules) -> bool:
    """Whether a shift (China time, end exclusive) falls into lessons, be it by a minute, on any of its days."""
    opens, closes = time.fromisoformat(rules.school_from), time.fromisoformat(rules.school_to)
    day = starts.date()
    while day <= ends.date():
        begin = starts.replace(year=day.year, month=day.month, day=day.day, hour=opens.hour, minute=opens.minute)
        begin = begin.replace(second=0, microsecond=0)
        end = begin.replace(hour=closes.hour, minute=closes.minute)
        if starts < end and ends > begin and is_school_day(day, calendar, rules):
            return True
        day += timedelta(days=1)
    return False


def school_days(first: date, last: date, calendar: Mapping[date, bool], rules: MinorRules) -> list[date]:
    """The days with lessons from first to last."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if is_school_day(day, calendar, rules)]


def in_late_hours(starts: datetime, ends: datetime, rules: MinorRules) -> bool:
    """Whether a shift (China time, end exclusive) reaches into the late hours of any night, be it by a minute."""
    late, early = time.fromisoformat(rules.late_from), time.fromisoformat(rules.late_to)
    night = starts.date() - timedelta(days=1)
    while night <= ends.date():
        begin = starts.replace(year=night.year, month=night.month, day=night.day, hour=late.hour, minute=late.minute)
        begin = begin.replace(second=0, microsecond=0)
        end = begin.replace(hour=early.hour, minute=early.minute) + timedelta(days=1)
        if starts < end and ends > begin:
            return True
        night += timedelta(days=1)
    return False


@dataclass(frozen=True, slots=True)
class Hours:
    """Into which hours of a minor's day a shift falls."""

    school: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True)
class Young:
    """What a minor meets at a shift: lessons then, nobody with one who must not be alone, a late hour for which the
    guardian has not signed the child up."""

    at_school: bool = False
    alone: bool = False
    late: bool = False


def young(age: int, *, hours: Hours, by_guardian: bool, rules: MinorRules) -> Young:
    """What holds for a minor of that age on the day; `by_guardian`: the guardian signs up, on the own phone."""
    if age >= ADULT:
        return Young()
    excused = by_guardian and rules.guardian_may_excuse
    return Young(
        at_school=hours.school and age < rules.school_below and not excused,
        alone=age < rules.company_below and not by_guardian,
        late=hours.late and age < rules.late_below and not by_guardian,
    )
