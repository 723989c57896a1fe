"""Who is due to be reminded of a place, and what became of it."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q

from baiying.activities.models import ActivityState, Shift, Signup, SignupState
from baiying.activities.reminded import Reminder
from baiying.activities.rules import reminders as rules
from baiying.kit import audit, clock
from baiying.notices import queries as messages
from baiying.places import queries as places

# The evening before is nowhere further from the start.
_REACH = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Due:
    """A shift of which a kind of reminder is due, since when, and until when it helps."""

    shift: Shift
    kind: str
    since: datetime
    until: datetime
    rules: rules.ReminderRules


def in_doubt(shifts: Iterable[Shift], at: datetime) -> set[int]:
    """Which of some shifts begin soon while no text message leaves: who comes may not have been reminded (N06)."""
    coming = [shift for shift in shifts if shift.starts_at > at]
    return begin_soon(coming, at) if coming and messages.texts_stuck_since(at) is not None else set()


def begin_soon(shifts: Iterable[Shift], at: datetime, *, first: datetime | None = None) -> set[int]:
    """Which of some shifts begin so soon that what becomes of them cannot wait for the morning (ids).

    `first`: they were to begin at another time before.
    """
    rules_of, today = places.rule_reader(rules.ReminderRules), clock.local_date(at)
    return {
        shift.pk
        for shift in shifts
        if rules.rings(
            min(shift.starts_at, first or shift.starts_at), at, rules_of(shift.activity.area.path, today).rules
        )
    }


def moved_since(shift_id: int, at: datetime) -> bool:
    """Whether a shift was given another time after an instant."""
    return audit.stories_of("shift", [shift_id], ["ShiftMoved"]).filter(at__gt=at).exists()


def moved_at(shift_ids: Collection[int]) -> dict[int, datetime]:
    """When shifts were given another time last; those that never were are left out."""
    rows = audit.stories_of("shift", list(shift_ids), ["ShiftMoved"]) if shift_ids else []
    found: dict[int, datetime] = {}
    for event in rows:
        pk = event.subject_id or 0
        found[pk] = max(event.at, found.get(pk, event.at))
    return found


def signups_with_shift(signup_ids: Collection[int]) -> dict[int, Signup]:
    """Sign-ups by id with shift and activity, whatever became of them."""
    return Signup.objects.select_related("shift__activity").in_bulk(list(signup_ids)) if signup_ids else {}


def times_agreed_to(signups: Iterable[Signup]) -> dict[int, tuple[datetime, datetime]]:
    """Of sign-ups whose shift has another time than when they were made: the time that it had then."""
    rows: dict[int, list[Signup]] = {}
    for one in signups:
        rows.setdefault(one.shift_id, []).append(one)
    found: dict[int, tuple[datetime, datetime]] = {}
    for event in audit.stories_of("shift", rows, ["ShiftMoved"]):
        if "was_starts_at" not in event.detail:
            continue
        then = (
            datetime.fromisoformat(event.detail["was_starts_at"]), datetime.fromisoformat(event.detail["was_ends_at"])
        )  # fmt: skip
        for one in rows[event.subject_id or 0]:
            if event.at >= one.signed_up_at:
                found.setdefault(one.pk, then)
    now = {one.pk: (one.shift.starts_at, one.shift.ends_at) for some in rows.values() for one in some}
    return {pk: times for pk, times in found.items() if times != now[pk]}


def reminders_due(at: datetime) -> list[Due]:
    """The shifts to come of which somebody may have to be reminded by now."""
    rows = Shift.objects.filter(
        starts_at__gt=at, starts_at__lte=at + _REACH, taken__gt=0, called_off_at__isnull=True,
        activity__state=ActivityState.PUBLISHED,
    ).select_related("activity__area").order_by("starts_at", "id")  # fmt: skip
    rules_of = places.rule_reader(rules.ReminderRules)
    found = []
    for shift in rows:
        given = rules_of(shift.activity.area.path, clock.local_date(shift.starts_at)).rules
        for kind in rules.KINDS:
            since = rules.moment(kind, shift.starts_at, given)
            if since is not None and since <= at:
                found.append(Due(shift, kind, since, rules.useful_until(kind, shift.starts_at, given), given))
    return found


def not_reminded(kind: str, shift_ids: Sequence[int]) -> list[Signup]:
    """Who has a place at these shifts and was not yet looked at for a kind, with person, shift and activity."""
    seen = Reminder.objects.filter(signup_id=OuterRef("pk"), kind=kind, starts_at=OuterRef("shift__starts_at"))
    rows = Signup.objects.filter(~Exists(seen), shift_id__in=shift_ids, state=SignupState.ACCEPTED)
    return list(rows.select_related("person", "shift__activity__leader").order_by("id"))


def still_to_come(signup_ids: Sequence[int], at: datetime) -> list[Signup]:
    """Which of some sign-ups have a place in a shift that is to come and stands."""
    rows = Signup.objects.filter(
        pk__in=signup_ids, state=SignupState.ACCEPTED, shift__starts_at__gt=at, shift__called_off_at__isnull=True,
        shift__activity__state=ActivityState.PUBLISHED,
    )  # fmt: skip
    return list(rows.select_related("person", "shift__activity__leader").order_by("shift__starts_at", "id"))


@dataclass(frozen=True, slots=True)
class GivenBack:
    """A sign-up that was over, since when, before the first reminder of its shift was due."""

    signup: Signup
    due: datetime
    ended_at: datetime


# So many of each person are looked at: who asks why nothing came asks about the last ones.
_LAST = 50


def given_back_before(person_ids: Collection[int], at: datetime) -> list[GivenBack]:
    """Sign-ups of some persons that ended before a reminder which is due by now, the newest first."""
    rows = Signup.objects.filter(
        person_id__in=person_ids, state=SignupState.CANCELLED, accepted_at__isnull=False, ended_at__isnull=False
    ).select_related("shift__activity__area").order_by("-id")[:_LAST]  # fmt: skip
    rules_of, found = places.rule_reader(rules.ReminderRules), []
    for row in rows:
        starts_at = row.shift.starts_at
        given = rules_of(row.shift.activity.area.path, clock.local_date(starts_at)).rules
        due = rules.moment(rules.EVENING, starts_at, given)
        # The one shortly before is later: who was not there for the evening's was not there for it either.
        if due is not None and row.ended_at is not None and row.ended_at <= due <= at:
            found.append(GivenBack(row, due, row.ended_at))
    return found


def left_out(person_ids: Collection[int], outcomes: Collection[str]) -> list[Reminder]:
    """Reminders of some persons of which one of these came, the newest first."""
    rows = Reminder.objects.filter(signup__person_id__in=person_ids, kind__in=rules.KINDS, outcome__in=outcomes)
    return list(rows.select_related("signup__shift__activity").order_by("-id")[:_LAST])


@dataclass(frozen=True, slots=True)
class Reminded:
    """Of those who have a place: how many were told of a kind, and how many not, by why."""

    kind: str
    told: int
    of: int
    others: dict[str, int]


def reminded(activity_id: int) -> dict[int, list[Reminded]]:
    """By shift what became of its reminders, of who has a place now; a kind that is not due yet is left out."""
    here = Q(kind__in=rules.KINDS, signup__state=SignupState.ACCEPTED, starts_at=F("signup__shift__starts_at"))
    rows = Reminder.objects.filter(here, signup__shift__activity_id=activity_id)
    counted = Counter(rows.values_list("signup__shift_id", "kind", "outcome"))
    found: dict[int, list[Reminded]] = {}
    for shift_id, kind in sorted({(shift_id, kind) for shift_id, kind, _ in counted}):
        outcomes = {how: n for (at, of_kind, how), n in counted.items() if (at, of_kind) == (shift_id, kind)}
        told = outcomes.pop(rules.SENT, 0) + outcomes.pop(rules.INBOX, 0)
        found.setdefault(shift_id, []).append(Reminded(kind, told, told + sum(outcomes.values()), outcomes))
    return found
