"""The standing of a day of service: what ends later takes nothing away, what was missing then cannot be made good."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from baiying.people import queries, rules
from baiying.people.models import Guardianship, Person, Registration
from baiying.people.rules import DayFacts, DayStanding
from tests.activities.makers import LONG_AGO, Town, account, volunteer

RULE_CASES: dict[str, tuple[DayFacts, DayStanding]] = {
    "counted": (DayFacts(registered=True, verified=True), DayStanding("counted", counted=True)),
    "counted though the registration ended since": (
        DayFacts(registered=True, verified=True, ended=True),
        DayStanding("counted", counted=True),
    ),
    "counted under age with the consent of that day": (
        DayFacts(registered=True, verified=True, guardian_needed=True, guardian_agreed=True),
        DayStanding("counted", counted=True),
    ),
    "waits for the check": (DayFacts(registered=True, verified=False), DayStanding("awaiting_check")),
    "failed, and may be put right": (DayFacts(registered=True, verified=False, failed=True), DayStanding("failed")),
    "ended unchecked": (DayFacts(registered=True, verified=False, ended=True), DayStanding("ended", final=True)),
    "ended unchecked, failed": (
        DayFacts(registered=True, verified=False, failed=True, ended=True),
        DayStanding("ended", final=True),
    ),
    "not registered on the day": (
        DayFacts(registered=False, verified=False),
        DayStanding("not_registered", final=True),
    ),
    "not registered yet today": (
        DayFacts(registered=False, verified=False, day_over=False),
        DayStanding("not_registered"),
    ),
    "no consent on the day": (
        DayFacts(registered=True, verified=True, guardian_needed=True),
        DayStanding("awaiting_guardian", final=True),
    ),
    "no consent yet today": (
        DayFacts(registered=True, verified=True, guardian_needed=True, day_over=False),
        DayStanding("awaiting_guardian"),
    ),
    "ended unchecked today: back before midnight, perhaps": (
        DayFacts(registered=True, verified=False, ended=True, day_over=False),
        DayStanding("ended"),
    ),
}  # fmt: skip


@pytest.mark.rules
@pytest.mark.parametrize("name", RULE_CASES)
@pytest.mark.law("R685-8")
def test_the_rule(name: str) -> None:
    facts, expected = RULE_CASES[name]
    assert rules.standing_on_day(facts) == expected


@pytest.mark.rules
@pytest.mark.parametrize(
    ("age", "asked", "adult_age", "needed"),
    [
        (17, True, 18, True),
        (18, True, 18, False),
        (18, True, 19, True),
        (17, False, 18, True),
        (18, False, 19, False),
        (40, False, 18, False),
    ],
)
def test_who_needed_a_guardian_on_the_day(age: int, asked: bool, adult_age: int, needed: bool) -> None:
    assert rules.guardian_needed_on_day(age, asked=asked, adult_age=adult_age) is needed


SERVED = date(2026, 6, 10)
NOW = datetime(2026, 11, 28, 2, tzinfo=UTC)
CHILD = date(2012, 5, 1)


def china(day: date, hour: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour - 8)


@dataclass
class Case:
    state: str
    registration: dict[str, Any]
    consents: tuple[tuple[datetime | None, datetime | None], ...] = ()
    born: date = date(1990, 5, 1)
    at: datetime = NOW

    @property
    def final(self) -> bool:
        return self.state in {"not_registered", "awaiting_guardian", "ended"} and self.at == NOW


LATER, EARLIER = china(date(2026, 9, 1)), china(date(2026, 3, 1))
UNCHECKED: dict[str, Any] = {"verified_at": None}
MINOR: dict[str, Any] = {"needs_guardian": True}
CASES: dict[str, Case] = {
    "as ever": Case("counted", {}),
    "ended afterwards (approved hours must reach the ledger)": Case("counted", {"ended_at": LATER}),
    "ended on the evening of the day": Case("counted", {"ended_at": china(SERVED, 20)}),
    "ended at the midnight before": Case("not_registered", {"ended_at": china(SERVED)}),
    "registered on the morning of the day": Case("counted", {"registered_at": china(SERVED, 7)}),
    "registered on the day after": Case("not_registered", {"registered_at": china(SERVED, 24)}),
    "verified afterwards": Case("counted", {"verified_at": LATER}),
    "verified later than the question": Case("awaiting_check", {"verified_at": LATER}, at=LATER - timedelta(seconds=1)),
    "waits for the check": Case("awaiting_check", UNCHECKED),
    "failed": Case("failed", UNCHECKED | {"failed_at": LATER}),
    "ended unchecked": Case("ended", UNCHECKED | {"ended_at": LATER}),
    "a minor with consent": Case("counted", MINOR | {"guardian_ok_at": EARLIER}, born=CHILD),
    "a minor whose guardian agreed on the day": Case(
        "counted", MINOR | {"guardian_ok_at": china(SERVED, 12)}, born=CHILD
    ),
    "a minor whose guardian agreed too late": Case(
        "awaiting_guardian", MINOR | {"guardian_ok_at": china(SERVED, 24)}, ((china(SERVED, 24), None),), born=CHILD
    ),
    "a minor whose guardian withdrew afterwards": Case(
        "counted", MINOR | UNCHECKED | {"verified_at": EARLIER}, ((EARLIER, LATER),), born=CHILD
    ),
    "a minor whose guardian withdrew before": Case(
        "awaiting_guardian", MINOR | UNCHECKED | {"verified_at": EARLIER}, ((EARLIER, china(SERVED)),), born=CHILD
    ),
    "a minor between two consents": Case(
        "awaiting_guardian",
        MINOR | {"guardian_ok_at": LATER},
        ((LONG_AGO, EARLIER), (LATER, None)),
        born=CHILD,
    ),
    "of age now, with consent then": Case(
        "counted", MINOR | {"guardian_ok_at": EARLIER}, ((EARLIER, None),), born=date(2008, 8, 1)
    ),
    "of age now, without consent then": Case("awaiting_guardian", {"needs_guardian": False}, born=date(2008, 8, 1)),
    "of age on the day itself": Case("counted", {"needs_guardian": False}, born=date(2008, 6, 10)),
}


def consent(ward: Person, agreed_at: datetime | None, withdrawn_at: datetime | None) -> None:
    Guardianship.objects.create(
        ward=ward, guardian_account=account("家长"), guardian_name="家长", relation="mother", phone_sealed=b"",
        phone_hash=b"", phone_mask="", version="1", asked_at=LONG_AGO, agreed_at=agreed_at, withdrawn_at=withdrawn_at,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("name", CASES)
def test_the_question_from_the_rows(town: Town, name: str) -> None:
    case = CASES[name]
    person = volunteer("试验人", town.village, born=case.born, counting=False)
    Registration.objects.filter(person=person).update(**case.registration)
    for agreed_at, withdrawn_at in case.consents:
        consent(person, agreed_at, withdrawn_at)
    found = queries.standing_on(person.pk, SERVED, case.at)
    assert found is not None
    assert (found.state, found.counted, found.final) == (case.state, case.state == "counted", case.final)


@pytest.mark.django_db
def test_who_came_back_stands_by_the_registration_of_the_day(town: Town) -> None:
    person = volunteer("回来的人", town.village, counting=False)
    Registration.objects.filter(person=person).update(ended_at=EARLIER)
    Registration.objects.create(person=person, volunteer_no="V2", registered_at=LATER, channel="self")
    between, after = queries.standing_on(person.pk, SERVED, NOW), queries.standing_on(person.pk, date(2026, 9, 2), NOW)
    before = queries.standing_on(person.pk, date(2026, 2, 2), NOW)
    assert [x and (x.state, x.final) for x in (before, between, after)] == [
        ("counted", False), ("not_registered", True), ("awaiting_check", False)
    ]  # fmt: skip
    assert queries.standing_on(0, SERVED, NOW) is None
