"""The jobs about persons and their log-ins."""

from collections.abc import Callable
from datetime import timedelta

from baiying.accounts.models import LogInAttempt, LogInCode, Session
from baiying.demo import builders
from baiying.kit.values.actor import Actor
from baiying.notices.models import Message
from baiying.people import actions as people
from baiying.people.models import Claim, Counting, Dormancy, DormancyStart, Merge, Registration, RegistrationDraft
from baiying.unified.models import Visit
from tests.config.planted.rows import BAD, ROWS, Cast, Planted, now, some_persons


def _old_codes(cast: Cast) -> Planted:
    long_ago = now() - timedelta(days=400)
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


def _grown_up(cast: Cast) -> Planted:
    persons = some_persons(cast)
    rows = list(Registration.objects.filter(person__in=persons).order_by("pk").values_list("pk", flat=True))
    Counting.objects.filter(person__in=persons).update(to_at=now(), end_why="ended")
    Registration.objects.filter(pk__in=rows).update(needs_guardian=True)
    return Planted(
        "people_registration", "id", rows[BAD], rows,
        lambda: set(Registration.objects.filter(pk__in=rows, needs_guardian=True).values_list("pk", flat=True)),
    )  # fmt: skip


def _drafts(cast: Cast) -> Planted:
    rows = [people.start_draft(phone=f"1990000099{n}", account_id=None, at=now()).pk for n in range(ROWS)]
    RegistrationDraft.objects.filter(pk__in=rows).update(changed_at=now() - timedelta(days=400))
    # One that ended goes after a day.
    RegistrationDraft.objects.filter(pk=rows[-1]).update(changed_at=now(), ended_at=now() - timedelta(days=2))
    return Planted(
        "people_registrationdraft", "id", rows[BAD], rows,
        lambda: set(RegistrationDraft.objects.filter(pk__in=rows).values_list("pk", flat=True)),
    )  # fmt: skip


def _unagreed(cast: Cast) -> Planted:
    """Noted as agreed to, and nobody has agreed."""
    persons = some_persons(cast, born=(now() - timedelta(days=15 * 366)).date())
    rows = list(Registration.objects.filter(person__in=persons).order_by("pk").values_list("pk", flat=True))
    Registration.objects.filter(pk__in=rows).update(guardian_ok_at=now())
    return Planted(
        "people_registration", "id", rows[BAD], rows,
        lambda: set(rows) & set(
            Registration.objects.filter(guardian_ok_at__isnull=False).values_list("pk", flat=True)
        ),
    )  # fmt: skip


def _merges(cast: Cast) -> Planted:
    """Confirmed, and the days to wait are over."""
    at, rows = now() - timedelta(days=1), []
    for person, twin in zip(some_persons(cast), some_persons(cast), strict=True):
        made = Merge.objects.create(
            survivor=person, loser=twin, area=person.residence, proof="documents", asked_at=at, asked_by_id=900_001,
            proposed_at=at, proposed_by_id=900_001, due_on=at.date(), confirmed_at=at, confirmed_by_id=900_002,
            cools_until=at,
        )  # fmt: skip
        rows.append(made.pk)
    return Planted(
        "people_merge", "id", rows[BAD], rows,
        lambda: set(Merge.objects.filter(pk__in=rows, done_at__isnull=True).values_list("pk", flat=True)),
    )  # fmt: skip


def _claims(cast: Cast, **columns: object) -> list[int]:
    rows = []
    for n, person in enumerate(some_persons(cast)):
        by = Actor(account_id=person.account_id)
        row = people.file_claim(
            person=person, name="某人", phone=f"1990000088{n}", account_id=None, note="", actor=by, at=now()
        )
        Claim.objects.filter(pk=row.pk).update(**columns)
        rows.append(row.pk)
    return rows


