"""The volunteers: accounts, persons, registrations, consents, guardians, cards; in chunks, slim ones kept."""

import random
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import accumulate, islice

from baiying.accounts import bulk as accounts
from baiying.demo import numbers
from baiying.demo.loading import names
from baiying.demo.loading.city import Area, City
from baiying.demo.loading.offices import Offices
from baiying.demo.loading.stage import Stage, moment
from baiying.kit import clock
from baiying.kit.values import identifiers
from baiying.people import bulk as people
from baiying.people import queries as people_queries
from baiying.people import rules as people_rules

CHUNK = 4_000
FIRST_PHONE = 1_000_000
_RULES = people_rules.RegistrationRules()
# The texts with the day since which each is in force; whoever agreed before them agreed to the first.
_TEXTS = ((date(2026, 11, 30), "3"), (date(2026, 11, 1), "2"))
_AGES = ((13, 17, 9), (18, 24, 14), (25, 34, 22), (35, 44, 22), (45, 54, 16), (55, 64, 11), (65, 74, 5), (75, 85, 1))


def consent_version(at: datetime) -> str:
    """The version of the text to which somebody agreed on that day."""
    return next((version for since, version in _TEXTS if clock.local_date(at) >= since), "1")


@dataclass(slots=True)
class Volunteer:
    """What later stages need of a person; a whole city of these fits into memory."""

    id: int
    name: str
    born: date
    home: Area
    service_area_id: int
    account_id: int | None
    counted_from: datetime | None
    weight: float
    teams: int = 0


@dataclass(slots=True)
class _New:
    """One person on the way into the tables."""

    name: str
    sex: str
    born: date
    home: Area
    service: Area
    serial: int
    registered_at: datetime
    channel: str
    phone: str | None
    state: str
    checked_after: int
    volunteer_no: str
    guardian: tuple[str, str] | None = None
    relation: str = "mother"
    account_id: int | None = None
    guardian_account_id: int | None = None
    person_id: int = 0
    extras: dict[str, list[str]] = field(default_factory=dict)
    availability: list[int] = field(default_factory=list)

    @property
    def checked_at(self) -> datetime:
        return (
            self.registered_at
            if self.channel == "office"
            else self.registered_at + timedelta(minutes=self.checked_after)
        )

    @property
    def left_at(self) -> datetime:
        """When somebody who left did so."""
        return self.checked_at + timedelta(days=45)


def build(stage: Stage, city: City, offices: Offices, home_township: Area) -> list[Volunteer]:
    """Everybody, oldest registration first. In the cast's township more wait for their check."""
    made: list[Volunteer] = []
    stream = _invented(stage, city, home_township)
    weights = stage.chance("activity")
    while chunk := list(islice(stream, CHUNK)):
        _load(chunk, city, offices)
        for new in chunk:
            counted = new.checked_at if new.state in {"counted", "ended"} else None
            made.append(
                Volunteer(
                    new.person_id,
                    new.name,
                    new.born,
                    new.home,
                    new.service.id,
                    new.account_id,
                    counted,
                    0.0 if new.state == "ended" else _weight(weights),
                )
            )
        stage.tell("志愿者", len(made), stage.volunteers)
    return made


def _weight(chance: random.Random) -> float:
    """How eager: a good part never comes, few come all the time."""
    return 0.0 if chance.random() < 0.2 else min(40.0, chance.paretovariate(1.15) - 0.5)


def _registration_days(stage: Stage, chance: random.Random) -> list[date]:
    """A day for each volunteer, in order: growing over three years, more in March and around 5 December."""
    first = stage.anchor - timedelta(days=1_150)
    days = [first + timedelta(days=n) for n in range(1_151)]
    weights = [
        (0.6 + n / 1_150) * {3: 2.4, 12: 1.3, 2: 0.6, 9: 1.3}.get(day.month, 1.0) * (1.3 if day.weekday() >= 5 else 1.0)
        for n, day in enumerate(days)
    ]
    return sorted(chance.choices(days, weights, k=stage.volunteers))


