"""Who waits comes in by turn, and never somebody who may not come (R038, R040)."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from baiying.activities import actions
from baiying.activities.models import Shift, Signup
from baiying.kit import clock
from baiying.people.models import Counting, Registration
from tests.activities.makers import LONG_AGO, Town, actor, volunteer


def _leave(signup: Signup) -> None:
    who = actor(signup.person.account, signup.person)  # type: ignore[arg-type]
    actions.cancel_signup(signup_id=signup.pk, reason="有事", actor=who, at=clock.now())


@pytest.mark.parametrize(
    "standing",
    [
        {"needs_guardian": True, "guardian_ok_at": None},
        {"failed_at": LONG_AGO, "verified_at": None},
        {"ended_at": LONG_AGO + timedelta(days=9)},
    ],
    ids=["the guardian has not agreed", "the check failed", "not registered any more"],
)
def test_who_may_not_serve_is_passed_over_and_keeps_the_turn(town: Town, standing: dict[str, Any]) -> None:
    shift = town.shift(places=1)
    inside = town.signup(shift, volunteer("在", town.village))
    first = town.signup(shift, volunteer("不能来", town.village), "waitlisted")
    second = town.signup(shift, volunteer("能来", town.village), "waitlisted")
    Counting.objects.filter(person=first.person, to_at=None).update(to_at=LONG_AGO + timedelta(days=9), end_why="test")
    Registration.objects.filter(person=first.person).update(**standing)
    _leave(inside)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("waitlisted", "accepted")
    shift.refresh_from_db()
    assert shift.taken == 1


@pytest.mark.parametrize("change", [{"closed_at": LONG_AGO}, {"starts_at": LONG_AGO}], ids=["closed", "begun"])
def test_nobody_is_promoted_into_what_is_closed_or_has_begun(town: Town, change: dict[str, Any]) -> None:
    shift = town.shift(places=1)
    waiting = town.signup(shift, volunteer("等", town.village), "waitlisted")
    Shift.objects.filter(pk=shift.pk).update(**change)
    locked = Shift.objects.select_related("activity").get(pk=shift.pk)
    assert actions.promoting.promote(locked, actor=actor(town.leader), at=clock.now()) == []
    waiting.refresh_from_db()
    assert waiting.state == "waitlisted"


def test_nobody_is_promoted_into_what_was_called_off(town: Town) -> None:
    activity = town.activity(state="cancelled", end_reason="大雨")
    shift = town.shift(activity, places=1)
    town.signup(shift, volunteer("等", town.village), "waitlisted")
    locked = Shift.objects.select_related("activity").get(pk=shift.pk)
    assert actions.promoting.promote(locked, actor=actor(town.leader), at=clock.now()) == []


def test_who_cannot_come_costs_no_statement_each(town: Town) -> None:
    """The shift is locked meanwhile: a long line is asked about at once, also where nobody of it may come."""
    shift = town.shift(places=1)
    inside = town.signup(shift, volunteer("在", town.village))

    def of_line(more: int) -> int:
        for n in range(more):
            waits = town.signup(shift, volunteer(f"等{n}", town.village), "waitlisted")
            Registration.objects.filter(person=waits.person).update(held_at=LONG_AGO)
        locked = Shift.objects.select_related("activity__area", "post").get(pk=shift.pk)
        locked.taken = 0
        with CaptureQueriesContext(connection) as asked:
            assert actions.promoting.promote(locked, actor=actor(town.leader), at=clock.now()) == []
        return len(asked)

    assert of_line(2) == of_line(12)
    assert inside.state == "accepted"


def test_who_is_elsewhere_is_passed_over(town: Town) -> None:
    shift = town.shift(places=1)
    inside = town.signup(shift, volunteer("在", town.village))
    busy, free = volunteer("没空", town.village), volunteer("有空", town.village)
    first, second = town.signup(shift, busy, "waitlisted"), town.signup(shift, free, "waitlisted")
    other = town.shift(town.activity("另一个活动"))
    other.starts_at, other.ends_at = shift.starts_at, shift.ends_at
    town.signup(other, busy)
    _leave(inside)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("waitlisted", "accepted")
