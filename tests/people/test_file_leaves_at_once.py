"""Leaves for files, pressed at the same moment: one wish, one answer."""

import pytest

from baiying.kit import clock
from baiying.kit.taking import File
from baiying.kit.values.actor import Actor
from baiying.people import actions
from baiying.people.models import FileLeave
from tests.people import world
from tests.people.test_at_once import at_once

pytestmark = pytest.mark.race
LIST = File("people", "志愿者名单", 3, "/desk/people/", "q=李", personal=True)


def asked(area_id: int) -> str:
    row = actions.ask_file_leave(
        file=LIST, area_id=area_id, children=2, words="要买保险", actor=Actor(account_id=1), at=clock.now()
    )
    return row.public_id


def test_two_presses_of_export_are_one_wish(own_database: str) -> None:
    area = world.make_area()
    said = at_once(6, lambda _n: asked(area.county.pk))
    assert said == [FileLeave.objects.get().public_id] * 6


def test_of_a_yes_and_a_no_one_holds_and_the_other_hand_is_told(own_database: str) -> None:
    area = world.make_area()
    asked(area.county.pk)
    row = FileLeave.objects.get()

    def answer(n: int) -> str:
        by, at = Actor(account_id=10 + n), clock.now()
        if n % 2:
            actions.refuse_file_leave(leave_id=row.pk, why="不清楚", actor=by, at=at)
        else:
            actions.give_file_leave(leave_id=row.pk, actor=by, at=at)
        return "done"

    said = at_once(4, answer)
    assert sorted(said) == ["done"] + ["file_leave_decided"] * 3
    row.refresh_from_db()
    assert (row.until is None) == bool(row.refused_why)
