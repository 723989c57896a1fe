"""Where somebody stands: registered, checked, counted; and who waits for a check."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from baiying.accounts.access import Scope
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.people import rules
from baiying.people.models import Consent, ConsentSpan, Counting, Guardianship, Move, Person, Registration
from baiying.people.queries import catalogues
from baiying.people.queries.doubts import held_among, is_held
from baiying.people.queries.merged import record_now, records_of
from baiying.people.queries.persons import of_within

# Why a registration pauses while its person may still stop the closing of the account.
CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Standing:
    """What rooms above need to know of a person to admit or refuse.

    `counted`: hours count. `final`: of a day of service, that they do not and never can (only standing_on says so).
    `number_waits`: who has yet to agree to the ID number, self or guardian (only standing_of says so).
    `held`: nobody is signed up by it, because it, or the one before it, is in doubt. `residence_id`, `service_area_id`:
    as of the instant or the day that was asked for.
    """

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
    birth_date: date
    final: bool = False
    held: bool = False
    number_waits: str = ""


def is_being_closed(person_id: int) -> bool:
    """Whether the person's last registration pauses because the account is to be closed."""
    last = Registration.objects.filter(person_id=person_id).order_by("-id").first()
    return last is not None and last.ended_at is not None and last.end_reason == CLOSING


def registration_of(person_id: int) -> Registration | None:
    """The open registration."""
    return Registration.objects.filter(person_id=person_id, ended_at__isnull=True).select_related("person").first()


def open_counting_of(person_id: int) -> Counting | None:
    """Since when the person counts; None for who does not count now."""
    return Counting.objects.filter(person_id=person_id, to_at__isnull=True).first()


def counting_id_on(person_id: int, day: date) -> int | None:
    """By which row the person counted on a day, the newest if there were two; None where nobody counted."""
    rows = Counting.objects.filter(person_id__in=records_of(person_id), from_at__lt=clock.end_of(day))
    rows = rows.filter(Q(to_at__isnull=True) | Q(to_at__gt=clock.midnight(day)))
    return rows.order_by("-from_at", "-id").values_list("pk", flat=True).first()


def areas_on(person: Person, day: date) -> tuple[int, int]:
    """Where somebody lived and served at the end of a day, as ids of divisions."""
    row = Move.objects.filter(person=person, moved_at__gte=clock.end_of(day))
    move = row.order_by("moved_at", "id").first()
    then = person if move is None else move
    return then.residence_id, then.service_area_id


def state_of(registration: Registration) -> str:
    """awaiting_guardian, awaiting_number, awaiting_check, failed, counted or ended."""
    return rules.registration_state(
        ended=registration.ended_at is not None,
        failed=registration.failed_at is not None,
        verified=registration.verified_at is not None,
        needs_guardian=registration.needs_guardian,
        guardian_ok=registration.guardian_ok_at is not None,
        held=registration.held_at is not None,
        number_waits=registration.number_waits_since is not None,
    )


def number_is_agreed(person_id: int) -> bool:
    """Whether a consent to keeping the ID number stands, whoever gave it."""
    return Consent.objects.filter(person_id=person_id, purpose=rules.ID_NUMBER, withdrawn_at__isnull=True).exists()


def number_asked_of(person: Person, at: datetime) -> str:
    """Who agrees to the ID number today: the person self, below fourteen the guardian (PIPL art. 29, 31)."""
    today = clock.local_date(at)
    given = catalogues.registration_rules(person.residence.path, today)
    own = rules.own_purposes(identifiers.age_on(person.birth_date, today), given)
    return "self" if rules.ID_NUMBER in own else "guardian"


def number_waits_for(registration: Registration, at: datetime) -> str:
    """Who has yet to agree to the ID number of who registered with a guardian: self, guardian, or empty.

    Meanwhile nothing counts, and nobody opens the number or checks the document against it.
    """
    missing = registration.needs_guardian and registration.guardian_ok_at is None
    if registration.number_waits_since is None and not missing:
        return ""
    if number_is_agreed(registration.person_id):
        return ""
    return number_asked_of(registration.person, at)


def standing_of(person_id: int, at: datetime) -> Standing | None:
    """The standing by the open registration; None for who has none (never registered, or ended)."""
    row = registration_of(person_id)
    if row is None:
        return None
    found = _standing(
        row.person,
        areas=(row.person.residence_id, row.person.service_area_id),
        on=clock.local_date(at),
        counted=state_of(row) == "counted",
        state=state_of(row),
        guardian_ok=not row.needs_guardian or row.guardian_ok_at is not None,
        volunteer_no=row.volunteer_no,
    )
    return replace(found, held=is_held(person_id), number_waits=number_waits_for(row, at))


