"""Whatever the times and the rules: reasons add up to what is missing, more presence never counts less, caps hold."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baiying.hours import rules

pytestmark = pytest.mark.rules
NINE = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
# What each reason adds to the planned minutes, and what it takes from them.
ADDS = {"came_early": 1, "stayed_on": 1, "late": -1, "left_early": -1}
CAPS = ("over_auto_cap", "over_cap", "activity_cap")

seconds = st.integers(-6 * 3600, 12 * 3600)
lengths = st.integers(10, 600)
hour_rules = st.builds(
    rules.HourRules,
    rounding_minutes=st.sampled_from([0, 1, 5, 15, 30, 60]),
    early_grace_minutes=st.integers(0, 60),
    late_grace_minutes=st.integers(0, 60),
    minimum_presence_percent=st.sampled_from([0, 0, 0, 30, 50, 80, 100]),
)
cap_rules = st.builds(
    rules.HourRules,
    daily_auto_minutes=st.integers(0, 900),
    daily_cap_minutes=st.integers(0, 1_000),
    activity_cap_minutes=st.sampled_from([0, 0, 60, 100, 600]),
)


@st.composite
def windows(draw: st.DrawFn) -> rules.Window:
    length = draw(lengths)
    pause = draw(st.integers(0, length // 2))
    return rules.Window(NINE, NINE + timedelta(minutes=length), pause)


def after(value: int) -> datetime:
    return NINE + timedelta(seconds=value)


def planned(window: rules.Window) -> int:
    return int((window.ends_at - window.starts_at).total_seconds()) // 60


def said(counted: rules.Counted, code: str) -> int:
    return sum(int(r["minutes"]) for r in counted.reasons if r["code"] == code)


@given(seconds, seconds, windows(), hour_rules)
def test_minutes_are_never_negative_nor_more_than_presence_or_shift_and_graces(
    one: int, other: int, window: rules.Window, given_rules: rules.HourRules
) -> None:
    came, left = after(min(one, other)), after(max(one, other))
    counted = rules.creditable_minutes(came, left, window, given_rules)
    most = planned(window) + given_rules.early_grace_minutes + given_rules.late_grace_minutes
    assert 0 <= counted.minutes <= most
    # Both ends are read to the minute, which can add less than one minute.
    assert counted.minutes <= (left - came).total_seconds() / 60 + 1
    assert counted.starts_at <= counted.ends_at
    if given_rules.rounding_minutes > 1:
        assert counted.minutes % given_rules.rounding_minutes == 0


@given(seconds, seconds, windows(), hour_rules)
def test_what_the_reasons_say_adds_up_to_what_is_missing(
    one: int, other: int, window: rules.Window, given_rules: rules.HourRules
) -> None:
    """For whoever was there during a part of the shift: planned, and what came on and went off, is what counts."""
    came, left = after(min(one, other)), after(max(one, other))
    counted = rules.creditable_minutes(came, left, window, given_rules)
    opens = window.starts_at - timedelta(minutes=given_rules.early_grace_minutes)
    closes = window.ends_at + timedelta(minutes=given_rules.late_grace_minutes)
    if left < window.starts_at or came > window.ends_at or left <= opens or came >= closes:
        return
    total = planned(window) + sum(ADDS[c] * said(counted, c) for c in ADDS)
    total -= said(counted, "break") + said(counted, "rounded")
    if said(counted, "below_presence"):
        assert counted.minutes == 0
        assert said(counted, "below_presence") == total
    else:
        assert counted.minutes == total


@given(seconds, seconds, st.integers(0, 3_600), windows(), hour_rules)
def test_who_stays_longer_or_comes_earlier_never_gets_less(
    one: int, other: int, more: int, window: rules.Window, given_rules: rules.HourRules
) -> None:
    came, left = after(min(one, other)), after(max(one, other))
    minutes = rules.creditable_minutes(came, left, window, given_rules).minutes
    longer = timedelta(seconds=more)
    assert rules.creditable_minutes(came, left + longer, window, given_rules).minutes >= minutes
    assert rules.creditable_minutes(came - longer, left, window, given_rules).minutes >= minutes


minutes_ = st.integers(0, 1_200)


def capped(split: rules.Split) -> int:
    return sum(int(r["minutes"]) for r in split.reasons if r["code"] in {"over_cap", "activity_cap"})


@given(minutes_, minutes_, minutes_, cap_rules)
def test_a_split_loses_nothing_and_keeps_every_cap(
    minutes: int, today: int, in_activity: int, given_rules: rules.HourRules
) -> None:
    split = rules.split_by_caps(minutes, posted_today=today, posted_in_activity=in_activity, rules=given_rules)
    assert split.automatic >= 0
    assert split.over >= 0
    assert split.automatic + split.over + capped(split) == minutes
    assert sum(int(r["minutes"]) for r in split.reasons if r["code"] == "over_auto_cap") == split.over
    assert split.automatic == 0 or today + split.automatic <= given_rules.daily_auto_minutes
    both = split.automatic + split.over
    assert both == 0 or today + both <= given_rules.daily_cap_minutes
    if given_rules.activity_cap_minutes:
        assert both == 0 or in_activity + both <= given_rules.activity_cap_minutes
    assert all(r["minutes"] > 0 for r in split.reasons)


@given(minutes_, st.integers(0, 200), minutes_, minutes_, cap_rules)
def test_a_split_is_monotone(
    minutes: int, more: int, today: int, in_activity: int, given_rules: rules.HourRules
) -> None:
    def both(asked: int, posted: int) -> tuple[int, int]:
        split = rules.split_by_caps(asked, posted_today=posted, posted_in_activity=in_activity, rules=given_rules)
        return split.automatic, split.automatic + split.over

    assert both(minutes + more, today) >= both(minutes, today)
    assert both(minutes, today + more)[1] <= both(minutes, today)[1]
    assert both(minutes, today + more)[0] <= both(minutes, today)[0]


@given(minutes_, minutes_, minutes_, cap_rules)
def test_an_approval_posts_what_the_caps_leave_and_says_what_it_does_not(
    minutes: int, today: int, in_activity: int, given_rules: rules.HourRules
) -> None:
    split = rules.approvable(minutes, posted_today=today, posted_in_activity=in_activity, rules=given_rules)
    assert split.over == 0
    assert split.automatic + capped(split) == minutes
    assert split.automatic == 0 or today + split.automatic <= given_rules.daily_cap_minutes


@given(
    minutes_,
    st.sampled_from(rules.SOURCES),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    minutes_,
    minutes_,
    cap_rules,
)
def test_a_settlement_never_invents_minutes_and_never_leaves_one_without_a_word(
    minutes: int,
    source: str,
    confirmed: bool,
    own_leader: bool,
    counts: bool,
    never: bool,
    today: int,
    in_activity: int,
    given_rules: rules.HourRules,
) -> None:
    served = rules.Served(
        source, confirmed, own_leader, counts and not never, never, posted_today=today, posted_in_activity=in_activity
    )
    found = rules.settle(rules.Counted(minutes, NINE, NINE, ()), served, given_rules)
    posted = found.post.minutes if found.post else 0
    waiting = found.propose.minutes if found.propose else 0
    assert 0 <= posted + waiting <= minutes
    assert not (posted and never)
    assert not (posted and (own_leader or not confirmed or source not in given_rules.credit_sources))
    assert found.settled == (found.propose is None and found.tell != "provisional")
    assert posted or waiting or found.tell, "the volunteer always learns what became of it"
