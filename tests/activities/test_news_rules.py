"""News that still hold when they are sent, and those that ring at night: every edge (N15)."""

from datetime import UTC, datetime, timedelta

import pytest

from baiying.activities.rules import news, reminders

pytestmark = pytest.mark.rules

START = datetime(2026, 12, 5, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "before", "rings"),
    [
        (24, timedelta(hours=24), True),
        (24, timedelta(hours=24, seconds=1), False),
        (24, timedelta(minutes=1), True),
        (0, timedelta(seconds=1), False),
        (0, timedelta(0), True),
        (72, timedelta(hours=72), True),
        (72, timedelta(hours=73), False),
    ],
)
def test_what_begins_within_the_areas_hours_rings(hours: int, before: timedelta, rings: bool) -> None:
    given = reminders.ReminderRules(change_rings_hours=hours)
    assert reminders.rings(START, START - before, given) is rings


@pytest.mark.parametrize("what", news.STANDING)
def test_news_to_who_comes_are_not_for_who_left(what: str) -> None:
    said = {"was_live": True, "same_time": True, "again": False}
    assert news.holds(what, is_live=True, **said)
    assert not news.holds(what, is_live=False, **said)
    # Who left and came again has another sign-up, which has its own news.
    assert not news.holds(what, is_live=False, **(said | {"again": True}))


@pytest.mark.parametrize(("what", "holds"), [("moved", False), ("address", True), ("risk", True), ("note", True)])
def test_only_a_time_is_undone_by_another_time(what: str, holds: bool) -> None:
    assert news.holds(what, was_live=True, is_live=True, same_time=False, again=False) is holds


@pytest.mark.parametrize("what", news.ENDED)
@pytest.mark.parametrize("same_time", [True, False])
def test_what_ended_a_place_holds_unless_there_is_another(what: str, same_time: bool) -> None:
    said = {"was_live": False, "is_live": False, "same_time": same_time}
    assert news.holds(what, again=False, **said)
    assert not news.holds(what, again=True, **said)


def test_whom_a_move_cost_the_place_reads_so_whatever_comes_after() -> None:
    said = {"was_live": False, "is_live": False, "same_time": False}
    assert news.holds("moved", again=False, **said)
    assert not news.holds("moved", again=True, **said)