def why_not_serving(person_ids: Collection[int]) -> dict[int, str]:
    """Those of the persons who may not serve now, each with the code of what stands in the way; in two statements.

    not_registered, check_failed, held or guardian_missing, in the order in which signing up says it. Held as there:
    also by a doubt that was left behind with an earlier registration.
    """
    found, held = dict.fromkeys(person_ids, "not_registered"), held_among(person_ids)
    for row in Registration.objects.filter(person_id__in=list(person_ids), ended_at__isnull=True):
        missing = row.needs_guardian and row.guardian_ok_at is None
        code = "check_failed" if row.failed_at is not None else "held" if row.person_id in held else ""
        if code or missing:
            found[row.person_id] = code or "guardian_missing"
        else:
            del found[row.person_id]
    return found


def verified_among(person_ids: Collection[int]) -> set[int]:
    """Those of the persons whose registration is open and whose document somebody has seen."""
    rows = Registration.objects.filter(person_id__in=list(person_ids), ended_at__isnull=True)
    return set(rows.filter(verified_at__isnull=False).values_list("person_id", flat=True))


def unchecked_among(person_ids: Collection[int]) -> set[int]:
    """Those of the persons whose document nobody has seen yet: what they serve counts once that is done."""
    rows = Registration.objects.filter(person_id__in=list(person_ids), ended_at__isnull=True)
    return set(rows.filter(verified_at__isnull=True, failed_at__isnull=True).values_list("person_id", flat=True))


def standing_on(person_id: int, on: date, at: datetime) -> Standing | None:
    """The standing for hours served on a day, as it is known at an instant; None only if there is no such person.

    States as in rules.standing_on_day. Whoever was registered on the day, and had a guardian's consent where needed,
    keeps the hours of that day whatever ended later; `final` says that they can never count. Areas are those of the
    end of the day.
    """
    person = Person.objects.select_related("residence").filter(pk=person_id).first()
    if person is None:
        return None
    opens, closes = clock.midnight(on), clock.end_of(on)
    # Hours of a day on which only the record counted that was merged into this one count as they did.
    rows = Registration.objects.filter(person_id__in=records_of(person_id), registered_at__lt=closes)
    rows = rows.exclude(ended_at__lte=opens).order_by("-id")
    over = on < clock.local_date(at)
    best, row = rules.standing_on_day(rules.DayFacts(registered=False, verified=False, day_over=over)), None
    guardian_ok = True
    for one in rows:
        facts = _day_facts(one, person, on, at)
        found = rules.standing_on_day(facts)
        # Who came back on the same day stands by the registration that counts, else by the latest.
        if row is None or found.counted:
            best, row, guardian_ok = found, one, facts.guardian_agreed or not facts.guardian_needed
        if found.counted:
            break
    return _standing(
        person,
        areas=areas_on(person, on),
        on=on,
        counted=best.counted,
        state=best.state,
        guardian_ok=guardian_ok,
        volunteer_no=row.volunteer_no if row else "",
        final=best.final,
    )


def _day_facts(row: Registration, person: Person, on: date, at: datetime) -> rules.DayFacts:
    closes = clock.end_of(on)
    given = catalogues.registration_rules(person.residence.path, on)
    age = identifiers.age_on(person.birth_date, on)
    return rules.DayFacts(
        registered=True,
        verified=row.verified_at is not None and row.verified_at <= at,
        failed=row.failed_at is not None,
        ended=row.ended_at is not None and row.ended_at <= at,
        held=row.held_at is not None and row.end_reason != rules.FOUND_UNTRUE,
        untrue=row.end_reason == rules.FOUND_UNTRUE and row.held_at is not None and row.held_at < closes,
        guardian_needed=rules.guardian_needed_on_day(age, asked=row.needs_guardian, adult_age=given.adult_age),
        guardian_agreed=(row.guardian_ok_at is not None and row.guardian_ok_at < closes) or _agreed_on(row, on),
        day_over=on < clock.local_date(at),
        number_waits=row.number_waits_since is not None,
    )


def _agreed_on(row: Registration, on: date) -> bool:
    """Whether a guardian's consent to this registration was in force at some time of the day, whatever became of it."""
    spans = ConsentSpan.objects.filter(
        guardianship__ward_id__in=records_of(record_now(row.person_id)),
        guardianship__asked_at__gte=row.registered_at,
        from_at__lt=clock.end_of(on),
    )
    return spans.filter(Q(to_at__isnull=True) | Q(to_at__gt=clock.midnight(on))).exists()


