"""The look for whom news has reached takes back nothing that was written while it looked, on real connections."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from baiying.activities import actions, queries
from baiying.activities.models import Shift, Signup
from baiying.activities.reminded import MustKnow
from baiying.activities.rules import reached
from baiying.kit import clock
from baiying.notices import queries as messages
from tests.activities.makers import Town, actor, volunteer
from tests.activities.test_new_times import moved

pytestmark = pytest.mark.race


def signed_up(town: Town) -> Signup:
    signup = town.signup(town.shift(days=3), volunteer("甲", town.village))
    moved(town, signup.shift)
    # As it is before the first look.
    MustKnow.objects.update(state=reached.UNKNOWN, why="")
    return signup


def looking(patch: pytest.MonkeyPatch, meanwhile: Callable[[], object]) -> None:
    """Look, and let somebody else do something between the reading and the writing."""
    real = messages.became
    done: list[int] = []

    def act() -> None:
        try:
            meanwhile()
            done.append(1)
        finally:
            connection.close()

    def became(sources: Any) -> Any:
        found = real(sources)
        if not done:
            other = threading.Thread(target=act)
            other.start()
            other.join(30)
        return found

    patch.setattr(messages, "became", became)
    actions.look_who_knows(at=clock.now() + timedelta(hours=20))
    assert done, "nothing was done meanwhile"


def states() -> list[tuple[str, str]]:
    return list(MustKnow.objects.order_by("pk").values_list("state", "why"))


def test_who_agreed_meanwhile_has_to_be_called_by_nobody(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    town = Town()
    signup = signed_up(town)
    time = queries.mark_of_time(Shift.objects.get(pk=signup.shift_id))
    who = actor(signup.person.account, signup.person)  # type: ignore[arg-type]
    looking(
        monkeypatch, lambda: actions.agree_to_time(signup_id=signup.pk, time=time, actor=who, at=clock.now())
    )  # fmt: skip
    assert states() == [(reached.REACHED, "")]


def test_news_that_newer_ones_replaced_meanwhile_stays_old(own_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    town = Town()
    signup = signed_up(town)
    looking(monkeypatch, lambda: moved(town, signup.shift, 1))
    assert states()[0] == (reached.OLD, "")
    assert len(states()) == 2


def test_nothing_written_meanwhile_the_look_notes_what_it_found(
    own_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_up(Town())
    looking(monkeypatch, lambda: True)
    assert states() != [(reached.UNKNOWN, "")]
