"""Persons with their registrations, consents, guardians and cards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from baiying.accounts import bulk as accounts
from baiying.demo import numbers
from baiying.demo.builders.when import LONG_AGO, NOW, next_number
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.people import bulk as people
from baiying.people import rules as people_rules
from baiying.places import bulk as places


@dataclass(frozen=True, slots=True)
class Parent:
    """Who was named as the guardian of a minor."""

    name: str = "家长"
    phone: str = ""
    relation: str = "mother"


def person(
    name: str = "",
    *,
    residence: places.Division,
    born: date = date(1988, 5, 12),
    sex: str = "female",
    service_area: places.Division | None = None,
    account: accounts.Account | None = None,
    phone: str | None = None,
    verified: bool = True,
    verified_by: accounts.Account | None = None,
    guardian: accounts.Account | None = None,
    parent: Parent | None = None,
    version: str = "",
    skills: Sequence[str] = (),
    categories: Sequence[str] = (),
    availability: Sequence[int] = (),
    registered: bool = True,
    registered_at: datetime = LONG_AGO,
    at: datetime = NOW,
) -> people.Person:
    """A person with consents and, unless `registered` is off, an open registration.

    Below 18 on `at` a guardian is needed: with `guardian` (an account) the consent is there; with `parent`
    alone it was asked for; with neither nobody was asked yet. `version` of the consents' text: today's.
    """
    n = next_number()
    row = people.person(
        name=name or f"志愿者{n}",
        sex=sex,
        birth_date=born,
        id_number=numbers.id_number(residence.code[:6], born, n % 500, sex),
        residence_id=residence.pk,
        created_at=registered_at,
        channel="self" if account else "office",
        phone=phone,
        service_area_id=service_area.pk if service_area else None,
    )
    row.account_id = account.pk if account else None
    row.created_by_id = row.account_id
    row.skills, row.categories, row.availability = list(skills), list(categories), list(availability)
    people.add_persons([row])
    if registered:
        is_minor = identifiers.age_on(born, clock.local_date(at)) < people_rules.RegistrationRules().adult_age
        agreed = guardian is not None
        _registration(row, is_minor, agreed, verified, verified_by.pk if verified_by else 1, registered_at)
        version = version or people_rules.RegistrationRules().consent_version
        _consents(row, version, registered_at)
        if is_minor and (guardian is not None or parent is not None):
            parent = parent or Parent()
            asked = people.guardianship(
                ward_id=row.id, name=parent.name, relation=parent.relation, phone=parent.phone or f"1990002{n:04}",
                version=version, asked_at=registered_at,
            )  # fmt: skip
            _guardianship(row, asked, guardian)
    return people.Person.objects.get(pk=row.id)


def _registration(
    person: people.PersonRow, is_minor: bool, agreed: bool, verified: bool, verifier: int, at: datetime
) -> None:
    counted = verified and (agreed or not is_minor)
    row = people.RegistrationRow(
        person_id=person.id,
        volunteer_no=people_rules.volunteer_no(f"{9_000_000_000 + person.id:010d}"),
        registered_at=at,
        channel=person.channel,
        needs_guardian=is_minor,
        guardian_ok_at=at if is_minor and agreed else None,
        verified_at=at if verified else None,
        verified_by_id=verifier if verified else None,
        verified_how="citizen" if verified else "",
    )
    people.add_registrations([row])
    if counted:
        people.add_countings([people.CountingRow(person.id, row.id, at)])


def _consents(person: people.PersonRow, version: str, at: datetime) -> None:
    by, channel = ("self", "web") if person.channel == "self" else ("on_site", "desk")
    age = identifiers.age_on(person.birth_date, clock.local_date(at))
    people.add_consents(
        [
            people.ConsentRow(person.id, purpose, version, at, by, person.name, channel)
            for purpose in people_rules.own_purposes(age, people_rules.RegistrationRules())
        ]
    )


def _guardianship(ward: people.PersonRow, row: people.GuardianshipRow, guardian: accounts.Account | None) -> None:
    if guardian is not None:
        at = row.asked_at
        row.guardian_account_id, row.agreed_at = guardian.pk, at
        age = identifiers.age_on(ward.birth_date, clock.local_date(at))
        people.add_consents(
            [
                people.ConsentRow(ward.id, purpose, row.version, at, "guardian", row.guardian_name, "web")
                for purpose in people_rules.guardian_purposes(age, people_rules.RegistrationRules())
            ]
        )
    people.add_guardianships([row])


def registration_of(person: people.Person) -> people.Registration:
    return people.Registration.objects.get(person=person, ended_at__isnull=True)


def card(person: people.Person, *, printed_at: datetime = LONG_AGO) -> people.Card:
    row = people.CardRow(person.pk, printed_at)
    people.add_cards([row])
    return people.Card.objects.get(pk=row.id)
