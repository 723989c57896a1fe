"""For every recurring job rows that it must do, one of which can be made to fail."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app

from baiying.accounts.models import LogInAttempt, LogInCode
from baiying.activities.models import Shift, Signup
from baiying.activities.reminded import Reminder
from baiying.activities.rules import plans
from baiying.circulars.models import Box, Mailing
from baiying.complaints.models import Complaint
from baiying.demo import builders
from baiying.demo import cast as the_cast
from baiying.figures.models import Mark, PersonYear
from baiying.hours.models import Attendance, DecisionBatch, HourEntry, Proposal
from baiying.kit import clock
from baiying.notices import actions as notices
from baiying.notices.models import Message
from baiying.people import actions as people
from baiying.people.models import Counting, Guardianship, Registration, RegistrationDraft
from tests.activities.makers import Town
from tests.activities.repeating import published

ROWS = 5


BAD = 2


@dataclass(frozen=True, slots=True)
class Planted:
    """Rows that the job must do: the bad one is refused by the database whenever `column` of `table` says `value`.

    `left` says which of the rows are still undone.
    """

    table: str
    column: str
    value: object
    rows: list[int]
    left: Callable[[], set[int]]


def _now() -> datetime:
    return clock.now().replace(microsecond=0)


def _persons(cast: dict[str, the_cast.Member], **more: Any) -> list[Any]:
    area = cast["leader"].team.area  # type: ignore[union-attr]
    return [
        builders.person(residence=area, account=builders.account(), born=more.get("born", date(1980, 1, 1 + n)))
        for n in range(ROWS)
    ]


def _shift(cast: dict[str, the_cast.Member], starts_at: datetime) -> Any:
    leader = cast["leader"]
    assert leader.team is not None
    activity = builders.activity(leader.team, leader.account, at=starts_at)
    return builders.shift(activity, starts_at, starts_at + timedelta(hours=2))


def _old_codes(cast: dict[str, the_cast.Member]) -> Planted:
    long_ago = _now() - timedelta(days=400)
    rows = [
        LogInCode.objects.create(
            phone_hash=b"x", purpose="log_in", code_hash=b"y", sent_at=long_ago, expires_at=long_ago
        ).pk
        for _ in range(ROWS)
    ]
    LogInAttempt.objects.create(phone_hash=b"x", at=long_ago, ok=False, method="code")
    return Planted(
        "accounts_logincode", "id", rows[BAD], rows,
        lambda: set(LogInCode.objects.values_list("pk", flat=True)) | set(LogInAttempt.objects.values_list("pk")),
    )  # fmt: skip


def _released(cast: dict[str, the_cast.Member]) -> Planted:
    shift, persons = _shift(cast, _now() + timedelta(days=3)), _persons(cast)
    rows = [builders.signup(shift, person).pk for person in persons]
    ids = [person.pk for person in persons]
    Counting.objects.filter(person_id__in=ids).update(to_at=_now(), end_why="ended")
    Registration.objects.filter(person_id__in=ids).update(ended_at=_now(), end_reason="consent_withdrawn")
    return Planted(
        "activities_signup", "id", rows[BAD], rows,
        lambda: set(Signup.objects.filter(pk__in=rows, state="accepted").values_list("pk", flat=True)),
    )  # fmt: skip


def _series(cast: dict[str, the_cast.Member]) -> Planted:
    town, start = Town(), _now() + timedelta(days=1)
    once = plans.PlannedShift(0, start, start + timedelta(hours=1), places=3, repeats=12)
    rows = [published(town, once, at=_now()).posts.get().series.get().pk for _ in range(ROWS)]
    Shift.objects.filter(series_id__in=rows, place_in_series__gt=3).delete()
    return Planted(
        "activities_shift", "series_id", rows[BAD], rows,
        lambda: {pk for pk in rows if Shift.objects.filter(series_id=pk).count() < 5},
    )  # fmt: skip


def _failed_jobs(cast: dict[str, the_cast.Member]) -> Planted:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status)"
            " SELECT 'default', 'notices.deliver', 'failed' FROM generate_series(1, %s) RETURNING id",
            [ROWS],
        )
        rows = [pk for (pk,) in cursor.fetchall()]
        cursor.execute("DELETE FROM procrastinate_events WHERE job_id = ANY(%s)", [rows])

    def left() -> set[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM procrastinate_jobs WHERE id = ANY(%s)", [rows])
            return {pk for (pk,) in cursor.fetchall()}

    return Planted("procrastinate_jobs", "id", rows[BAD], rows, left)


def _marks(cast: dict[str, the_cast.Member]) -> Planted:
    app.tasks["figures.roll_up"].func()
    persons = _persons(cast)
    for person in persons:
        builders.entry(person, 60, area=person.residence)
    rows = [person.pk for person in persons]

    def left() -> set[int]:
        counted = PersonYear.objects.filter(person_id__in=rows, all_minutes=60).values_list("person_id", flat=True)
        marked = Mark.objects.filter(person_id__in=rows).values_list("person_id", flat=True)
        return (set(rows) - set(counted)) | set(marked)

    return Planted("figures_personyear", "person_id", rows[BAD], rows, left)


def _forgotten(cast: dict[str, the_cast.Member]) -> Planted:
    shift = _shift(cast, _now() - timedelta(days=2))
    rows = [builders.attendance(shift, person).pk for person in _persons(cast)]
    return Planted(
        "hours_attendance", "id", rows[BAD], rows,
        lambda: set(Attendance.objects.filter(pk__in=rows, checked_out_at=None).values_list("pk", flat=True)),
    )  # fmt: skip


def _decided(cast: dict[str, the_cast.Member]) -> Planted:
    shift = _shift(cast, _now() - timedelta(days=2))
    reviewer = cast["reviewer"].account
    batch = DecisionBatch.objects.create(
        approve=True, rows=ROWS, minutes=60, made_at=_now() - timedelta(hours=1), made_by_id=reviewer.pk,
        takes_effect_at=_now() - timedelta(minutes=55),
    )  # fmt: skip
    rows = []
    for person in _persons(cast):
        row = builders.attendance(shift, person, left_at=shift.ends_at, source="roll")
        rows.append(builders.proposal(row, proposed_by=cast["leader"].account).pk)
    Proposal.objects.filter(pk__in=rows).update(batch=batch)
    return Planted(
        "hours_proposal", "id", rows[BAD], rows,
        lambda: set(Proposal.objects.filter(pk__in=rows, approved_at=None).values_list("pk", flat=True)),
    )  # fmt: skip


def _late(cast: dict[str, the_cast.Member]) -> Planted:
    leads = builders.account(name="另一位领队")
    rows = []
    for number in range(ROWS):
        shift = _shift(cast, _now() - timedelta(days=9, hours=number))
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


def _open(cast: dict[str, the_cast.Member]) -> Planted:
    shift = _shift(cast, _now() - timedelta(hours=5))
    persons = _persons(cast)
    rows = [builders.attendance(shift, person).pk for person in persons]

    def left() -> set[int]:
        told = Message.objects.filter(kind="hours.still_open").values_list("unique_source", flat=True)
        return {pk for pk in rows if f"hours:still_open:{pk}" not in set(told)}

    return Planted("notices_message", "inbox", persons[BAD].public_id, rows, left)


def _news(cast: dict[str, the_cast.Member]) -> Planted:
    team = cast["leader"].team
    assert team is not None
    rows, persons = [], []
    for _ in range(ROWS):
        leads = builders.account()
        persons.append(builders.person(residence=team.area, account=leads))
        activity = builders.activity(team, leads, at=_now() + timedelta(days=5))
        shift = builders.shift(activity, _now() + timedelta(days=5), _now() + timedelta(days=5, hours=1))
        comer = builders.person(residence=team.area, account=builders.account())
        builders.signup(shift, comer, signed_up_at=_now() - timedelta(days=2))
        rows.append(activity.pk)

    def left() -> set[int]:
        told = set(Message.objects.filter(kind="activity_news").values_list("inbox", flat=True))
        return {pk for pk, person in zip(rows, persons, strict=True) if person.public_id not in told}

    return Planted("notices_message", "inbox", persons[BAD].public_id, rows, left)


def _reminded(cast: dict[str, the_cast.Member]) -> Planted:
    team, leader = cast["leader"].team, cast["leader"].account
    assert team is not None
    rows, persons = [], []
    # Whatever the hour of the tests: in the quiet hours nobody is reminded shortly before.
    builders.rule_set("notices", quiet_from_hour=0, quiet_to_hour=0)
    shift = builders.shift(builders.activity(team, leader), _now() + timedelta(minutes=30), _now() + timedelta(hours=1))
    for _ in range(ROWS):
        persons.append(builders.person(residence=team.area, account=builders.account()))
        rows.append(builders.signup(shift, persons[-1], signed_up_at=_now() - timedelta(days=2)).pk)

    def left() -> set[int]:
        told = set(Message.objects.filter(kind="reminder_soon").values_list("inbox", flat=True))
        return {pk for pk, person in zip(rows, persons, strict=True) if person.public_id not in told}

    return Planted("notices_message", "inbox", persons[BAD].public_id, rows, left)


def _unsettled(cast: dict[str, the_cast.Member]) -> Planted:
    shift = _shift(cast, _now() - timedelta(days=2))
    rows = [
        builders.attendance(shift, person, left_at=shift.starts_at + timedelta(minutes=50)).pk
        for person in _persons(cast)
    ]
    return Planted(
        "hours_attendance", "id", rows[BAD], rows,
        lambda: set(Attendance.objects.filter(pk__in=rows, settled_at=None).values_list("pk", flat=True)),
    )  # fmt: skip


def _cut(cast: dict[str, the_cast.Member]) -> Planted:
    shift, rows = _shift(cast, _now() - timedelta(days=2)), _persons(cast)
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


def _withdrawn(cast: dict[str, the_cast.Member]) -> Planted:
    shift = _shift(cast, _now() - timedelta(minutes=30))
    area, guardian = cast["leader"].team.area, cast["guardian"].account  # type: ignore[union-attr]
    born = clock.local_date(_now()).replace(year=_now().year - 12, day=1)
    wards = [builders.person(residence=area, born=born, guardian=guardian) for _ in range(ROWS)]
    Guardianship.objects.filter(ward__in=wards).update(withdrawn_at=_now())
    Counting.objects.filter(person__in=wards).update(to_at=_now(), end_why="ended")
    Registration.objects.filter(person__in=wards).update(needs_guardian=True, guardian_ok_at=None)
    last = dict(Guardianship.objects.filter(ward__in=wards).values_list("ward_id", "id"))
    told = {f"hours:ward_withdrawn:{builders.attendance(shift, one).pk}:{last[one.pk]}": one.pk for one in wards}
    return Planted(
        "notices_message", "unique_source", list(told)[BAD], list(told.values()),
        lambda: set(told.values()) - {told[source] for source in _sources("hours.ward_withdrawn")},
    )  # fmt: skip


def _sources(kind: str) -> list[str]:
    return list(Message.objects.filter(kind=kind).values_list("unique_source", flat=True))


def _texts(cast: dict[str, the_cast.Member]) -> Planted:
    for number in range(ROWS):
        notices.write(kind="test", text=f"第{number}条", at=_now(), phone=f"1990000088{number}", urgent=True)
    rows = list(Message.objects.filter(kind="test").order_by("id").values_list("id", flat=True))
    return Planted(
        "notices_message", "id", rows[BAD], rows,
        lambda: set(Message.objects.filter(id__in=rows, delivered_at=None).values_list("id", flat=True)),
    )  # fmt: skip


def _secrets(cast: dict[str, the_cast.Member]) -> Planted:
    over = _now() - timedelta(minutes=4)
    letters = [notices.Letter(text=f"验证码{n}", phone=f"1990000088{n}", secret_until=over) for n in range(ROWS)]
    notices.write_many(kind="test", letters=letters, at=_now() - timedelta(minutes=9), urgent=True)
    rows = list(Message.objects.filter(kind="test").order_by("id").values_list("id", flat=True))
    return Planted(
        "notices_message", "id", rows[BAD], rows,
        lambda: set(
            Message.objects.filter(id__in=rows, text_sealed__isnull=False).values_list("id", flat=True)
        ),
    )  # fmt: skip


def _grown_up(cast: dict[str, the_cast.Member]) -> Planted:
    persons = _persons(cast)
    rows = list(Registration.objects.filter(person__in=persons).order_by("pk").values_list("pk", flat=True))
    Counting.objects.filter(person__in=persons).update(to_at=_now(), end_why="ended")
    Registration.objects.filter(pk__in=rows).update(needs_guardian=True)
    return Planted(
        "people_registration", "id", rows[BAD], rows,
        lambda: set(Registration.objects.filter(pk__in=rows, needs_guardian=True).values_list("pk", flat=True)),
    )  # fmt: skip


def _drafts(cast: dict[str, the_cast.Member]) -> Planted:
    rows = [people.start_draft(phone=f"1990000099{n}", account_id=None, at=_now()).pk for n in range(ROWS)]
    RegistrationDraft.objects.filter(pk__in=rows).update(changed_at=_now() - timedelta(days=400))
    # One that ended goes after a day.
    RegistrationDraft.objects.filter(pk=rows[-1]).update(changed_at=_now(), ended_at=_now() - timedelta(days=2))
    return Planted(
        "people_registrationdraft", "id", rows[BAD], rows,
        lambda: set(RegistrationDraft.objects.filter(pk__in=rows).values_list("pk", flat=True)),
    )  # fmt: skip


def _contacts(cast: dict[str, the_cast.Member]) -> Planted:
    area = cast["county"].appointment.area  # type: ignore[union-attr]
    assert area is not None
    long_ago = _now() - timedelta(days=1)
    over = {"ended_at": long_ago, "ended_by_id": 1, "outcome": "resolved", "answer": "好了", "contact_until": long_ago}
    rows = [builders.complaint(area, phone=f"1990000077{n}", **over).pk for n in range(ROWS)]
    return Planted(
        "complaints_complaint", "id", rows[BAD], rows,
        lambda: set(Complaint.objects.filter(pk__in=rows).exclude(phone_mask="").values_list("pk", flat=True)),
    )  # fmt: skip


def _confirmed(cast: dict[str, the_cast.Member]) -> Planted:
    team, leader = cast["leader"].team, cast["leader"].account
    assert team is not None
    shift = builders.shift(builders.activity(team, leader), _now() + timedelta(hours=30), _now() + timedelta(hours=32))
    rows = [
        builders.signup(
            shift,
            builders.person(residence=team.area, account=builders.account(), phone=f"199000066{n:02}"),
            signed_up_at=_now() - timedelta(minutes=2),
        ).pk
        for n in range(ROWS)
    ]

    def left() -> set[int]:
        return set(rows) - set(Reminder.objects.filter(kind="place").values_list("signup_id", flat=True))

    return Planted("activities_reminder", "signup_id", rows[BAD], rows, left)


def _notices(cast: dict[str, the_cast.Member], at: datetime) -> list[Any]:
    """Notices of the city to the township of the clerk, signed for."""
    clerk, city = cast["clerk"].appointment, cast["city"].appointment
    assert clerk is not None
    assert city is not None
    return [
        builders.circular(city.area, cast["city"].account, boxes=[clerk.area], at=at, area_ids=(clerk.area_id,),
                          levels=("township",))
        for _ in range(ROWS)
    ]  # fmt: skip


def _mailings(cast: dict[str, the_cast.Member]) -> Planted:
    rows = [row.pk for row in _notices(cast, _now())]
    Mailing.objects.filter(circular__in=rows).update(ended_at=None, chosen_at=None)
    ids = list(Mailing.objects.order_by("id").values_list("pk", flat=True))
    return Planted(
        "circulars_mailing", "id", ids[BAD], ids,
        lambda: set(Mailing.objects.filter(ended_at__isnull=True).values_list("pk", flat=True)),
    )  # fmt: skip


def _late_boxes(cast: dict[str, the_cast.Member]) -> Planted:
    rows = [row.pk for row in _notices(cast, _now() - timedelta(hours=3))]
    return Planted(
        "circulars_box", "circular_id", rows[BAD], rows,
        lambda: set(Box.objects.filter(reminded_at__isnull=True).values_list("circular_id", flat=True)),
    )  # fmt: skip


def _new_boxes(cast: dict[str, the_cast.Member]) -> Planted:
    rows = [row.pk for row in _notices(cast, _now())]
    # Another place came into the audience since: as if the box of the first had never been made.
    Box.objects.filter(circular__in=rows).delete()
    return Planted(
        "circulars_box", "circular_id", rows[BAD], rows,
        lambda: set(rows) - set(Box.objects.values_list("circular_id", flat=True)),
    )  # fmt: skip


JOBS: dict[str, Callable[[dict[str, the_cast.Member]], Planted]] = {
    "accounts.clear_old_tries": _old_codes,
    "activities.confirm": _confirmed,
    "activities.remind": _reminded,
    "activities.sweep_released": _released,
    "activities.tell_leaders": _news,
    "activities.top_up_series": _series,
    "circulars.add_boxes": _new_boxes,
    "circulars.remind_late": _late_boxes,
    "circulars.send_waiting": _mailings,
    "complaints.forget_contacts": _contacts,
    "desk.clear_failed_jobs": _failed_jobs,
    "figures.roll_up": _marks,
    "hours.carry_out": _decided,
    "hours.close_forgotten": _forgotten,
    "hours.warn_late": _late,
    "hours.warn_open": _open,
    "hours.sweep_waiting": _unsettled,
    "hours.sweep_room": _cut,
    "hours.sweep_withdrawn": _withdrawn,
    "notices.deliver_waiting": _texts,
    "notices.blank_secrets": _secrets,
    "people.come_of_age": _grown_up,
    "people.clear_old_drafts": _drafts,
}
