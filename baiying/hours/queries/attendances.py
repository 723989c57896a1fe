"""Who came: attendances by shift and by person, and the rules that hold for a shift."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from baiying.activities import queries as activities
from baiying.hours import rules
from baiying.hours.models import Attendance, Proposal, ShiftRecord, Source
from baiying.kit import clock
from baiying.places import queries as places

UNDONE = {"code": "undone"}


def _all() -> QuerySet[Attendance]:
    return Attendance.objects.select_related(
        "person", "shift", "shift__post", "shift__activity", "shift__activity__team", "shift__activity__area"
    )


def attendance(public_id: str) -> Attendance | None:
    return _all().filter(public_id=public_id).first()


def attendance_by_id(attendance_id: int) -> Attendance | None:
    return _all().filter(pk=attendance_id).first()


def open_attendance_of(person_id: int) -> Attendance | None:
    """The one attendance of a person that nobody has closed (R050)."""
    return _all().filter(person_id=person_id, checked_out_at__isnull=True).first()


def attendances_of(shift_id: int) -> QuerySet[Attendance]:
    """Everybody on the record of a shift in the order of coming; ticks taken back are left out."""
    rows = _all().filter(shift_id=shift_id).exclude(reason__contains=[UNDONE])
    return rows.prefetch_related("proposals").order_by("checked_in_at", "id")


def attendances_of_person(person_id: int) -> QuerySet[Attendance]:
    """What is on record for a person, the newest first; ticks taken back are left out."""
    rows = _all().filter(person_id=person_id).exclude(reason__contains=[UNDONE])
    return rows.prefetch_related("proposals").order_by("-checked_in_at", "-id")


def overlapping(person_id: int, start: datetime, end: datetime, *, other_than: int | None = None) -> bool:
    """Whether the person is already on record for a part of that time."""
    rows = Attendance.objects.filter(person_id=person_id, checked_in_at__lt=end)
    rows = rows.filter(Q(checked_out_at__gt=start) | Q(checked_out_at__isnull=True))
    rows = rows.exclude(pk=other_than) if other_than is not None else rows
    return rows.exclude(reason__contains=[UNDONE]).exists()


def waits_for_end(attendance: Attendance) -> bool:
    """Nobody has confirmed yet when this person left."""
    return attendance.settled_at is None and (
        attendance.checked_out_at is None
        or (attendance.forced_out_at is not None and live_proposal(attendance) is None)
    )


def live_proposal(attendance: Attendance) -> Proposal | None:
    """The newest proposal that was not refused."""
    live = [p for p in attendance.proposals.all() if p.refused_at is None]
    return max(live, key=lambda p: p.pk, default=None)


def stated_by_volunteer(attendance: Attendance) -> bool:
    """The end was said by the volunteer and waits for the leader's word."""
    return waits_for_end(attendance) and attendance.out_source == Source.TYPED


def served_on(shift_starts_at: datetime) -> date:
    """A shift belongs to the day in China on which it starts."""
    return clock.local_date(shift_starts_at)


def hour_rules(area_path: list[int], on: date) -> places.Chosen[rules.HourRules]:
    """The rules of counting for an area on a day."""
    return places.rule_set(rules.HourRules, area_path=area_path, on=on)


def window_of(shift: activities.Shift) -> rules.Window:
    return rules.Window(shift.starts_at, shift.ends_at, shift.break_minutes)


def leaving_now(attendance: Attendance, at: datetime) -> rules.Counted:
    """What checking out at this moment would count, before the day's caps: shown before the button is pressed."""
    shift = attendance.shift
    given = hour_rules(shift.activity.area.path, served_on(shift.starts_at)).rules
    return rules.creditable_minutes(attendance.checked_in_at, at, window_of(shift), given)


def last_closed_of(person_id: int, shift_ids: list[int]) -> Attendance | None:
    """The newest attendance at one of the shifts that has been closed."""
    rows = attendances_of_person(person_id).filter(shift_id__in=shift_ids, checked_out_at__isnull=False)
    return rows.first()


def shift_record(shift_id: int) -> ShiftRecord | None:
    return ShiftRecord.objects.filter(shift_id=shift_id).first()
