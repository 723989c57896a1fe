"""Who is expected and who came, counted for any number of shifts; and who stands on a leader's list."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from baiying.activities import queries as activities
from baiying.hours import rules
from baiying.hours.models import Attendance, HourEntry
from baiying.hours.queries import attendances


def head_counts(shift_ids: Sequence[int]) -> dict[int, rules.HeadCount]:
    """The four numbers of each shift (rules.head_count): three statements, however many shifts and people there are."""
    people: dict[int, dict[int, rules.Seen]] = {pk: {} for pk in shift_ids}
    for shift_id, person_id in activities.places_held(shift_ids):
        people[shift_id][person_id] = rules.Seen(expected=True, came=False)
    on_record = Attendance.objects.filter(shift_id__in=list(shift_ids), undone_at__isnull=True)
    absent = attendances.absent_among(on_record)
    columns = ("pk", "shift_id", "person_id", "checked_out_at", "signup__ended_at", "shift__ends_at")
    for pk, shift_id, person_id, left_at, ended_at, ends_at in on_record.values_list(*columns):
        # Who had a place that ended with the rest of the shift, and stood on paper, was expected.
        was_expected = activities.is_early_end(ended_at, ends_at)
        before = people[shift_id].get(person_id, rules.Seen(expected=was_expected, came=False))
        if pk in absent:
            people[shift_id][person_id] = replace(before, absent=True)
        else:
            people[shift_id][person_id] = replace(before, came=True, here=before.here or left_at is None)
    return {pk: rules.head_count(seen.values()) for pk, seen in people.items()}


def head_count(shift_id: int) -> rules.HeadCount:
    """The four numbers of one shift."""
    return head_counts([shift_id])[shift_id]


@dataclass(frozen=True, slots=True)
class OnRoster:
    """One person of a leader's list: the place, if there is one, and the latest attendance, if there is any; or what
    the person has on record before that one (`earlier`), which is an entry of its own.
    """

    person_id: int
    signup: activities.Signup | None
    attendance: Attendance | None
    # missing, or what rules.attendance_state says.
    state: str
    earlier: bool = False

    @property
    def person(self) -> Any:
        """The person, from whichever row knows it."""
        row = self.signup if self.signup is not None else self.attendance
        return row.person if row is not None else None


def roster_of(shift_id: int, at: datetime, *, person_id: int | None = None) -> list[OnRoster]:
    """Expected people in the order of signing up, then who walked in; the latest attendance of each, and behind it
    what the person has on record besides: somebody who went and came again, or was noted on paper before.

    `person_id` asks for one of them.
    """
    on_record = attendances.attendances_of(shift_id)
    expected = activities.accepted_of(shift_id)
    if person_id is not None:
        on_record, expected = on_record.filter(person_id=person_id), expected.filter(person_id=person_id)
    latest: dict[int, Attendance] = {}
    before: dict[int, list[Attendance]] = {}
    for row in on_record:
        if row.person_id in latest:
            before.setdefault(row.person_id, []).append(latest[row.person_id])
        latest[row.person_id] = row
    entries = attendances.entries_by_attendance([row.pk for row in on_record])
    found = []
    for signup in expected:
        held = latest.pop(signup.person_id, None)
        found.append(OnRoster(signup.person_id, signup, held, _state(held, entries, at)))
    found += [OnRoster(row.person_id, None, row, _state(row, entries, at)) for row in latest.values()]
    also = {
        pk: [OnRoster(pk, None, row, _state(row, entries, at), earlier=True) for row in rows]
        for pk, rows in before.items()
    }
    return [one for row in found for one in (row, *also.get(row.person_id, []))]


def _state(row: Attendance | None, entries: dict[int, list[HourEntry]], at: datetime) -> str:
    return "missing" if row is None else attendances.state_of(row, entries.get(row.pk, ()), at)
