"""Who came: attendances by shift and by person, and where each stands."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from baiying.activities import queries as activities
from baiying.hours import rules
from baiying.hours.models import Attendance, HourEntry, Proposal, ShiftRecord, Source
from baiying.hours.queries import occasions
from baiying.kit import clock

# So long before the end of a shift leaving becomes the thing to do.
_NEARLY = timedelta(minutes=15)


def with_all() -> QuerySet[Attendance]:
    """Attendances with what is said of them."""
    return Attendance.objects.select_related(
        "person", "area", "shift", "shift__post", "shift__activity", "shift__activity__team", "shift__activity__area"
    )


def attendance(public_id: str) -> Attendance | None:
    return with_all().filter(public_id=public_id).first()


def attendance_by_id(attendance_id: int) -> Attendance | None:
    return with_all().filter(pk=attendance_id).first()


def open_attendance_of(person_id: int) -> Attendance | None:
    """The one attendance of a person that nobody has closed (R050)."""
    return with_all().filter(person_id=person_id, checked_out_at__isnull=True).first()


def left_of(person_id: int, shift_id: int) -> Attendance | None:
    """The last time the person left this shift by the own hand; None for who has not come or is still there."""
    rows = with_all().filter(
        person_id=person_id, shift_id=shift_id, checked_out_at__isnull=False, undone_at__isnull=True
    )
    return rows.order_by("-checked_out_at").first()


def serving_now(at: datetime) -> list[int]:
    """The persons who are checked in on a shift that has not ended."""
    rows = Attendance.objects.filter(checked_out_at__isnull=True, undone_at__isnull=True, shift__ends_at__gt=at)
    return list(rows.order_by("person_id").values_list("person_id", flat=True).distinct())


def attendances_of(shift_id: int) -> QuerySet[Attendance]:
    """Everybody on the record of a shift in the order of coming; ticks taken back are left out."""
    rows = with_all().filter(shift_id=shift_id).filter(undone_at__isnull=True)
    return rows.prefetch_related("proposals").order_by("checked_in_at", "id")


def attendances_of_person(person_id: int) -> QuerySet[Attendance]:
    """What is on record for a person, the newest first; ticks taken back are left out."""
    rows = with_all().filter(person_id=person_id).filter(undone_at__isnull=True)
    return rows.prefetch_related("proposals").order_by("-checked_in_at", "-id")


def overlapping(person_id: int, start: datetime, end: datetime, *, other_than: int | None = None) -> bool:
    """Whether the person is already on record for a part of that time."""
    rows = Attendance.objects.filter(person_id=person_id, checked_in_at__lt=end)
    rows = rows.filter(Q(checked_out_at__gt=start) | Q(checked_out_at__isnull=True))
    rows = rows.exclude(pk=other_than) if other_than is not None else rows
    return rows.filter(undone_at__isnull=True).exists()


def perhaps_cut(person_id: int, day: date, activity_id: int | None) -> list[int]:
    """Ended records of a person whose minutes share a cap with those of the day or the activity, the earliest first."""
    around = (clock.midnight(day - timedelta(days=1)), clock.midnight(day + timedelta(days=2)))
    shared = Q(checked_in_at__range=around)
    if activity_id is not None:
        shared |= Q(shift__activity_id=activity_id)
    rows = Attendance.objects.filter(shared, person_id=person_id, checked_out_at__isnull=False, undone_at__isnull=True)
    return list(rows.order_by("checked_in_at", "id").values_list("id", flat=True))


def recorded(attendance: Attendance, entries: Iterable[HourEntry] = ()) -> rules.Recorded:
    """What the rule of states needs to know; `entries` are the attendance's lines of the ledger."""
    proposals = list(attendance.proposals.all())
    minutes = [entry.minutes for entry in entries]
    return rules.Recorded(
        planned_end=attendance.shift.ends_at if attendance.shift is not None else None,
        closed=attendance.checked_out_at is not None,
        end_said=bool(attendance.out_source),
        forced=attendance.forced_out_at is not None,
        undone=attendance.undone_at is not None,
        settled=attendance.settled_at is not None,
        waiting=sum(p.approved_at is None and p.refused_at is None for p in proposals),
        approved=sum(p.approved_at is not None for p in proposals),
        refused=sum(p.refused_at is not None for p in proposals),
        posted=sum(minutes) if minutes else None,
        absent=rules.was_absent(_approved_corrections(proposals)),
    )


