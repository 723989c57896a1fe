"""Set-based loading of persons, registrations, countings, consents, guardianships, cards, claims and spot checks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from baiying.kit import clock, sealed
from baiying.kit.db import copying
from baiying.kit.db.fields import new_public_id
from baiying.kit.values import identifiers
from baiying.people import identity
from baiying.people.models import Card as Card
from baiying.people.models import Claim as Claim
from baiying.people.models import Consent as Consent
from baiying.people.models import Counting as Counting
from baiying.people.models import Guardianship as Guardianship
from baiying.people.models import Person as Person
from baiying.people.models import Registration as Registration
from baiying.people.models import SpotCheck as SpotCheck


@dataclass(slots=True)
class PersonRow:
    public_id: str
    name: str
    sex: str
    birth_date: date
    residence_id: int
    service_area_id: int
    created_at: datetime
    channel: str
    data_key_sealed: bytes
    id_type: str
    id_no_sealed: bytes
    id_no_hash: bytes
    id_no_mask: str
    phone_sealed: bytes | None
    phone_hash: bytes | None
    phone_mask: str
    account_id: int | None = None
    created_by_id: int | None = None
    skills: list[str] = field(default_factory=list)
    categories: list[str] = field(default_factory=list)
    availability: list[int] = field(default_factory=list)
    id: int = 0


@dataclass(slots=True)
class RegistrationRow:
    person_id: int
    volunteer_no: str
    registered_at: datetime
    channel: str
    needs_guardian: bool = False
    guardian_ok_at: datetime | None = None
    verified_at: datetime | None = None
    verified_by_id: int | None = None
    verified_how: str = ""
    failed_at: datetime | None = None
    failed_reason: str = ""
    ended_at: datetime | None = None
    end_reason: str = ""
    id: int = 0


@dataclass(slots=True)
class CountingRow:
    person_id: int
    registration_id: int
    from_at: datetime
    why: str = "ready"
    to_at: datetime | None = None
    end_why: str = ""
    id: int = 0


@dataclass(slots=True)
class ConsentRow:
    person_id: int
    purpose: str
    version: str
    given_at: datetime
    given_by: str
    giver_name: str
    channel: str
    witness_id: int | None = None
    evidence: str = ""
    withdrawn_at: datetime | None = None
    id: int = 0


@dataclass(slots=True)
class GuardianshipRow:
    public_id: str
    ward_id: int
    guardian_name: str
    relation: str
    phone_sealed: bytes
    phone_hash: bytes
    phone_mask: str
    version: str
    asked_at: datetime
    guardian_account_id: int | None = None
    document: str = ""
    witness_id: int | None = None
    agreed_at: datetime | None = None
    id: int = 0


@dataclass(slots=True)
class CardRow:
    person_id: int
    printed_at: datetime
    printed_by_id: int | None = None
    id: int = 0


@dataclass(slots=True)
class ClaimRow:
    public_id: str
    person_id: int
    claimed_name: str
    phone_sealed: bytes
    phone_mask: str
    note: str
    filed_at: datetime
    due_on: date
    area_id: int
    account_id: int | None = None
    id: int = 0


@dataclass(slots=True)
class SpotCheckRow:
    person_id: int
    registered_by_id: int
    drawn_at: datetime
    due_on: date
    outcome: str = ""
    way: str = ""
    words: str = ""
    found_at: datetime | None = None
    found_by_id: int | None = None
    id: int = 0


def person(
    *,
    name: str,
    sex: str,
    birth_date: date,
    id_number: str,
    residence_id: int,
    created_at: datetime,
    channel: str,
    phone: str | None = None,
    service_area_id: int | None = None,
) -> PersonRow:
    """A person whose numbers are sealed under a new key of its own."""
    return PersonRow(
        name=name,
        sex=sex,
        birth_date=birth_date,
        residence_id=residence_id,
        service_area_id=service_area_id or residence_id,
        created_at=created_at,
        channel=channel,
        **identity.seal(id_type="citizen", number=id_number, phone=phone),
    )


def guardianship(
    *, ward_id: int, name: str, relation: str, phone: str, version: str, asked_at: datetime
) -> GuardianshipRow:
    """Somebody asked to answer for a minor; found by the phone."""
    public_id = new_public_id()
    return GuardianshipRow(
        public_id=public_id,
        ward_id=ward_id,
        guardian_name=name,
        relation=relation,
        phone_sealed=sealed.seal(phone, at=sealed.Place("people_guardianship", public_id, "phone_sealed")),
        phone_hash=identity.phone_hash(phone),
        phone_mask=identifiers.mask_phone(phone),
        version=version,
        asked_at=asked_at,
    )


def claim(*, person_id: int, name: str, phone: str, note: str, filed_at: datetime, area_id: int) -> ClaimRow:
    public_id = new_public_id()
    return ClaimRow(
        public_id=public_id,
        person_id=person_id,
        claimed_name=name,
        phone_sealed=sealed.seal(phone, at=sealed.Place("people_claim", public_id, "phone_sealed")),
        phone_mask=identifiers.mask_phone(phone),
        note=note,
        filed_at=filed_at,
        # Ten working days are two weeks.
        due_on=clock.local_date(filed_at) + timedelta(days=14),
        area_id=area_id,
    )


def add_persons(rows: Sequence[PersonRow]) -> Sequence[PersonRow]:
    return copying.add(Person, rows)


def add_registrations(rows: Sequence[RegistrationRow]) -> Sequence[RegistrationRow]:
    return copying.add(Registration, rows)


def add_countings(rows: Sequence[CountingRow]) -> Sequence[CountingRow]:
    return copying.add(Counting, rows)


def add_consents(rows: Sequence[ConsentRow]) -> Sequence[ConsentRow]:
    return copying.add(Consent, rows)


def add_guardianships(rows: Sequence[GuardianshipRow]) -> Sequence[GuardianshipRow]:
    return copying.add(Guardianship, rows)


def add_cards(rows: Sequence[CardRow]) -> Sequence[CardRow]:
    return copying.add(Card, rows)


def add_claims(rows: Sequence[ClaimRow]) -> Sequence[ClaimRow]:
    return copying.add(Claim, rows)


def add_spot_checks(rows: Sequence[SpotCheckRow]) -> Sequence[SpotCheckRow]:
    return copying.add(SpotCheck, rows)