def _invented(stage: Stage, city: City, home_township: Area) -> Iterator[_New]:
    chance = stage.chance("people")
    villages = city.villages
    bounds = list(accumulate(v.persons * v.share for v in villages))
    lists = _lists()
    phone = FIRST_PHONE
    serials: dict[tuple[str, date, str], int] = {}
    given: set[str] = set()
    parents, near = stage.chance("parents"), stage.chance("near the cast")
    # Some live where the cast does, and some of the newest: the clerk's desk has something on it in a small city too.
    every = max(20, stage.volunteers // 40)
    for n, day in enumerate(_registration_days(stage, chance)):
        home = villages[bisect_left(bounds, chance.random() * bounds[-1])]
        if n % every == 0 or n >= stage.volunteers - 6:
            home = near.choice(home_township.children)
        low, high, _ = chance.choices(_AGES, [share for _, _, share in _AGES])[0]
        sex = "female" if chance.random() < 0.57 else "male"
        born = stage.anchor - timedelta(days=int((chance.randint(low, high) + chance.random()) * 365.25))
        if identifiers.age_on(born, day) < _RULES.min_self_age:
            born = day - timedelta(days=int((_RULES.min_self_age + chance.random()) * 365.3))
        age = identifiers.age_on(born, day)
        office = chance.random() < (0.03 if age < 18 else 0.08 if age < 60 else 0.55)
        at = moment(day, chance.randrange(8 * 60, 21 * 60))
        if at > stage.at:
            at = stage.at - timedelta(minutes=chance.randrange(30, 600))
        key = (home.code[:6], born, sex)
        serials[key] = serials.get(key, 99) + 1
        new = _New(
            name=names.person(chance, sex, born.year), sex=sex, born=born, home=home,
            service=home if chance.random() < 0.8 else city.up(home, "township"), serial=serials[key],
            registered_at=at, channel="office" if office else "self", phone=None,
            state="counted", checked_after=chance.randrange(40, 6 * 1440), volunteer_no=_number(chance, given),
        )  # fmt: skip
        if not office or chance.random() < 0.5:
            new.phone, phone = numbers.phone(phone), phone + 1
        if age < _RULES.adult_age:
            new.guardian = (names.given(chance, "female", 1982), numbers.phone(phone))
            _name_guardian(new, parents)
            phone += 1
        _describe(new, chance, lists)
        _decide(new, chance, stage, at_cast=home_township.id in home.path)
        yield new


def _name_guardian(new: _New, chance: random.Random) -> None:
    """A mother under a surname of her own, or a father under the child's."""
    assert new.guardian is not None
    given, phone = new.guardian
    if chance.random() < 0.4:
        new.relation, new.guardian = "father", (new.name[0] + names.given(chance, "male", 1980), phone)
    else:
        new.guardian = (names.surname(chance) + given, phone)


_LIKED = {"community": 9, "civility": 6, "environment": 6, "traffic": 4, "care": 5}


@dataclass(frozen=True, slots=True)
class _Lists:
    """What one may tick in the form, and how often it is ticked."""

    categories: list[str]
    weights: list[int]
    skills: list[str]


def _lists() -> _Lists:
    categories = [row.code for row in people_queries.categories()]
    return _Lists(categories, [_LIKED.get(c, 1) for c in categories], [row.code for row in people_queries.skills()])


def _describe(new: _New, chance: random.Random, lists: _Lists) -> None:
    new.extras["categories"] = sorted(set(chance.choices(lists.categories, lists.weights, k=chance.randint(1, 4))))
    new.extras["skills"] = sorted(set(chance.choices(lists.skills, k=chance.choice((0, 0, 0, 1, 1, 2)))))
    weekend = [15, 16, 18, 19] if chance.random() < 0.7 else []
    new.availability = sorted({*weekend, *chance.choices(range(21), k=chance.randint(0, 3))})


def _number(chance: random.Random, given: set[str]) -> str:
    """A volunteer number nobody has: drawn, never derived."""
    while True:
        digits = f"{chance.randrange(9 * 10**9):010d}"
        if digits not in given:
            given.add(digits)
            return people_rules.volunteer_no(digits)


def _decide(new: _New, chance: random.Random, stage: Stage, *, at_cast: bool) -> None:
    """Most are counted; the latest wait for a check or a guardian, a few failed, a few left."""
    luck = chance.random()
    days_ago = (stage.anchor - clock.local_date(new.registered_at)).days
    waits = 0.75 if days_ago <= 3 else 0.5 if at_cast and days_ago <= 60 else 0.06 if days_ago <= 20 else 0.0
    if new.channel == "office":
        new.state = "ended" if luck > 0.992 and new.left_at < stage.at else "counted"
    elif luck < waits or new.checked_at >= stage.at:
        new.state = "awaiting_guardian" if new.guardian is not None and chance.random() < 0.6 else "awaiting_check"
    elif luck > 0.9985:
        new.state = "failed"
    elif luck > 0.985 and days_ago > 60 and new.left_at < stage.at:
        new.state = "ended"


def _load(chunk: list[_New], city: City, offices: Offices) -> None:
    _add_accounts(chunk)
    rows = [_person_row(new, _clerk(new, city, offices)) for new in chunk]
    people.add_persons(rows)
    for new, row in zip(chunk, rows, strict=True):
        new.person_id = row.id
    made = people.add_registrations([_registration_row(new, _clerk(new, city, offices)) for new in chunk])
    people.add_countings([_counting_row(new, row) for new, row in zip(chunk, made, strict=True) if row.verified_at])
    people.add_consents([c for new in chunk for c in _consent_rows(new, _clerk(new, city, offices))])
    people.add_guardianships([_guardianship_row(new) for new in chunk if new.guardian is not None])
    people.add_cards(
        [
            people.CardRow(new.person_id, new.registered_at, _clerk(new, city, offices))
            for new in chunk
            if new.channel == "office" and new.phone is None
        ]
    )


def _clerk(new: _New, city: City, offices: Offices) -> int:
    return offices.clerks[city.up(new.home, "township").id]


def _add_accounts(chunk: list[_New]) -> None:
    own = [(new, new.phone) for new in chunk if new.channel == "self" and new.phone]
    rows = [accounts.account(phone=phone, display_name=new.name, created_at=new.registered_at) for new, phone in own]
    for (new, _), row in zip(own, accounts.add_accounts(rows), strict=True):
        new.account_id = row.id
    asked = [new for new in chunk if new.account_id and new.state != "awaiting_guardian"]
    agreed = [(new, new.guardian) for new in asked if new.guardian]
    rows = [
        accounts.account(phone=phone, display_name=name, created_at=new.registered_at) for new, (name, phone) in agreed
    ]
    for (new, _), row in zip(agreed, accounts.add_accounts(rows), strict=True):
        new.guardian_account_id = row.id


def _person_row(new: _New, clerk: int) -> people.PersonRow:
    row = people.person(
        name=new.name, sex=new.sex, birth_date=new.born, residence_id=new.home.id, service_area_id=new.service.id,
        id_number=numbers.id_number(new.home.code[:6], new.born, new.serial, new.sex),
        created_at=new.registered_at, channel=new.channel, phone=new.phone,
    )  # fmt: skip
    row.account_id = new.account_id
    row.created_by_id = clerk if new.channel == "office" else new.account_id
    row.skills, row.categories, row.availability = new.extras["skills"], new.extras["categories"], new.availability
    return row


def _registration_row(new: _New, clerk: int) -> people.RegistrationRow:
    checked = new.state in {"counted", "ended"}
    guarded = new.guardian is not None
    return people.RegistrationRow(
        person_id=new.person_id,
        volunteer_no=new.volunteer_no,
        registered_at=new.registered_at,
        channel=new.channel,
        needs_guardian=guarded,
        guardian_ok_at=new.registered_at if guarded and new.state != "awaiting_guardian" else None,
        verified_at=new.checked_at if checked else None,
        verified_by_id=clerk if checked else None,
        verified_how="citizen" if checked else "",
        failed_at=new.checked_at if new.state == "failed" else None,
        failed_reason="照片与证件不一致，请带原件到实践所办理" if new.state == "failed" else "",
        ended_at=new.left_at if new.state == "ended" else None,
        end_reason="consent_withdrawn" if new.state == "ended" else "",
    )


def _counting_row(new: _New, row: people.RegistrationRow) -> people.CountingRow:
    end_why = "registration_ended" if row.ended_at else ""
    return people.CountingRow(new.person_id, row.id, new.checked_at, to_at=row.ended_at, end_why=end_why)


def _consent_rows(new: _New, clerk: int) -> Iterator[people.ConsentRow]:
    by, channel, witness = ("self", "web", None) if new.channel == "self" else ("on_site", "desk", clerk)
    gone = new.left_at if new.state == "ended" else None
    version, at = consent_version(new.registered_at), new.registered_at
    age = identifiers.age_on(new.born, clock.local_date(at))
    for purpose in people_rules.own_purposes(age, _RULES):
        yield people.ConsentRow(
            new.person_id, purpose, version, at, by, new.name, channel, witness_id=witness, withdrawn_at=gone
        )
    if new.guardian is not None and new.state != "awaiting_guardian":
        for purpose in people_rules.guardian_purposes(age, _RULES):
            yield people.ConsentRow(
                new.person_id, purpose, version, at, "guardian", new.guardian[0], channel, witness_id=witness
            )


def _guardianship_row(new: _New) -> people.GuardianshipRow:
    name, phone = new.guardian or ("", "")
    row = people.guardianship(
        ward_id=new.person_id, name=name, relation=new.relation, phone=phone,
        version=consent_version(new.registered_at), asked_at=new.registered_at,
    )  # fmt: skip
    if new.state != "awaiting_guardian":
        row.agreed_at, row.guardian_account_id = new.registered_at, new.guardian_account_id
        row.document = "" if new.channel == "self" else "居民户口簿"
    return row
