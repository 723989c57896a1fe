"""The jobs about places in shifts: reminders, confirmations, news, series."""

from collections.abc import Callable
from datetime import timedelta

from baiying.activities.models import Shift, Signup
from baiying.activities.reminded import CannotCome, MustKnow, Reminder
from baiying.activities.rules import plans
from baiying.demo import builders
from baiying.notices import actions as notices
from baiying.notices.models import Message
from baiying.notices.senders.replies import Reply
from baiying.people.models import Counting, Registration
from tests.activities.makers import Town
from tests.activities.repeating import published
from tests.config.planted.rows import BAD, ROWS, Cast, Planted, a_shift, now, some_persons


def _released(cast: Cast) -> Planted:
    shift, persons = a_shift(cast, now() + timedelta(days=3)), some_persons(cast)
    rows = [builders.signup(shift, person).pk for person in persons]
    ids = [person.pk for person in persons]
    Counting.objects.filter(person_id__in=ids).update(to_at=now(), end_why="ended")
    Registration.objects.filter(person_id__in=ids).update(ended_at=now(), end_reason="consent_withdrawn")
    return Planted(
        "activities_signup", "id", rows[BAD], rows,
        lambda: set(Signup.objects.filter(pk__in=rows, state="accepted").values_list("pk", flat=True)),
    )  # fmt: skip


def _series(cast: Cast) -> Planted:
    town, start = Town(), now() + timedelta(days=1)
    once = plans.PlannedShift(0, start, start + timedelta(hours=1), places=3, repeats=12)
    rows = [published(town, once, at=now()).posts.get().series.get().pk for _ in range(ROWS)]
    Shift.objects.filter(series_id__in=rows, place_in_series__gt=3).delete()
    return Planted(
        "activities_shift", "series_id", rows[BAD], rows,
        lambda: {pk for pk in rows if Shift.objects.filter(series_id=pk).count() < 5},
    )  # fmt: skip


def _not_coming(cast: Cast) -> Planted:
    """Each had a reminder, and answered to it."""
    shift, phones = a_shift(cast, now() + timedelta(days=3)), [f"1390000{n:04}" for n in range(ROWS)]
    rows = []
    for phone, person in zip(phones, some_persons(cast), strict=True):
        signup = builders.signup(shift, person)
        making = {"own": {str(signup.pk): shift.starts_at.isoformat()}, "wards": {}, "last": False, "accounts": []}
        letter = notices.Letter(text="提醒您。", phone=phone, making=making)
        notices.write_many(kind="reminder_evening", letters=[letter], at=now())
        rows.append(signup.pk)
    Message.objects.filter(channel="sms", delivered_at__isnull=True).update(delivered_at=now())
    notices.hear_replies(gateway="tencent", said=[Reply(phone, "来不了", now()) for phone in phones], at=now())
    return Planted(
        "activities_cannotcome", "signup_id", rows[BAD], rows,
        lambda: {pk for pk in rows if not CannotCome.objects.filter(signup_id=pk).exists()},
    )  # fmt: skip


def _news(cast: Cast) -> Planted:
    team = cast["leader"].team
    assert team is not None
    rows, persons = [], []
    for _ in range(ROWS):
        leads = builders.account()
        persons.append(builders.person(residence=team.area, account=leads))
        activity = builders.activity(team, leads, at=now() + timedelta(days=5))
        shift = builders.shift(activity, now() + timedelta(days=5), now() + timedelta(days=5, hours=1))
        comer = builders.person(residence=team.area, account=builders.account())
        builders.signup(shift, comer, signed_up_at=now() - timedelta(days=2))
        rows.append(activity.pk)

    def left() -> set[int]:
        told = set(Message.objects.filter(kind="activity_news").values_list("inbox", flat=True))
        return {pk for pk, person in zip(rows, persons, strict=True) if person.public_id not in told}

    return Planted("notices_message", "inbox", persons[BAD].public_id, rows, left)


def _reminded(cast: Cast) -> Planted:
    team, leader = cast["leader"].team, cast["leader"].account
    assert team is not None
    rows, persons = [], []
    # Whatever the hour of the tests: in the quiet hours nobody is reminded shortly before.
    builders.rule_set("notices", quiet_from_hour=0, quiet_to_hour=0)
    shift = builders.shift(builders.activity(team, leader), now() + timedelta(minutes=30), now() + timedelta(hours=1))
    for _ in range(ROWS):
        persons.append(builders.person(residence=team.area, account=builders.account()))
        rows.append(builders.signup(shift, persons[-1], signed_up_at=now() - timedelta(days=2)).pk)

    def left() -> set[int]:
        told = set(Message.objects.filter(kind="reminder_soon").values_list("inbox", flat=True))
        return {pk for pk, person in zip(rows, persons, strict=True) if person.public_id not in told}

    return Planted("notices_message", "inbox", persons[BAD].public_id, rows, left)


def _confirmed(cast: Cast) -> Planted:
    team, leader = cast["leader"].team, cast["leader"].account
    assert team is not None
    shift = builders.shift(builders.activity(team, leader), now() + timedelta(hours=30), now() + timedelta(hours=32))
    rows = [
        builders.signup(
            shift,
            builders.person(residence=team.area, account=builders.account(), phone=f"199000066{n:02}"),
            signed_up_at=now() - timedelta(minutes=2),
        ).pk
        for n in range(ROWS)
    ]

    def left() -> set[int]:
        return set(rows) - set(Reminder.objects.filter(kind="place").values_list("signup_id", flat=True))

    return Planted("activities_reminder", "signup_id", rows[BAD], rows, left)


def _to_be_called(cast: Cast) -> Planted:
    shift, persons = a_shift(cast, now() + timedelta(days=1)), some_persons(cast)
    rows = [
        MustKnow.objects.create(
            signup=builders.signup(shift, person), what="moved", sources=[], written_at=now(), until=shift.ends_at
        ).pk
        for person in persons
    ]
    return Planted(
        "activities_mustknow", "id", rows[BAD], rows,
        lambda: set(MustKnow.objects.filter(pk__in=rows, state="").values_list("pk", flat=True)),
    )  # fmt: skip


JOBS: dict[str, Callable[[Cast], Planted]] = {
    "activities.confirm": _confirmed,
    "activities.hear_cannot_come": _not_coming,
    "activities.look_who_knows": _to_be_called,
    "activities.remind": _reminded,
    "activities.sweep_released": _released,
    "activities.tell_leaders": _news,
    "activities.top_up_series": _series,
}
