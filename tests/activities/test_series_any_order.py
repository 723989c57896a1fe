"""A series in any order: nothing twice, nothing outside the plan's days, nothing that was served touched."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from baiying.activities import actions, queries
from baiying.activities.models import Activity, Shift, Signup
from baiying.kit import clock
from baiying.kit.errors import Refused
from tests.activities.makers import Town, actor, volunteer
from tests.activities.repeating import BEFORE, call_off, move, places_of, published, sign_up, weekly

REPEATS = 8


class AnyOrder(RuleBasedStateMachine):
    """A series of nine weeks; time passes, the job runs, the leader changes and calls off. Every example is undone."""

    town: Town

    @initialize()
    def begin(self) -> None:
        self.block = transaction.atomic()
        self.block.__enter__()
        self.at = BEFORE
        self.row = published(self.town, weekly(REPEATS))
        self.who = volunteer("甲", self.town.village)
        self.gone: set[int] = set()
        self.served: dict[int, datetime] = {}

    def teardown(self) -> None:
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def shift(self, number: int) -> Shift:
        rows = list(Shift.objects.filter(activity=self.row).order_by("place_in_series"))
        return rows[number % len(rows)]

    @rule(days=st.integers(1, 20))
    def time_passes(self, days: int) -> None:
        self.at += timedelta(days=days)
        for one in Shift.objects.filter(activity=self.row, starts_at__lte=self.at, called_off_at=None):
            self.served.setdefault(one.pk, one.starts_at)

    @rule(times=st.integers(1, 2))
    def the_job_runs(self, times: int) -> None:
        for _ in range(times):
            actions.top_up_all(at=self.at)
        assert actions.top_up_all(at=self.at).done == 0

    @rule(number=st.integers(0, 9), which=st.sampled_from(["one", "later", "all"]), hours=st.integers(-40, 200))
    def moves(self, number: int, which: Any, hours: int) -> None:
        try:
            with transaction.atomic():
                move(self.shift(number), timedelta(hours=hours), which, self.town, at=self.at)
        except Refused:
            return

    @rule(number=st.integers(0, 9), which=st.sampled_from(["one", "later", "all"]), places=st.integers(1, 5))
    def gives_places(self, number: int, which: Any, places: int) -> None:
        shift = self.shift(number)
        try:
            actions.change_places_of(
                shift_id=shift.pk, places=places, which=which, actor=actor(self.town.leader), at=self.at
            )
        except Refused:
            return

    @rule(number=st.integers(0, 9), which=st.sampled_from(["one", "one", "later", "all"]))
    def calls_off(self, number: int, which: Any) -> None:
        try:
            call_off(self.shift(number), which, self.town, at=self.at)
        except Refused:
            return

    @rule(number=st.integers(0, 9))
    def somebody_signs_up(self, number: int) -> None:
        try:
            sign_up(self.shift(number), self.who, at=self.at)
        except Refused:
            return

    @invariant()
    def no_place_twice_and_none_beyond_the_series(self) -> None:
        if not hasattr(self, "block"):
            return
        places = [place for place in places_of(self.row) if place is not None]
        assert len(places) == len(set(places)) <= REPEATS + 1
        assert max(places) <= REPEATS

    @invariant()
    def no_shift_outside_the_plans_days(self) -> None:
        if not hasattr(self, "block"):
            return
        row = Activity.objects.get(pk=self.row.pk)
        for one in Shift.objects.filter(activity=row, called_off_at=None):
            assert row.starts_on <= clock.local_date(one.starts_at)
            assert clock.local_date(one.ends_at - timedelta(microseconds=1)) <= row.ends_on

    @invariant()
    def what_was_called_off_stays_so_and_what_has_begun_is_not_touched(self) -> None:
        if not hasattr(self, "block"):
            return
        off = set(Shift.objects.filter(activity=self.row, called_off_at__isnull=False).values_list("pk", flat=True))
        assert self.gone <= off
        self.gone = off
        assert not Signup.objects.filter(shift_id__in=off, state__in=queries.LIVE).exists()
        for pk, starts_at in self.served.items():
            one = Shift.objects.get(pk=pk)
            assert (one.starts_at, one.called_off_at) == (starts_at, None)


@pytest.mark.django_db
def test_series_in_any_order(town: Town) -> None:
    AnyOrder.town = town
    run_state_machine_as_test(AnyOrder, settings=hypothesis_settings(max_examples=25, stateful_step_count=12))  # type: ignore[no-untyped-call]
    assert connection.is_usable()
