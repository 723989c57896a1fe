"""The first in the line leaves in the instant in which a place comes free, on real connections (N16)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from baiying.activities import actions
from baiying.activities.models import Shift, Signup
from baiying.demo import builders
from baiying.kit import clock
from baiying.notices import queries as notices
from baiying.people.models import Person
from tests.activities.makers import Town, actor, volunteer, waiting_at
from tests.own_database import at_once

PLACES, RUNS = 10, 50


def noon(days: int) -> datetime:
    return clock.midnight(clock.local_date(clock.now())) + timedelta(days=days, hours=12)


def leaving(signup: Signup, at: datetime) -> Callable[[], object]:
    who = actor(signup.person.account, signup.person)  # type: ignore[arg-type]
    return lambda: actions.cancel_signup(signup_id=signup.pk, reason="", actor=who, at=at)


def waiter(town: Town, number: int) -> Person:
    phone = f"1990000097{number}"
    account = builders.account(phone, name=f"等{number}")
    return builders.person(f"等{number}", residence=town.village, phone=phone, account=account)


def filled(shift: Shift, inside: list[Person], line: list[Person]) -> tuple[Signup, Signup, Signup]:
    """A shift with all its places taken and two who wait; gives who will leave, and the two."""
    at, period = noon(0), (shift.starts_at, shift.ends_at)
    for person in inside:
        Signup.objects.create(
            shift=shift, person=person, state="accepted", period=period, signed_up_at=at, accepted_at=at
        )
    for person in line:
        Signup.objects.create(shift=shift, person=person, state="waitlisted", period=period, signed_up_at=at)
    Shift.objects.filter(pk=shift.pk).update(taken=len(inside))
    rows = list(Signup.objects.filter(shift=shift).select_related("person__account").order_by("id"))
    return rows[0], rows[-2], rows[-1]


@pytest.mark.race
def test_n16_the_next_is_told_once_and_who_left_the_line_is_texted_no_place(own_database: str) -> None:
    town, at = Town(), noon(1)
    inside = [volunteer(f"在{n}", town.village) for n in range(PLACES)]
    line = [waiter(town, 1), waiter(town, 2)]
    texts: list[list[str]] = []
    for run in range(RUNS):
        shift = town.shift(town.activity(f"第{run}回"), places=PLACES, days=3 + run)
        gone, first, second = filled(shift, inside, line)
        acts = [leaving(gone, at), leaving(first, at)]
        assert at_once(*(acts if run % 2 else reversed(acts))) == ["done", "done"]
        first.refresh_from_db()
        second.refresh_from_db()
        shift.refresh_from_db()
        assert (first.state, second.state) == ("cancelled", "accepted")
        assert shift.taken == Signup.objects.filter(shift=shift, state="accepted").count() == PLACES
        assert waiting_at(shift) == 0
        actions.confirm(at=at + timedelta(minutes=1))
        actions.confirm(at=at + timedelta(minutes=2))
        of_run = [
            [one.text for one in notices.inbox_of(person.public_id) if f"“第{run}回”" in one.text] for person in line
        ]
        # Where the place came first, it was his for an instant: then he reads that he gave it back, and nothing after.
        assert "您已退出" in of_run[0][0] if first.promoted_at is None else "您已取消" in of_run[0][0]
        assert len(of_run[0]) == (1 if first.promoted_at is None else 2)
        assert [text.startswith("有名额了") for text in of_run[1]] == [True]
        texts.append([one.text for one in notices.on_screen("19900000972", limit=500)])
    assert notices.on_screen("19900000971", limit=500) == []
    for run in range(RUNS):
        assert sum(f"“第{run}回”" in text for text in texts[-1]) == 1
