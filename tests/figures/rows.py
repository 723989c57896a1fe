"""Rows for these tests, made through the tables: a small tree, people registered on a day, lines of the ledger."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from baiying.accounts.models import Account, Appointment
from baiying.demo import builders
from baiying.hours.models import HourEntry
from baiying.people.models import Counting, Person, Registration
from baiying.places.models import Division, DivisionVersion, Population

NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
_numbers = count(1)


def division(name: str, level: str, code: str, parent: Division | None = None) -> Division:
    made = Division.objects.create(name=name, level=level, code=code, parent=parent)
    made.path = [*(parent.path if parent else []), made.pk]
    made.save()
    DivisionVersion.objects.create(
        division=made, code=code, name=name, level=level, parent=parent, path=made.path, valid_from=date(2020, 1, 1)
    )
    return made


def tree() -> dict[str, Division]:
    """One city, two counties, three townships, six villages."""
    city = division("许州市", "city", "419900000000")
    found = {"city": city}
    for c, townships in (("a", 2), ("b", 1)):
        county = found[c] = division(f"{c}县", "county", f"4199{'0102'['ab'.index(c) * 2 :][:2]}000000", city)
        for t in range(1, townships + 1):
            township = found[f"{c}{t}"] = division(f"{c}{t}镇", "township", f"{county.code[:6]}{t:03}000", county)
            for v in (1, 2):
                found[f"{c}{t}{v}"] = division(f"{c}{t}{v}村", "village", f"{township.code[:9]}{v:03}", township)
    return found


def population(area: Division, persons: int, *, kind: str = "permanent", year: int = 2025, revision: int = 1) -> None:
    Population.objects.create(
        version=DivisionVersion.objects.get(division=area),
        division=area,
        kind=kind,
        year=year,
        persons=persons,
        revision=revision,
        source="市统计公报",
        entered_at=NOW,
    )


def person(
    area: Division, *, counted: datetime | None = datetime(2025, 3, 1, tzinfo=UTC), ended: datetime | None = None
) -> Person:
    n = next(_numbers)
    made = Person.objects.create(
        name=f"甲{n}",
        sex="male",
        birth_date=date(1980, 1, 1),
        residence=area,
        service_area=area,
        created_at=NOW,
        channel="office",
    )
    registration = Registration.objects.create(
        person=made,
        volunteer_no=f"V{n:09}",
        registered_at=counted or NOW,
        channel="office",
        verified_at=counted,
        verified_by_id=1 if counted else None,
        ended_at=ended,
    )
    if counted:
        Counting.objects.create(
            person=made, registration=registration, from_at=counted, to_at=ended, why="ready",
            end_why="registration_ended" if ended else "",
        )  # fmt: skip
    return made


def entry(who: Person, minutes: int, *, day: date = date(2026, 5, 4), tier: str = "credit", **more: Any) -> HourEntry:
    n = next(_numbers)
    start = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
    values: dict[str, Any] = {
        "id": n,
        "served_on": day,
        "unique_source": f"test:{n}",
        "public_id": f"e{n:011}",
        "person_id": who.pk,
        "minutes": minutes,
        "source": "code" if tier == "credit" else "typed",
        "tier": tier,
        "starts_at": start,
        "ends_at": start + timedelta(minutes=abs(minutes)),
        "residence_id": who.residence_id,
        "service_area_id": who.service_area_id,
        "area_id": who.service_area_id,
        "posted_at": start,
    }
    return HourEntry.objects.create(**values | more)


def office(role: str, area: Division) -> tuple[Account, Appointment]:
    n = next(_numbers)
    account = builders.account(f"1990000{n:04}", name=f"{area.name}{role}", created_at=NOW)
    appointment = builders.appointment(account, role, area, starts_at=datetime(2024, 1, 1, tzinfo=UTC))
    return account, appointment
