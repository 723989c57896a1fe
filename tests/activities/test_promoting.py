"""Who waits comes in by turn, and never somebody who may not come (R038, R040)."""

from datetime import timedelta
from typing import Any

import pytest

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