def _standing(
    person: Person,
    *,
    areas: tuple[int, int],
    on: date,
    counted: bool,
    state: str,
    guardian_ok: bool,
    volunteer_no: str,
    final: bool = False,
) -> Standing:
    return Standing(
        person_id=person.pk,
        public_id=person.public_id,
        name=person.name,
        age=identifiers.age_on(person.birth_date, on),
        counted=counted,
        state=state,
        guardian_ok=guardian_ok,
        skills=tuple(person.skills),
        categories=tuple(person.categories),
        availability=tuple(person.availability),
        residence_id=areas[0],
        service_area_id=areas[1],
        volunteer_no=volunteer_no,
        birth_date=person.birth_date,
        final=final,
    )


def in_state(rows: QuerySet[Person], state: str) -> QuerySet[Person]:
    """Those of the persons whose open registration is in a state (as `state_of` says it); "ended": who has none."""
    opened = Registration.objects.filter(person_id=OuterRef("pk"), ended_at__isnull=True)
    if state == "ended":
        return rows.filter(~Exists(opened))
    missing = Q(needs_guardian=True, guardian_ok_at__isnull=True)
    asked = Q(number_waits_since__isnull=False)
    counted = Q(verified_at__isnull=False, number_waits_since__isnull=True) & ~missing
    failed = Q(failed_at__isnull=False) & ~counted
    which = {
        "counted": counted & Q(held_at__isnull=True),
        "held": counted & Q(held_at__isnull=False),
        "failed": failed,
        "awaiting_guardian": missing & ~failed,
        "awaiting_number": ~missing & asked & ~failed,
        "awaiting_check": ~missing & ~asked & ~counted & ~failed,
    }
    return rows.filter(Exists(opened.filter(which[state])))


def waiting_checks(scope: Scope) -> QuerySet[Registration]:
    """Registrations whose document nobody has seen yet, the oldest first.

    Without minors whose guardian declined or withdrew, and was not asked again: nobody at the desk can do anything
    for them before the family has decided. A child whose guardian has not answered yet is listed.
    """
    rows = Registration.objects.filter(verified_at__isnull=True, failed_at__isnull=True, ended_at__isnull=True)
    rows = rows.filter(person__merged_into__isnull=True)
    asked = Guardianship.objects.filter(
        ward_id=OuterRef("person_id"), agreed_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True
    )
    said_no = Q(needs_guardian=True, guardian_ok_at__isnull=True) & ~Exists(asked)
    rows = rows.exclude(said_no)
    return rows.filter(of_within(scope)).select_related("person", "person__residence").order_by("registered_at", "id")


def ready_checks(rows: QuerySet[Registration], *, ready: bool = True) -> QuerySet[Registration]:
    """Of registrations those that wait for a look at the document; or, not `ready`, for a guardian's answer first, or
    for the own consent to the number."""
    guardian = Q(needs_guardian=True, guardian_ok_at__isnull=True) | Q(number_waits_since__isnull=False)
    return rows.filter(~guardian if ready else guardian)


def coming_of_age(day: date) -> list[int]:
    """Ids of the open registrations that ask for a guardian though the volunteer is of age on the day.

    Nobody under 18 is looked at, and the rule set is read once for each area where somebody may be (the age of consent
    cannot be lower, but an area's may be higher).
    """
    with connection.cursor() as cursor:
        cursor.execute(_COMING_OF_AGE, {"day": day, "adult": rules.ADULT})
        return [pk for (pk,) in cursor.fetchall()]


_COMING_OF_AGE = """
  WITH grown AS MATERIALIZED (
    SELECT r.id, p.residence_id, extract(year FROM age(%(day)s, p.birth_date)) AS years
    FROM people_registration r JOIN people_person p ON p.id = r.person_id
    WHERE r.needs_guardian AND r.ended_at IS NULL AND extract(year FROM age(%(day)s, p.birth_date)) >= %(adult)s),
  areas AS MATERIALIZED (
    SELECT residence_id, people_adult_age(residence_id, %(day)s) AS years
    FROM (SELECT DISTINCT residence_id FROM grown) lived_in)
  SELECT grown.id FROM grown JOIN areas USING (residence_id) WHERE grown.years >= areas.years ORDER BY grown.id
"""


def open_registrations(person_ids: list[int]) -> QuerySet[Registration]:
    """The open registrations of several persons."""
    return Registration.objects.filter(person_id__in=person_ids, ended_at__isnull=True)
