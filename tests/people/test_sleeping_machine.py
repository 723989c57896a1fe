"""U40 as a machine: whatever comes in whatever order, nobody is parked whom no question reached for its days."""

from datetime import date, timedelta

import pytest
from hypothesis import settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from hypothesis.strategies import booleans, sampled_from

from baiying.demo import builders
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.people import actions
from baiying.people.models import Counting, Dormancy, DormancyStart, Person
from baiying.people.rules.sleeping import End, State
from tests.people import asleep
from tests.people.asleep import FIRST
from tests.people.world import Area

pytestmark = pytest.mark.django_db
WAIT = 60


class Sleep(RuleBasedStateMachine):
    """One person, one station, a gateway and a calendar."""

    area: Area

    @initialize()
    def begin(self) -> None:
        Person.objects.filter(closed_at=None).update(closed_at=FIRST)
        Dormancy.objects.all().delete()
        DormancyStart.objects.all().delete()
        self.at = FIRST
        self.person = asleep.sleeper(self.area.village)
        self.counting = Counting.objects.get(person=self.person)
        self.clerk = asleep.office(self.area.village, "place_staff")
        self.left_on: date | None = None
        self.heard = False

    @rule(days=sampled_from((1, 20, 61)))
    def a_morning(self, days: int) -> None:
        self.at += timedelta(days=days)
        asleep.morning(self.at)

    @rule()
    def the_gateway_takes(self) -> None:
        if asleep.gateway_takes(self.at):
            self.left_on = clock.local_date(self.at)

    @rule()
    def it_comes_back(self) -> None:
        if asleep.gateway_refuses(self.at):
            self.left_on = None

    @rule()
    def an_act(self) -> None:
        team = builders.team(builders.body(area=self.area.village))
        builders.membership(team, self.person, asked_at=self.at)

    @rule()
    def the_tap(self) -> None:
        actions.go_on(person=self.person, how=End.STAYS, actor=asleep.own(self.person), at=self.at)

    @rule(stays=booleans())
    def the_station_hears(self, stays: bool) -> None:
        row = Dormancy.objects.filter(ended_at=None).first()
        if row is None:
            return
        try:
            actions.hear_sleeper(dormancy_id=row.pk, stays=stays, words="问过", actor=self.clerk, at=self.at)
        except Refused:
            return
        self.heard = True

    @precondition(lambda self: not DormancyStart.objects.filter(stopped_at=None).exists())
    @rule()
    def the_office_begins(self) -> None:
        asleep.let_begin(self.area.county, self.at)

    @rule()
    def the_office_stops(self) -> None:
        actions.stop_asking(area=self.area.county, actor=self.clerk, at=self.at)

    @invariant()
    def parked_is_told_long_enough_or_heard(self) -> None:
        if not hasattr(self, "person"):
            return
        self.person.refresh_from_db()
        rows = list(Dormancy.objects.filter(person=self.person, ended_at=None))
        assert len(rows) <= 1
        is_parked = bool(rows) and rows[0].state is State.PARKED
        assert (self.person.parked_at is not None, self.person.rests_since is not None) == (is_parked, is_parked)
        if is_parked and rows[0].decided_by_id is None:
            assert rows[0].told_at is not None
            parked_on, told_on = (clock.local_date(one) for one in (rows[0].parked_at, rows[0].told_at) if one)
            assert parked_on >= told_on + timedelta(days=WAIT)
        if is_parked and rows[0].decided_by_id is not None:
            assert self.heard
        self.counting.refresh_from_db()
        assert self.counting.to_at is None, "hours and register are untouched"


def test_u40_ask_wait_park_wake_in_any_order(area: Area) -> None:
    Sleep.area = area
    run_state_machine_as_test(Sleep, settings=settings(max_examples=12, stateful_step_count=14, deadline=None))
