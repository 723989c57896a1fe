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
    """One person's day. `moment` is the one thing to do now: checked_in, done, soon, later or free.

    `led` are the shifts that the reader leads today, `waiting` what is still open about the own hours.
    """

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
    waiting: list[hours.Case]
    led: list[Any]
    done: hours.Case | None


_WAITING_SHOWN = 3


def today(person_id: int, account_id: int | None, at: datetime) -> Today:
    person = people.person_by_id(person_id)
    standing = people.standing_of(person_id, at)
    coming = list(activities.coming_of_person(person_id, at)[:6])
    accepted = [one for one in coming if one.state == "accepted"]
    attendance = hours.open_attendance_of(person_id)
    begun = [one.shift_id for one in accepted if one.shift.starts_at - at <= _SOON]
    closed = hours.last_closed_of(person_id, begun) if begun and attendance is None else None
    over = {closed.shift_id} if closed is not None else set()
    following = [one for one in accepted if one.shift_id not in over]
    year = clock.local_date(at).year
    return Today(
        name=person.name if person else "",
        standing=standing,
        person=person,
        moment=_moment(attendance, closed, following, at),
        next=following[0] if following else None,
        coming=[one for one in coming if one.shift_id not in over and one not in following[:1]],
        attendance=attendance,
        totals=hours.totals_of(person_id, year),
        year=year,
        unread=notices.unread_count(person.public_id) if person else 0,
        memberships=list(teams.live_memberships_of_person(person_id)[:5]),
        waiting=[c for c in hours.waiting_cases(person_id, at) if c.state != "serving"][:_WAITING_SHOWN],
        led=_led(account_id, at),
        done=hours.case_of_attendance(closed, at) if closed is not None else None,
    )


def _led(account_id: int | None, at: datetime) -> list[Any]:
    if account_id is None:
        return []
    start = clock.midnight(clock.local_date(at))
    team_ids = teams.led_team_ids(account_id, at)
    return list(activities.led_shifts(account_id, team_ids, start, start + timedelta(days=1))[:6])


def _moment(attendance: Any, closed: Any, accepted: list[Any], at: datetime) -> str:
    if attendance is not None:
        return "checked_in"
    if closed is not None and (not accepted or accepted[0].shift.starts_at > at):
        return "done"
    if not accepted:
        return "free"
    return "soon" if accepted[0].shift.starts_at - at <= _SOON else "later"
