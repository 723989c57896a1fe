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


FIRST = "2026-11-29 09:00"


@pytest.mark.parametrize(
    ("since", "told", "now", "due"),
    [
        ("2026-11-28 10:00", None, "2026-11-28 17:59", False),
        ("2026-11-28 10:00", None, "2026-11-28 18:00", True),
        ("2026-11-28 18:30", "2026-11-28 18:00", "2026-11-29 17:50", False),
        ("2026-11-28 18:30", "2026-11-28 18:00", "2026-11-29 18:10", True),
        ("2026-11-28 17:00", None, "2026-11-29 08:00", True),
    ],
)
def test_when_the_digest_is_due(since: str, told: str | None, now: str, due: bool) -> None:
    told_at = china(told) if told else None
    assert rules.is_for_digest(since=china(since), told_at=told_at, local=china(now), rules=GIVEN) == due


@pytest.mark.parametrize(
    ("first", "told", "now", "due"),
    [
        (None, None, "2026-11-28 10:00", False),
        (FIRST, None, "2026-11-28 10:00", True),
        (FIRST, "2026-11-28 10:00", "2026-11-28 10:29", False),
        (FIRST, "2026-11-28 10:00", "2026-11-28 10:30", True),
        # The shift begins before the pause is over, or before it is looked again: later is too late.
        ("2026-11-28 10:35", "2026-11-28 10:00", "2026-11-28 10:05", True),
        ("2026-11-28 10:36", "2026-11-28 10:00", "2026-11-28 10:05", False),
    ],
)
def test_when_it_is_told_at_once(first: str | None, told: str | None, now: str, due: bool) -> None:
    begins, told_at = china(first) if first else None, china(told) if told else None
    assert rules.is_for_now(first=begins, told_at=told_at, local=china(now), rules=GIVEN) == due


def test_an_area_may_gather_more_often_or_not_at_all() -> None:
    twice = ActivityRules(leader_digest_hours=(8, 19))
    assert rules.last_digest(china("2026-11-28 12:00"), twice) == china("2026-11-28 08:00")
    assert rules.last_digest(china("2026-11-28 07:00"), twice) == china("2026-11-27 19:00")
    assert rules.last_digest(china("2026-11-28 07:00"), ActivityRules(leader_digest_hours=())) is None
    with pytest.raises(ValueError, match="钟点"):
        ActivityRules(leader_digest_hours=(24,))


def test_the_last_hour_of_gathering_is_a_whole_one_and_may_be_midnight() -> None:
    assert rules.last_digest(china("2026-11-28 18:47"), GIVEN) == china("2026-11-28 18:00")
    assert rules.last_digest(china("2026-11-28 18:00"), GIVEN) == china("2026-11-28 18:00")
    odd = china("2026-11-28 17:59").replace(second=59, microsecond=7)
    assert rules.last_digest(odd, GIVEN) == china("2026-11-27 18:00")
    late = ActivityRules(leader_digest_hours=(23, 0))
    assert rules.last_digest(china("2026-11-28 00:00"), late) == china("2026-11-28 00:00")
    assert rules.last_digest(china("2026-11-28 22:59"), late) == china("2026-11-28 00:00")
    never = ActivityRules(leader_digest_hours=())
    assert rules.next_digest(odd, never) is None
    assert not rules.is_for_digest(since=odd, told_at=None, local=odd, rules=never)


def test_the_next_hour_of_gathering_comes_after_the_instant() -> None:
    assert rules.next_digest(china("2026-11-28 17:59"), GIVEN) == china("2026-11-28 18:00")
    assert rules.next_digest(china("2026-11-28 18:00"), GIVEN) == china("2026-11-29 18:00")
    twice = ActivityRules(leader_digest_hours=(19, 8))
    assert rules.next_digest(china("2026-11-28 08:10"), twice) == china("2026-11-28 19:00")
    assert rules.next_digest(china("2026-11-28 19:10"), twice) == china("2026-11-29 08:00")


def test_what_was_told_at_the_very_hour_is_not_told_again() -> None:
    hour = china("2026-11-28 18:00")
    assert rules.is_for_digest(since=hour, told_at=None, local=hour, rules=GIVEN)
    assert not rules.is_for_digest(since=hour, told_at=hour, local=hour, rules=GIVEN)
    assert not rules.is_for_digest(since=hour + timedelta(seconds=1), told_at=None, local=hour, rules=GIVEN)


@pytest.mark.parametrize(
    ("now", "at_once"),
    [
        ("2026-12-10 17:00", False),
        # The next digest, on Friday at 18:00, would come less than a day before the shift (N31).
        ("2026-12-10 18:00", True),
        ("2026-12-10 19:00", True),
        ("2026-12-11 08:59", True),
        ("2026-12-11 09:01", True),
    ],
)
def test_n31_what_the_next_digest_would_tell_too_late_cannot_wait(now: str, at_once: bool) -> None:
    assert rules.cannot_wait(china("2026-12-12 09:00"), china(now), GIVEN) == at_once


def test_a_digest_exactly_at_the_limit_is_in_time() -> None:
    starts = china("2026-12-12 18:00")
    assert not rules.cannot_wait(starts, china("2026-12-11 17:00"), GIVEN)
    assert rules.cannot_wait(starts - timedelta(seconds=1), china("2026-12-11 17:00"), GIVEN)


def test_an_area_without_digests_tells_only_what_is_near() -> None:
    starts, never = china("2026-11-30 09:00"), ActivityRules(leader_digest_hours=(), leader_at_once_hours=2)
    assert not rules.cannot_wait(starts, starts - timedelta(hours=2), never)
    assert rules.cannot_wait(starts, starts - timedelta(hours=2) + timedelta(seconds=1), never)
