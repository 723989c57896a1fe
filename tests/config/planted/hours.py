"""The jobs about hours: what is open, decided, forgotten, cut or withdrawn."""

from collections.abc import Callable
from datetime import timedelta

from baiying.activities.models import Shift
from baiying.demo import builders
from baiying.hours.models import Attendance, DecisionBatch, HourEntry, Proposal
from baiying.kit import clock
from baiying.notices.models import Message
from baiying.people.models import Counting, Guardianship, Registration
from tests.config.planted.rows import BAD, ROWS, Cast, Planted, a_shift, now, some_persons


def _forgotten(cast: Cast) -> Planted:
    shift = a_shift(cast, now() - timedelta(days=2))
    rows = [builders.attendance(shift, person).pk for person in some_persons(cast)]
    return Planted(
        "hours_attendance", "id", rows[BAD], rows,
        lambda: set(Attendance.objects.filter(pk__in=rows, checked_out_at=None).values_list("pk", flat=True)),
    )  # fmt: skip


def _decided(cast: Cast) -> Planted:
    shift = a_shift(cast, now() - timedelta(days=2))
    reviewer = cast["reviewer"].account
    batch = DecisionBatch.objects.create(
        approve=True, rows=ROWS, minutes=60, made_at=now() - timedelta(hours=1), made_by_id=reviewer.pk,
        takes_effect_at=now() - timedelta(minutes=55),
    )  # fmt: skip
    rows = []
    for person in some_persons(cast):
        row = builders.attendance(shift, person, left_at=shift.ends_at, source="roll")
        rows.append(builders.proposal(row, proposed_by=cast["leader"].account).pk)
    Proposal.objects.filter(pk__in=rows).update(batch=batch)
    return Planted(
        "hours_proposal", "id", rows[BAD], rows,
        lambda: set(Proposal.objects.filter(pk__in=rows, approved_at=None).values_list("pk", flat=True)),
    )  # fmt: skip


def _late(cast: Cast) -> Planted:
    leads = builders.account(name="另一位领队")
    rows = []
    for number in range(ROWS):
        shift = a_shift(cast, now() - timedelta(days=9, hours=number))
        builders.signup(shift, builders.person(residence=shift.activity.area, account=builders.account()))
        rows.append(shift.pk)
    bad = Shift.objects.get(pk=rows[BAD])
    bad.activity.leader_id = leads.pk
    bad.activity.save()
    person = builders.person(residence=bad.activity.area, account=leads)

    def left() -> set[int]:
        told = Message.objects.filter(kind="hours.late").values_list("link", flat=True)
        return {pk for pk in rows if f"/shifts/{Shift.objects.get(pk=pk).public_id}/field/" not in set(told)}

    return Planted("notices_message", "inbox", person.public_id, rows, left)


def _open(cast: Cast) -> Planted:
    shift = a_shift(cast, now() - timedelta(hours=5))
    persons = some_persons(cast)
    rows = [builders.attendance(shift, person).pk for person in persons]

    def left() -> set[int]:
        told = Message.objects.filter(kind="hours.still_open").values_list("unique_source", flat=True)
        return {pk for pk in rows if f"hours:still_open:{pk}" not in set(told)}

    return Planted("notices_message", "inbox", persons[BAD].public_id, rows, left)


def _unsettled(cast: Cast) -> Planted:
    shift = a_shift(cast, now() - timedelta(days=2))
    rows = [
        builders.attendance(shift, person, left_at=shift.starts_at + timedelta(minutes=50)).pk
        for person in some_persons(cast)
    ]
    return Planted(
        "hours_attendance", "id", rows[BAD], rows,
        lambda: set(Attendance.objects.filter(pk__in=rows, settled_at=None).values_list("pk", flat=True)),
    )  # fmt: skip


def _cut(cast: Cast) -> Planted:
    shift, rows = a_shift(cast, now() - timedelta(days=2)), some_persons(cast)
    for person in rows:
        left_at = shift.starts_at + timedelta(minutes=90)
        row = builders.attendance(shift, person, left_at=left_at, settled=True)
        Attendance.objects.filter(pk=row.pk).update(reason=[{"code": "over_cap", "minutes": 90, "cap": 720}])
        day = clock.local_date(shift.starts_at)
        full = builders.entry(person, 720, served_on=day)
        builders.entry(person, -720, served_on=day, reversal_of=full)
    ids = {person.pk for person in rows}
    return Planted(
        "hours_hourentry", "person_id", rows[BAD].pk, [person.pk for person in rows],
        lambda: ids - set(HourEntry.objects.filter(minutes=90).values_list("person_id", flat=True)),
    )  # fmt: skip


def _sources(kind: str) -> list[str]:
    return list(Message.objects.filter(kind=kind).values_list("unique_source", flat=True))


def _withdrawn(cast: Cast) -> Planted:
    shift = a_shift(cast, now() - timedelta(minutes=30))
    area, guardian = cast["leader"].team.area, cast["guardian"].account  # type: ignore[union-attr]
    born = clock.local_date(now()).replace(year=now().year - 12, day=1)
    wards = [builders.person(residence=area, born=born, guardian=guardian) for _ in range(ROWS)]
    Guardianship.objects.filter(ward__in=wards).update(withdrawn_at=now())
    Counting.objects.filter(person__in=wards).update(to_at=now(), end_why="ended")
    Registration.objects.filter(person__in=wards).update(needs_guardian=True, guardian_ok_at=None)
    last = dict(Guardianship.objects.filter(ward__in=wards).values_list("ward_id", "id"))
    told = {f"hours:ward_withdrawn:{builders.attendance(shift, one).pk}:{last[one.pk]}": one.pk for one in wards}
    return Planted(
        "notices_message", "unique_source", list(told)[BAD], list(told.values()),
        # The leader's phone has it as well, under a mark of its own.
        lambda: set(told.values()) - {told[one] for one in _sources("hours.ward_withdrawn") if one in told},
    )  # fmt: skip


def _held(cast: Cast) -> Planted:
    shift = a_shift(cast, now() - timedelta(hours=3))
    persons = some_persons(cast)
    rows = []
    for person in persons:
        row = builders.attendance(shift, person, source="roll", left_at=now() - timedelta(minutes=20))
        builders.proposal(row, proposed_by=cast["leader"].account)
        rows.append(row.pk)
    said = {"at": (now() - timedelta(minutes=20)).isoformat(), "by": cast["leader"].account.pk}
    Attendance.objects.filter(pk__in=rows).update(say_after=now() - timedelta(minutes=10), end_before=said)
    return Planted(
        "notices_message", "inbox", persons[BAD].public_id, rows,
        lambda: set(Attendance.objects.filter(pk__in=rows, say_after__isnull=False).values_list("pk", flat=True)),
    )  # fmt: skip


JOBS: dict[str, Callable[[Cast], Planted]] = {
    "hours.carry_out": _decided,
    "hours.close_forgotten": _forgotten,
    "hours.say_held": _held,
    "hours.warn_late": _late,
    "hours.warn_open": _open,
    "hours.sweep_waiting": _unsettled,
    "hours.sweep_room": _cut,
    "hours.sweep_withdrawn": _withdrawn,
}
