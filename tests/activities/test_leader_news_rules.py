"""When a leader hears of the list, as a table of moments: the pure rule (P9)."""

from datetime import datetime, timedelta

import pytest

from baiying.activities.rules import leader_news as rules
from baiying.activities.rules.plans import ActivityRules
from baiying.kit import clock

pytestmark = pytest.mark.rules
GIVEN = ActivityRules()


def china(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.CHINA)


@pytest.mark.parametrize(
    ("since", "urgent", "told", "now", "due"),
    [
        ("2026-11-28 10:00", False, None, "2026-11-28 18:59", False),
        ("2026-11-28 10:00", False, None, "2026-11-28 19:00", True),
        ("2026-11-28 19:30", False, "2026-11-28 19:00", "2026-11-29 18:50", False),
        ("2026-11-28 19:30", False, "2026-11-28 19:00", "2026-11-29 19:10", True),
        ("2026-11-28 18:00", False, None, "2026-11-29 08:00", True),
        ("2026-11-28 10:00", True, None, "2026-11-28 10:00", True),
        ("2026-11-28 10:10", True, "2026-11-28 10:00", "2026-11-28 10:29", False),
        ("2026-11-28 10:10", True, "2026-11-28 10:00", "2026-11-28 10:30", True),
        ("2026-11-28 10:10", False, "2026-11-28 10:00", "2026-11-28 10:30", False),
    ],
)
def test_when_it_is_time(since: str, urgent: bool, told: str | None, now: str, due: bool) -> None:
    told_at = china(told) if told else None
    assert rules.is_due(since=china(since), urgent=urgent, told_at=told_at, local=china(now), rules=GIVEN) == due


def test_an_area_may_gather_more_often_or_not_at_all() -> None:
    twice = ActivityRules(leader_digest_hours=(8, 19))
    assert rules.last_digest(china("2026-11-28 12:00"), twice) == china("2026-11-28 08:00")
    assert rules.last_digest(china("2026-11-28 07:00"), twice) == china("2026-11-27 19:00")
    assert rules.last_digest(china("2026-11-28 07:00"), ActivityRules(leader_digest_hours=())) is None
    with pytest.raises(ValueError, match="钟点"):
        ActivityRules(leader_digest_hours=(24,))


def test_the_last_hour_of_gathering_is_a_whole_one_and_may_be_midnight() -> None:
    assert rules.last_digest(china("2026-11-28 19:47"), GIVEN) == china("2026-11-28 19:00")
    assert rules.last_digest(china("2026-11-28 19:00"), GIVEN) == china("2026-11-28 19:00")
    odd = china("2026-11-28 18:59").replace(second=59, microsecond=7)
    assert rules.last_digest(odd, GIVEN) == china("2026-11-27 19:00")
    late = ActivityRules(leader_digest_hours=(23, 0))
    assert rules.last_digest(china("2026-11-28 00:00"), late) == china("2026-11-28 00:00")
    assert rules.last_digest(china("2026-11-28 22:59"), late) == china("2026-11-28 00:00")
    assert not rules.is_due(
        since=odd, urgent=False, told_at=None, local=odd, rules=ActivityRules(leader_digest_hours=())
    )


def test_what_was_told_at_the_very_hour_is_not_told_again() -> None:
    hour = china("2026-11-28 19:00")
    assert rules.is_due(since=hour, urgent=False, told_at=None, local=hour, rules=GIVEN)
    assert not rules.is_due(since=hour, urgent=False, told_at=hour, local=hour, rules=GIVEN)
    assert not rules.is_due(since=hour + timedelta(seconds=1), urgent=False, told_at=None, local=hour, rules=GIVEN)


def test_a_place_given_back_less_than_two_days_before_cannot_wait() -> None:
    starts = china("2026-11-30 09:00")
    assert not rules.is_urgent(starts, starts - timedelta(hours=48), GIVEN)
    assert rules.is_urgent(starts, starts - timedelta(hours=48) + timedelta(seconds=1), GIVEN)
    assert not rules.is_urgent(starts, starts - timedelta(hours=2), ActivityRules(leader_at_once_hours=2))
