"""Every room with rows of people says which of them are acts, or why none is (U40)."""

from datetime import UTC, datetime

import pytest

from baiying.kit import rooms
from baiying.kit.acts import Whose

# Rooms that keep rows of people and declare no act, each with its reason.
_NONE = {
    "figures": "counts what others did",
    "notices": "messages are written to people, not by them; what an answer means is a row of the room it is about",
    "circulars": "an office signs and answers, and holding it is an act already; a notice that somebody got is none",
    "unified": "a way to log in, which alone is no act",
    "desk": "keeps how far a digest was read",
    "demo": "marks what is invented",
    "kit": "looks and books",
}


def test_u40_every_room_with_rows_of_people_declares_its_acts() -> None:
    named = {name for name, room in rooms.brought().items() if room.names_person}
    declared = {name for name, room in rooms.brought().items() if room.acts}
    assert named - declared <= set(_NONE)
    assert not declared & set(_NONE)


@pytest.mark.django_db
def test_of_nobody_there_are_no_acts() -> None:
    at = datetime(2026, 11, 24, tzinfo=UTC)
    assert [act for told in rooms.filling("acts") for act in told(Whose(frozenset(), frozenset()), at)] == []
