"""An emergency that waits for a second person, or for a signature, comes before everything else on the workbench."""

from collections.abc import Callable

import pytest
from django.test import Client

from baiying.circulars import actions, piles
from baiying.desk import queries as desk
from baiying.kit import clock
from tests.circulars.conftest import Office, words

pytestmark = pytest.mark.django_db


def test_an_emergency_to_approve_is_the_first_pile_and_its_first_line(
    office: Office, client_as: Callable[[str | None], Client]
) -> None:
    at = clock.now()
    for says in (words("普通通知", sort="notice"), words("防汛", sort="emergency")):
        actions.ask(circular=office.draft(says=says), actor=office.actor(), at=at)
    pile = piles.to_approve(office.actor("deputy"), at)
    assert pile is not None
    assert pile.now
    assert [str(item.title) for item in pile.items] == ["防汛", "普通通知"]
    assert str(pile.items[0].detail).startswith("应急")
    assert desk.piles(office.actor("deputy"), at)[0].key == "circulars_to_approve"
    assert "防汛" in client_as("deputy").get("/desk/").content.decode()


def test_without_one_the_pile_stands_by_its_age(office: Office) -> None:
    at = clock.now()
    actions.ask(circular=office.draft(says=words("普通通知", sort="notice")), actor=office.actor(), at=at)
    pile = piles.to_approve(office.actor("deputy"), at)
    assert pile is not None
    assert not pile.now


def test_an_emergency_to_sign_is_of_this_day(office: Office) -> None:
    at = clock.now()
    office.sent(says=words("防汛"))
    pile = piles.received(office.actor("clerk"), at)
    assert pile is not None
    assert pile.now
