"""What a volunteer needs right now, on one page."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from baiying.activities import queries as activities
from baiying.hours import queries as hours
from baiying.kit import clock
from baiying.notices import queries as notices
from baiying.people import queries as people
from baiying.teams import queries as teams

# How long before its start a shift's card offers the check-in instead of the way there; only a matter of the page.
_SOON = timedelta(minutes=60)


@dataclass(frozen=True, slots=True)
class Today:
    """One person's day. `moment` is the one thing to do now: checked_in, soon, later or free."""

    name: str
    standing: people.Standing | None
    person: Any
    moment: str
    next: Any
    coming: list[Any]
    attendance: Any
    totals: Any
    year: int
    unread: int
    memberships: list[Any]


def today(person_id: int, at: datetime) -> Today:
    person = people.person_by_id(person_id)
    standing = people.standing_of(person_id, at)
    coming = list(activities.coming_of_person(person_id, at)[:6])
    accepted = [one for one in coming if one.state == "accepted"]
    attendance = hours.open_attendance_of(person_id)
    year = clock.local_date(at).year
    return Today(
        name=person.name if person else "",
        standing=standing,
        person=person,
        moment=_moment(attendance, accepted, at),
        next=accepted[0] if accepted else None,
        coming=[one for one in coming if one not in accepted[:1]],
        attendance=attendance,
        totals=hours.totals_of(person_id, year),
        year=year,
        unread=notices.unread_count(person.public_id) if person else 0,
        memberships=list(teams.memberships_of_person(person_id)[:5]),
    )


def _moment(attendance: Any, accepted: list[Any], at: datetime) -> str:
    if attendance is not None:
        return "checked_in"
    if not accepted:
        return "free"
    return "soon" if accepted[0].shift.starts_at - at <= _SOON else "later"
