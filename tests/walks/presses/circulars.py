"""The presses about notices that go down the levels."""

from collections.abc import Callable

from baiying.circulars import actions as circulars
from tests.walks.presses.press import On, Press
from tests.walks.world import World

PRESSES: dict[str, Callable[[World], Press]] = {
    "circulars.approve": On(
        lambda w: w.notice("asked"),
        lambda w, row, at: circulars.approve(circular=row, actor=w.actor("deputy"), at=at),
    ),
    "circulars.approve_difference": On(
        lambda w: w.notice("held"),
        lambda w, row, at: circulars.approve_difference(circular=row, number=1, actor=w.actor("deputy"), at=at),
    ),
    "circulars.send_back": On(
        lambda w: w.notice("asked"),
        lambda w, row, at: circulars.send_back(circular=row, actor=w.actor("deputy"), at=at),
    ),
    "circulars.answer": On(
        lambda w: w.notice("sent").boxes.get(),
        lambda w, row, at: circulars.answer(
            box=row, done=False, done_on=None, remark="没有人手", actor=w.actor("clerk"), at=at
        ),
    ),
    "circulars.stop": On(
        lambda w: w.notice("going"),
        lambda w, row, at: circulars.stop(circular=row, number=1, actor=w.actor("city"), at=at),
    ),
    "circulars.withdraw": On(
        lambda w: w.notice("sent"),
        lambda w, row, at: circulars.withdraw(circular=row, why="改期", actor=w.actor("city"), at=at),
    ),
}