def _cooled_claims(cast: Cast) -> Planted:
    """Seen by one, confirmed by another, and the hours are over."""
    at = now() - timedelta(hours=1)
    two = {"seen_at": at, "seen_by_id": 900_001, "confirmed_at": at, "confirmed_by_id": 900_002}
    rows = _claims(cast, **two, cools_until=at)
    return Planted(
        "people_claim", "id", rows[BAD], rows,
        lambda: set(Claim.objects.filter(pk__in=rows, decided_at__isnull=True).values_list("pk", flat=True)),
    )  # fmt: skip


def _late_claims(cast: Cast) -> Planted:
    rows = _claims(cast, due_on=now().date() - timedelta(days=3))
    return Planted(
        "people_claim", "id", rows[BAD], rows,
        lambda: set(Claim.objects.filter(pk__in=rows, risen_at__isnull=True).values_list("pk", flat=True)),
    )  # fmt: skip


def _visits(cast: Cast) -> Planted:
    long_ago = now() - timedelta(days=3)
    rows = [
        Visit.objects.create(
            provider="sheng", issuer="https://id.example", purpose="log_in", holder_hash=b"x", sealed=b"z",
            state_hash=bytes([n]), began_at=long_ago,
        ).pk
        for n in range(ROWS)
    ]  # fmt: skip
    return Planted(
        "unified_visit", "id", rows[BAD], rows, lambda: set(Visit.objects.values_list("pk", flat=True)),
    )  # fmt: skip


def _came_in(cast: Cast) -> Planted:
    """Children with a guardian who came in by their own account."""
    at, area, guardian = now(), cast["leader"].team.area, builders.account()  # type: ignore[union-attr]
    born = (at - timedelta(days=15 * 366)).date()
    wards = [
        builders.person(residence=area, account=builders.account(), born=born, guardian=guardian) for _ in range(ROWS)
    ]
    for ward in wards:
        Session.objects.create(
            account_id=ward.account_id, epoch=0, browser="", machine="", began_at=at - timedelta(hours=1), seen_at=at
        )
    told = Message.objects.filter(kind="ward_came_in", channel="inapp")
    return Planted(
        "notices_message", "about", wards[BAD].public_id, [ward.pk for ward in wards],
        lambda: {ward.pk for ward in wards if not told.filter(about=ward.public_id).exists()},
    )  # fmt: skip


def _asleep(cast: Cast) -> Planted:
    """Nothing done for years, and nobody has looked."""
    long_ago = now() - timedelta(days=1500)
    persons = [
        builders.person(residence=cast["leader"].team.area, registered_at=long_ago)  # type: ignore[union-attr]
        for _ in range(ROWS)
    ]
    rows = [person.pk for person in persons]
    return Planted(
        "people_dormancy", "person_id", rows[BAD], rows,
        lambda: set(rows) - set(Dormancy.objects.values_list("person_id", flat=True)),
    )  # fmt: skip


def _to_be_asked(cast: Cast) -> Planted:
    """Found asleep, and the office let the questions begin."""
    at, area = now(), cast["leader"].team.area  # type: ignore[union-attr]
    long_ago = at - timedelta(days=1500)
    rows = [
        Dormancy.objects.create(
            person=builders.person(residence=area, registered_at=long_ago), found_at=at, last_act_on=long_ago.date()
        ).pk
        for _ in range(ROWS)
    ]
    DormancyStart.objects.create(area=area, found=ROWS, without_phone=ROWS, confirmed_at=at, confirmed_by_id=1)
    return Planted(
        "people_dormancy", "id", rows[BAD], rows,
        lambda: set(Dormancy.objects.filter(pk__in=rows, asked_at__isnull=True).values_list("pk", flat=True)),
    )  # fmt: skip


JOBS: dict[str, Callable[[Cast], Planted]] = {
    "accounts.clear_old_tries": _old_codes,
    "people.carry_out_claims": _cooled_claims,
    "people.raise_late_claims": _late_claims,
    "people.carry_out_merges": _merges,
    "people.tell_of_log_ins": _came_in,
    "people.come_of_age": _grown_up,
    "people.pause_unagreed": _unagreed,
    "people.find_sleeping": _asleep,
    "people.tend_sleeping": _to_be_asked,
    "people.clear_old_drafts": _drafts,
    "unified.clear_old_visits": _visits,
}
