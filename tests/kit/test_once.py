"""A question asked by several within one reading is answered once, and anew outside."""

import pytest

from baiying.kit.once import asked_once, reading

pytestmark = pytest.mark.rules
asked: list[object] = []


@asked_once
def teams_of(account_id: int, *, on: str = "") -> list[int]:
    asked.append((account_id, on))
    return [account_id]


def test_one_answer_within_a_reading_and_a_list_of_its_own_for_every_asker() -> None:
    asked.clear()
    with reading():
        first = teams_of(1)
        first.append(9)
        with reading():
            assert teams_of(1) == [1]
        assert teams_of(1) == [1], "the inner end forgets nothing"
        assert teams_of(2) == [2]
        assert teams_of(1, on="monday") == [1]
    assert asked == [(1, ""), (2, ""), (1, "monday")]


def test_outside_of_a_reading_and_in_the_next_one_it_is_asked_anew() -> None:
    asked.clear()
    teams_of(1)
    teams_of(1)
    with reading():
        teams_of(1)
    with pytest.raises(ValueError), reading():  # noqa: PT011
        raise ValueError
    teams_of(1)
    assert len(asked) == 4
