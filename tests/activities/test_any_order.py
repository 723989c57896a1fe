"""Signing up, leaving, promotion, checking in and out, in any order and twice: what always holds."""

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Count
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from baiying.activities import actions
from baiying.activities.models import Shift, Signup
from baiying.hours import actions as hours
from baiying.hours.models import Attendance
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.people import queries as people
from baiying.people.models import Counting, Registration
from tests.activities.makers import Town, actor, volunteer

PEOPLE, SHIFTS = 5, 3
which_person, which_shift = st.integers(0, PEOPLE - 1), st.integers(0, SHIFTS - 1)


class AnyOrder(RuleBasedStateMachine):
    """Two shifts at the same time and one after them; half an hour before the first. Every example is rolled back."""

    town: Town

    @initialize(wanted=which_shift)
    def begin(self, wanted: int) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        self.at = clock.now()
        self.people = [volunteer(f"志愿者{n}", self.town.village) for n in range(PEOPLE)]
        activity = self.town.activity(recruit_until=self.at + timedelta(days=1))
        self.shifts = [self.town.shift(activity, places=1 + n % 2) for n in range(SHIFTS)]
        for number, shift in enumerate(self.shifts):
            shift.starts_at = self.at + timedelta(minutes=30 if number < 2 else 150)
            shift.ends_at = shift.starts_at + timedelta(hours=2)
            shift.save()
        self.promoted: set[int] = set()
        # Else there is hardly ever a line in which somebody stands behind another.
        self.everybody_signs_up(wanted)

    def teardown(self) -> None:
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def actor_of(self, person: int) -> Any:
        row = self.people[person]
        return actor(row.account, row)  # type: ignore[arg-type]

    def signups(self, person: int, shift: int) -> list[Signup]:
        rows = Signup.objects.filter(person=self.people[person], shift=self.shifts[shift])
        return list(rows.exclude(state="cancelled").order_by("id"))

    @rule(person=which_person, shift=which_shift, twice=st.booleans())
    def signs_up(self, person: int, shift: int, twice: bool) -> None:
        given = {"shift_pid": self.shifts[shift].public_id, "person_id": self.people[person].pk, "at": self.at}
        try:
            made = actions.sign_up(**given, actor=self.actor_of(person))
        except Refused:
            return
        if twice:
            again = actions.sign_up(**given, actor=self.actor_of(person))
            assert (again.code, again.signup_pid) == ("already", made.signup_pid)

    @rule(shift=which_shift)
    def everybody_signs_up(self, shift: int) -> None:
        for person in range(PEOPLE):
            self.signs_up(person, shift, False)

    @rule(person=which_person, shift=which_shift, times=st.integers(1, 2))
    def leaves(self, person: int, shift: int, times: int) -> None:
        for row in self.signups(person, shift):
            for _ in range(times):
                actions.cancel_signup(signup_id=row.pk, reason="有事", actor=self.actor_of(person), at=self.at)

    @rule(person=which_person, shift=which_shift)
    def is_set_aside(self, person: int, shift: int) -> None:
        for row in self.signups(person, shift):
            actions.set_aside(signup_id=row.pk, reason="人手够了", actor=actor(self.town.leader), at=self.at)

    @rule(shift=which_shift, places=st.integers(1, 4))
    def gets_places(self, shift: int, places: int) -> None:
        try:
            actions.change_places(
                shift_id=self.shifts[shift].pk, places=places, actor=actor(self.town.leader), at=self.at
            )
        except Refused:
            return

    @rule(person=which_person, what=st.sampled_from(["guardian", "check", "well"]))
    def standing_changes(self, person: int, what: str) -> None:
        row = self.people[person]
        Counting.objects.filter(person=row, to_at=None).update(to_at=self.at, end_why="test")
        Registration.objects.filter(person=row).update(
            needs_guardian=what == "guardian", failed_at=self.at if what == "check" else None, verified_at=None
        )

    @rule(person=which_person, shift=which_shift)
    def checks_in(self, person: int, shift: int) -> None:
        given = {"shift_pid": self.shifts[shift].public_id, "person_id": self.people[person].pk, "at": self.at}
        try:
            pid = hours.check_in(**given, actor=self.actor_of(person))
        except Refused:
            return
        assert hours.check_in(**given, actor=self.actor_of(person)) == pid
        assert any(one.state == "accepted" for one in self.signups(person, shift))

    @rule(person=which_person, minutes=st.integers(0, 5))
    def checks_out(self, person: int, minutes: int) -> None:
        self.at += timedelta(seconds=minutes)
        row = Attendance.objects.filter(person=self.people[person], checked_out_at=None).first()
        if row is not None:
            first = hours.check_out(attendance=row, actor=self.actor_of(person), at=self.at)
            second = hours.check_out(attendance=row, actor=self.actor_of(person), at=self.at + timedelta(minutes=9))
            assert first.checked_out_at == second.checked_out_at

    @invariant()
    def as_many_places_are_taken_as_people_have_one(self) -> None:
        for shift in Shift.objects.filter(pk__in=[s.pk for s in getattr(self, "shifts", [])]):
            assert shift.taken == Signup.objects.filter(shift=shift, state="accepted").count() <= shift.places

    def could_come(self, signup: Signup) -> bool:
        standing = people.standing_of(signup.person_id, self.at)
        busy = Signup.objects.filter(person=signup.person, state="accepted", period__overlap=signup.period)
        fit = standing is not None and standing.guardian_ok and standing.state != "failed"
        return fit and not busy.exists()

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        if not hasattr(self, "people"):
            return
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for person in self.people:
            rows = Signup.objects.filter(person=person, state="accepted").select_related("shift").order_by("period")
            times = [(one.shift.starts_at, one.shift.ends_at) for one in rows]
            assert all(a[1] <= b[0] for a, b in pairwise(times))
        live = Signup.objects.exclude(state__in=["cancelled", "refused"]).values("person", "shift")
        assert not live.annotate(n=Count("id")).filter(n__gt=1).exists()
        open_ones = Attendance.objects.filter(checked_out_at=None).values("person").annotate(n=Count("id"))
        assert not open_ones.filter(n__gt=1).exists()

    @invariant()
    def whoever_was_promoted_may_come_and_was_the_first_in_the_line(self) -> None:
        """Looked at once, after the step of the promotion, so that the standing is still that of its moment."""
        if not hasattr(self, "promoted"):
            return
        for row in Signup.objects.filter(promoted_at__isnull=False).exclude(pk__in=self.promoted):
            standing = people.standing_of(row.person_id, self.at)
            assert standing is not None
            assert standing.guardian_ok
            assert standing.state != "failed"
            # Nobody was let in before somebody who stood in the line earlier, could come, and still waits.
            line = Signup.objects.filter(shift=row.shift_id, state="waitlisted", pk__lt=row.pk)
            assert not any(self.could_come(one) for one in line)
            self.promoted.add(row.pk)


@pytest.mark.django_db
def test_whatever_people_do_places_lines_and_persons_stay_right(town: Town) -> None:
    AnyOrder.town = town
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        AnyOrder, settings=settings(max_examples=12, stateful_step_count=18, deadline=None)
    )