def _approved_corrections(proposals: Iterable[Proposal]) -> list[int]:
    """Minutes of each correction that a second person approved, the oldest first."""
    approved = [p for p in proposals if p.part == "correction" and p.approved_at is not None]
    return [p.minutes for p in sorted(approved, key=lambda p: p.pk)]


def absent_among(rows: QuerySet[Attendance]) -> set[int]:
    """Of these, the ids of those whose person was not there, as two persons found (rules.was_absent)."""
    approved = Proposal.objects.filter(attendance__in=rows.order_by(), part="correction", approved_at__isnull=False)
    by_attendance: dict[int, list[int]] = {}
    for attendance_id, minutes in approved.order_by("id").values_list("attendance_id", "minutes"):
        by_attendance.setdefault(attendance_id, []).append(minutes)
    return {pk for pk, minutes in by_attendance.items() if rules.was_absent(minutes)}


def came_unsigned(attendance: Attendance) -> bool:
    """Whether somebody is on the record of a shift without a place there."""
    return attendance.shift_id is not None and attendance.walk_in


def state_of(attendance: Attendance, entries: Iterable[HourEntry], at: datetime) -> str:
    """One word for where the attendance stands: see rules.attendance_state."""
    return rules.attendance_state(recorded(attendance, entries), at)


def waits_for_end(attendance: Attendance, at: datetime) -> bool:
    """Nobody has confirmed yet when this person left."""
    return state_of(attendance, (), at) in rules.WITHOUT_END


def live_proposal(attendance: Attendance) -> Proposal | None:
    """The newest proposal that was not refused."""
    live = [p for p in attendance.proposals.all() if p.refused_at is None and p.part != "reversal"]
    return max(live, key=lambda p: p.pk, default=None)


def entries_by_attendance(attendance_ids: Sequence[int]) -> dict[int, list[HourEntry]]:
    """The lines of the ledger that came of some attendances, in the order of posting."""
    found: dict[int, list[HourEntry]] = {}
    for entry in HourEntry.objects.filter(attendance_id__in=list(attendance_ids)).order_by("id"):
        found.setdefault(entry.attendance_id or 0, []).append(entry)
    return found


def leaving_now(attendance: Attendance, at: datetime) -> rules.Counted:
    """What checking out at this moment would count, before the day's caps: shown before the button is pressed."""
    occasion = occasions.occasion_of(attendance)
    given = occasions.rules_of(occasion).rules
    return rules.creditable_minutes(attendance.checked_in_at, at, occasion.window, given)


def nearly_over(attendance: Attendance, at: datetime) -> bool:
    """Whether leaving is what one does now: only a matter of how loud the button is."""
    return attendance.shift is None or ends_soon(attendance.shift, at)


def ends_soon(shift: activities.Shift, at: datetime) -> bool:
    """Whether a shift is over or as good as over."""
    return at >= shift.ends_at - _NEARLY


def last_closed_of(person_id: int, shift_ids: list[int]) -> Attendance | None:
    """The newest attendance at one of the shifts that has been closed."""
    rows = attendances_of_person(person_id).filter(shift_id__in=shift_ids, checked_out_at__isnull=False)
    return rows.first()


def shift_record(shift_id: int) -> ShiftRecord | None:
    return ShiftRecord.objects.filter(shift_id=shift_id).first()


def attended(person_id: int, shift_ids: Sequence[int]) -> dict[int, bool]:
    """For each of the shifts of which a record was kept, whether the person came; ticks taken back, and records of
    which it was decided that nobody came, are none.
    """
    rows = Attendance.objects.filter(shift_id__in=list(shift_ids), undone_at__isnull=True)
    kept = set(rows.order_by().values_list("shift_id", flat=True).distinct())
    own = rows.filter(person_id=person_id)
    came = set(own.exclude(pk__in=absent_among(own)).values_list("shift_id", flat=True))
    return {shift_id: shift_id in came for shift_id in kept}


def typed_by(shift_id: int, account_id: int | None) -> set[tuple[int, datetime, datetime | None]]:
    """Who was where and when, of what an account itself has typed from paper for a shift."""
    rows = attendances_of(shift_id).filter(in_source=Source.PAPER, in_by_id=account_id, checked_out_at__isnull=False)
    return set(rows.order_by().values_list("person_id", "checked_in_at", "checked_out_at"))
