"""Where somebody stands: registered, checked, counted; and who waits for a check."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from baiying.accounts.access import Scope
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.people import rules
from baiying.people.models import Registration
from baiying.people.queries.persons import within


@dataclass(frozen=True, slots=True)
class Standing:
    """What rooms above need to know of a person to admit or refuse."""

    person_id: int
    public_id: str
    name: str
    age: int
    counted: bool
    state: str
    guardian_ok: bool
    skills: tuple[str, ...]
    categories: tuple[str, ...]
    availability: tuple[int, ...]
    residence_id: int
    service_area_id: int
    volunteer_no: str


def registration_of(person_id: int) -> Registration | None:
    """The open registration."""
    return Registration.objects.filter(person_id=person_id, ended_at__isnull=True).select_related("person").first()


def state_of(registration: Registration) -> str:
    """awaiting_guardian, awaiting_check, failed, counted or ended."""
    return rules.registration_state(
        ended=registration.ended_at is not None,
        failed=registration.failed_at is not None,
        verified=registration.verified_at is not None,
        needs_guardian=registration.needs_guardian,
        guardian_ok=registration.guardian_ok_at is not None,
        counted=registration.counted_from is not None,
    )


def standing_of(person_id: int, at: datetime) -> Standing | None:
    """The standing by the open registration; None for who has none (never registered, or ended)."""
    row = registration_of(person_id)
    if row is None:
        return None
    person = row.person
    return Standing(
        person_id=person.pk,
        public_id=person.public_id,
        name=person.name,
        age=identifiers.age_on(person.birth_date, clock.local_date(at)),
        counted=row.counted_from is not None and row.counted_from <= at,
        state=state_of(row),
        guardian_ok=not row.needs_guardian or row.guardian_ok_at is not None,
        skills=tuple(person.skills),
        categories=tuple(person.categories),
        availability=tuple(person.availability),
        residence_id=person.residence_id,
        service_area_id=person.service_area_id,
        volunteer_no=row.volunteer_no,
    )


def waiting_checks(scope: Scope) -> QuerySet[Registration]:
    """Registrations whose document nobody has seen yet, the oldest first."""
    rows = Registration.objects.filter(verified_at__isnull=True, failed_at__isnull=True, ended_at__isnull=True)
    rows = rows.filter(within(scope, "person__"))
    return rows.select_related("person", "person__residence").order_by("registered_at", "id")


def open_registrations(person_ids: list[int]) -> QuerySet[Registration]:
    """The open registrations of several persons."""
    return Registration.objects.filter(person_id__in=person_ids, ended_at__isnull=True)
