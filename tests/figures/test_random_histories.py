"""Whatever happens in whatever order, the roll-up equals a recount, and years that have ended keep their people.

The recount shares no statement with the roll-up. What people do goes through the actions; only the ledger's lines and
the tree are written as rows, because posting and importing have tests of their own.
"""

import sys
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from baiying.figures import actions, reconcile
from baiying.figures.models import AreaYear
from baiying.hours.models import HourEntry
from baiying.kit import clock
from baiying.kit.values.actor import system
from baiying.people import actions as people
from baiying.people.actions import counting
from baiying.people.models import Consent, Dormancy, Guardianship, Person, Registration
from baiying.people.rules.showing import Showing
from baiying.places.models import Division
from tests.figures import rows
from tests.figures.test_jobs import put_below

pytestmark = pytest.mark.django_db
ACTOR = system("tests")
VILLAGES = ("a11", "a12", "a21", "a22", "b11", "b12", "a1", "city")
# Nobody moves to a city as a whole (people.NoHome); rows of before may stand there.
HOMES = tuple(name for name in VILLAGES if name != "city")
TOWNSHIPS = ("a1", "a2", "b1")
which = st.integers(0, 10_000)


class History(RuleBasedStateMachine):
    """A small city through some years."""

    @initialize()
    def begin(self) -> None:
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.areas: dict[str, Division] = rows.tree()
        self.now = datetime(2023, 11, 20, 4, tzinfo=UTC)
        self.persons: list[Person] = []
        self.lines: list[HourEntry] = []
        self.closed: dict[tuple[int, int], int] = {}
        # Else there is hardly ever somebody who comes of age, and seldom anybody at all.
        self.register("a11", 17, True)
        self.register("b12", 40, True)
        self.post(1, 1200, 0, "credit", "b12", taken_back=False)

    def teardown(self) -> None:
        if hasattr(self, "whole"):
            # What happened last is proved too; a history that has failed already says so by itself.
            if sys.exc_info()[0] is None:
                self.prove()
            transaction.set_rollback(True)
            self.whole.__exit__(None, None, None)

    def a_person(self, number: int) -> Person:
        return Person.objects.get(pk=self.persons[number % len(self.persons)].pk)

    def registration(self, person: Person) -> Registration | None:
        return Registration.objects.filter(person=person, ended_at=None).select_related("person").first()

    @rule(home=st.sampled_from(VILLAGES), age=st.integers(8, 17) | st.integers(18, 80), checked=st.booleans())
    def register(self, home: str, age: int, checked: bool) -> None:
        today = clock.local_date(self.now)
        person = rows.person(self.areas[home], counted=None)
        Person.objects.filter(pk=person.pk).update(birth_date=date(today.year - age, 6, 15))
        Registration.objects.filter(person=person).update(registered_at=self.now, needs_guardian=age < 18)
        Consent.objects.create(
            person=person, purpose="volunteer_service", version="1", given_at=self.now, given_by="self", channel="web"
        )
        self.persons.append(person)
        if checked:
            self.verify(len(self.persons) - 1)

    @precondition(lambda self: self.persons)
    @rule(number=which)
    def verify(self, number: int) -> None:
        row = self.registration(self.a_person(number))
        if row is not None and row.verified_at is None:
            row.verified_at, row.verified_by_id = self.now, 1
            row.save()
            counting.count_if_ready(row, actor=ACTOR, at=self.now)

    @precondition(lambda self: self.persons)
    @rule(number=which)
    def guardian_agrees(self, number: int) -> None:
        row = self.registration(self.a_person(number))
        if row is not None and row.needs_guardian and row.guardian_ok_at is None:
            Guardianship.objects.create(
                ward=row.person, guardian_name="家长", relation="mother", phone_sealed=b"", phone_hash=b"",
                phone_mask="", version="1", asked_at=self.now, agreed_at=self.now,
            )  # fmt: skip
            row.guardian_ok_at = self.now
            row.save()
            counting.count_if_ready(row, actor=ACTOR, at=self.now)

    @precondition(lambda self: self.persons)
    @rule(number=which)
    def guardian_withdraws(self, number: int) -> None:
        for bond in Guardianship.objects.filter(ward=self.a_person(number), withdrawn_at=None):
            people.withdraw_as_guardian(guardianship=bond, actor=ACTOR, at=self.now)

    @precondition(lambda self: self.persons)
    @rule(number=which)
    def park(self, number: int) -> None:
        person = self.a_person(number)
        if not Dormancy.objects.filter(person=person, ended_at=None).exists():
            Dormancy.objects.create(
                person=person, found_at=self.now, last_act_on=date(2020, 1, 1), asked_at=self.now, told_at=self.now,
                due_on=clock.local_date(self.now), parked_at=self.now,
            )  # fmt: skip

    @precondition(lambda self: self.persons)
    @rule(number=which)
    def wake(self, number: int) -> None:
        Dormancy.objects.filter(person=self.a_person(number), ended_at=None).update(ended_at=self.now, end_why="woken")

    @precondition(lambda self: self.persons)
    @rule(number=which)
    def end(self, number: int) -> None:
        people.withdraw_consent(person=self.a_person(number), purpose="volunteer_service", actor=ACTOR, at=self.now)

    @precondition(lambda self: self.persons)
    @rule(number=which)
    def come_back(self, number: int) -> None:
        people.rejoin(person=self.a_person(number), actor=ACTOR, at=self.now)

    @precondition(lambda self: self.persons)
    @rule(number=which, home=st.sampled_from(HOMES))
    def move(self, number: int, home: str) -> None:
        person = self.a_person(number)
        people.change_profile(
            person=person, residence_id=self.areas[home].pk, service_area_id=person.service_area_id, skills=[],
            categories=[], availability=[], showing=Showing(), actor=ACTOR, at=self.now,
        )  # fmt: skip

    @precondition(lambda self: self.persons)
    @rule(
        number=which, minutes=st.sampled_from([1, 59, 60, 61, 1200, 5999, 6000, 6001]), ago=st.integers(0, 400),
        tier=st.sampled_from(["credit", "honour"]), there=st.sampled_from(VILLAGES), taken_back=st.booleans(),
    )  # fmt: skip
    def post(self, number: int, minutes: int, ago: int, tier: str, there: str, taken_back: bool) -> None:
        day = clock.local_date(self.now) - timedelta(days=ago)
        line = rows.entry(self.a_person(number), minutes, day=day, tier=tier, area_id=self.areas[there].pk)
        self.lines.append(line)
        if taken_back:
            self.reverse(len(self.lines) - 1)

    @precondition(lambda self: self.lines)
    @rule(number=which)
    def reverse(self, number: int) -> None:
        line = self.lines.pop(number % len(self.lines))
        who = Person.objects.get(pk=line.person_id)
        more: dict[str, Any] = {"area_id": line.area_id, "reversal_of": line.id}
        rows.entry(who, -line.minutes, day=line.served_on, tier=line.tier, **more)

    @rule(village=st.sampled_from(VILLAGES[:6]), township=st.sampled_from(TOWNSHIPS))
    def tree_changes(self, village: str, township: str) -> None:
        division = self.areas[village]
        if division.parent_id != self.areas[township].pk:
            # One change a day: a table that is read in has one day.
            self.now += timedelta(days=1)
            put_below(division, self.areas[township], clock.local_date(self.now))
            actions.rebuild(at=self.now)

    @rule(days=st.sampled_from([1, 30, 41, 200, 366]), nightly=st.booleans())
    def time_passes(self, days: int, nightly: bool) -> None:
        self.now += timedelta(days=days)
        if nightly:
            people.come_of_age(at=self.now)

    @rule()
    def count(self) -> None:
        actions.roll_up(at=self.now)

    @rule()
    def prove(self) -> None:
        report = reconcile.check(at=self.now)
        assert report.drift == 0, report.text()
        this_year = clock.local_date(self.now).year
        now = {(r.area_id, r.year): r.registered for r in AreaYear.objects.filter(year__lt=this_year)}
        for cell, registered in self.closed.items():
            assert now.get(cell, 0) == registered, f"{cell}: {registered} people became {now.get(cell, 0)}"
        years = {year for _, year in self.closed}
        # A year that was proven closed is final: areas without a row had nobody.
        self.closed |= {cell: n for cell, n in now.items() if cell[1] not in years or cell in self.closed}

    @invariant()
    def who_counts_is_as_the_registration_says(self) -> None:
        for row in Registration.objects.filter(person__in=[p.pk for p in getattr(self, "persons", [])]):
            ready = row.ended_at is None and row.verified_at is not None
            ready = ready and (not row.needs_guardian or row.guardian_ok_at is not None)
            # Who came of age and was never asked for the number is asked first (people.actions.numbers).
            ready = ready and row.number_waits_since is None
            assert row.countings.filter(to_at=None).exists() is ready


def test_the_roll_up_equals_a_recount_over_random_histories() -> None:
    wanted = settings(max_examples=10, stateful_step_count=25)
    if settings.default is not None and settings.default.max_examples > 500:
        wanted = settings(max_examples=150, stateful_step_count=60)
    run_state_machine_as_test(History, settings=wanted)
