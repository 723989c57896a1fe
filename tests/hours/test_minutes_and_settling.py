"""Minutes, caps and who may decide as pure decisions: every reason whole, with its number and its measure."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from baiying.hours import rules
from baiying.hours.rules import Counted, HourRules, Window

pytestmark = pytest.mark.rules
START = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
END = START + timedelta(hours=3)
GIVEN = HourRules()


def after(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


# Minutes: each reason whole, with its number and its measure.

WINDOW = Window(START, END)


def reasons(came: float, left: float, window: Window = WINDOW, **values: Any) -> tuple[int, list[dict[str, Any]]]:
    found = rules.creditable_minutes(after(came), after(left), window, HourRules(**values))
    return found.minutes, list(found.reasons)


@pytest.mark.law("O67-7")
@pytest.mark.parametrize(
    ("came", "left", "minutes", "said"),
    [
        (-1, 180, 181, [{"code": "came_early", "minutes": 1}]),
        (-15, 180, 195, [{"code": "came_early", "minutes": 15}]),
        (
            -16,
            180,
            195,
            [{"code": "early", "minutes": 1, "grace": 15}, {"code": "came_early", "minutes": 15}],
        ),
        (1, 180, 179, [{"code": "late", "minutes": 1}]),
        (0, 179, 179, [{"code": "left_early", "minutes": 1}]),
        (0, 181, 181, [{"code": "stayed_on", "minutes": 1}]),
        (0, 195, 195, [{"code": "stayed_on", "minutes": 15}]),
        (
            0,
            196,
            195,
            [{"code": "stayed_on", "minutes": 15}, {"code": "overtime", "minutes": 1, "grace": 15}],
        ),
        (
            185,
            200,
            10,
            [
                {"code": "late", "minutes": 180},
                {"code": "stayed_on", "minutes": 10},
                {"code": "overtime", "minutes": 5, "grace": 15},
            ],
        ),
        (
            -10,
            -5,
            5,
            [{"code": "came_early", "minutes": 5}, {"code": "left_early", "minutes": 180}],
        ),
    ],
)
def test_each_minute_more_or_less_has_its_reason(
    came: float, left: float, minutes: int, said: list[dict[str, Any]]
) -> None:
    assert reasons(came, left) == (minutes, said)


def test_times_are_read_to_the_minute_on_both_sides() -> None:
    shift = Window(START + timedelta(seconds=40), END + timedelta(seconds=59))
    found = rules.creditable_minutes(after(0.99), after(180.5), shift, GIVEN)
    assert found == Counted(180, START, END, ())


@pytest.mark.law("M340-time")
@pytest.mark.parametrize(
    ("came", "left", "minutes", "pause"),
    [
        (0, 180, 120, 60), (60, 120, 0, 60), (0, 60, 60, 0), (0, 61, 60, 1), (119, 180, 60, 1), (120, 180, 60, 0),
        (90, 180, 60, 30),
    ],
)  # fmt: skip
def test_the_break_lies_in_the_middle_and_only_its_part_is_taken_off(
    came: float, left: float, minutes: int, pause: int
) -> None:
    found, said = reasons(came, left, Window(START, END, 60))
    assert found == minutes
    assert [r for r in said if r["code"] == "break"] == ([{"code": "break", "minutes": pause}] if pause else [])


@pytest.mark.parametrize(
    ("left", "percent", "minutes", "said"),
    [
        (60, 50, 60, []),
        (59, 50, 0, [{"code": "below_presence", "minutes": 59, "percent": 50}]),
        (1, 1, 0, [{"code": "below_presence", "minutes": 1, "percent": 1}]),
        (2, 1, 2, []),
        (0, 0, 0, [{"code": "too_short", "minutes": 0}]),
    ],
)
def test_the_least_presence_is_measured_against_the_shift_without_its_break(
    left: float, percent: int, minutes: int, said: list[dict[str, Any]]
) -> None:
    shift = Window(START, after(180), 60)
    found, why = reasons(0, left, shift, minimum_presence_percent=percent)
    assert found == minutes
    assert [r for r in why if r["code"] in {"below_presence", "too_short"}] == said


@pytest.mark.parametrize(
    ("left", "step", "minutes", "said"),
    [
        (59, 30, 30, [{"code": "rounded", "minutes": 29, "step": 30}]),
        (60, 30, 60, []),
        (29, 30, 0, [{"code": "rounded", "minutes": 29, "step": 30}, {"code": "too_short", "minutes": 29}]),
        (7, 0, 7, []),
        (7, 1, 7, []),
        (7, 2, 6, [{"code": "rounded", "minutes": 1, "step": 2}]),
    ],
)
def test_rounding_goes_down_and_says_so(left: float, step: int, minutes: int, said: list[dict[str, Any]]) -> None:
    found, why = reasons(0, left, rounding_minutes=step)
    assert (found, [r for r in why if r["code"] in {"rounded", "too_short"}]) == (minutes, said)


def test_a_shift_of_one_minute_is_measured_against_one_minute() -> None:
    shift = Window(START, after(1), 1)
    assert reasons(0, 1, shift, minimum_presence_percent=1)[1] == [
        {"code": "break", "minutes": 1}, {"code": "below_presence", "minutes": 0, "percent": 1},
    ]  # fmt: skip


# Caps.


def caps(minutes: int, today: int, in_activity: int, **values: Any) -> tuple[int, int, list[dict[str, Any]]]:
    split = rules.split_by_caps(minutes, posted_today=today, posted_in_activity=in_activity, rules=HourRules(**values))
    return split.automatic, split.over, list(split.reasons)


@pytest.mark.parametrize(
    ("minutes", "today", "in_activity", "activity_cap", "expected"),
    [
        (60, 0, 0, 0, (60, 0, [])),
        (60, 0, 9_999, 0, (60, 0, [])),
        (60, 0, 0, 60, (60, 0, [])),
        (61, 0, 0, 60, (60, 0, [{"code": "activity_cap", "minutes": 1, "cap": 60}])),
        (60, 0, 1, 60, (59, 0, [{"code": "activity_cap", "minutes": 1, "cap": 60}])),
        (60, 0, 90, 60, (0, 0, [{"code": "activity_cap", "minutes": 60, "cap": 60}])),
        (60, 0, 0, 1, (1, 0, [{"code": "activity_cap", "minutes": 59, "cap": 1}])),
        (
            700,
            100,
            0,
            650,
            (
                380,
                240,
                [
                    {"code": "activity_cap", "minutes": 50, "cap": 650},
                    {"code": "over_cap", "minutes": 30, "cap": 720},
                    {"code": "over_auto_cap", "minutes": 240, "cap": 480},
                ],
            ),
        ),
        (10, 800, 0, 0, (0, 0, [{"code": "over_cap", "minutes": 10, "cap": 720}])),
        (10, 480, 0, 0, (0, 10, [{"code": "over_auto_cap", "minutes": 10, "cap": 480}])),
        (10, 471, 0, 0, (9, 1, [{"code": "over_auto_cap", "minutes": 1, "cap": 480}])),
    ],
)
def test_every_cap_says_how_many_minutes_it_took(
    minutes: int, today: int, in_activity: int, activity_cap: int, expected: tuple[int, int, list[dict[str, Any]]]
) -> None:
    assert caps(minutes, today, in_activity, activity_cap_minutes=activity_cap) == expected


def test_what_may_be_approved_is_one_number_up_to_the_days_cap() -> None:
    found = rules.approvable(500, posted_today=300, posted_in_activity=10, rules=HourRules(activity_cap_minutes=490))
    assert (found.automatic, found.over, list(found.reasons)) == (
        420, 0, [{"code": "activity_cap", "minutes": 20, "cap": 490}, {"code": "over_cap", "minutes": 60, "cap": 720}]
    )  # fmt: skip


@pytest.mark.parametrize(("one", "other"), list(product([*rules.SOURCES, "", "other"], repeat=2)))
def test_the_weaker_of_two_sources_whatever_their_order(one: str, other: str) -> None:
    strength = {
        source: n for n, source in enumerate(("code", "digits", "scan", "roll", "paper", "typed", "transferred"))
    }
    typed = strength["typed"]
    expected = max(strength.get(one, typed), strength.get(other, typed))
    assert strength[rules.weaker(one, other)] == expected


@pytest.mark.parametrize(
    ("source", "own", "counted", "code"),
    [
        ("code", False, ("scan",), "by_local_rule"),
        ("scan", True, (), "by_local_rule"),
        ("code", False, ("code",), "closed_by_system"),
        ("code", True, ("code",), "leader_own"),
        ("paper", False, ("code",), "by_hand"),
        # Typed digits are the live code, whichever rules were written before the two were told apart.
        ("digits", False, ("code",), "closed_by_system"),
        ("digits", True, ("code", "scan"), "leader_own"),
        ("digits", False, ("scan",), "by_local_rule"),
    ],
)
def test_the_reason_for_a_second_person_is_never_false(
    source: str, own: bool, counted: tuple[str, ...], code: str
) -> None:
    assert rules.why_not_by_itself(source, own_leader=own, rules=HourRules(credit_sources=counted)) == code


@pytest.mark.law("O67-3")
def test_only_a_live_source_confirmed_and_of_somebody_else_posts_by_itself() -> None:
    for source, confirmed, own in product(rules.SOURCES, [False, True], [False, True]):
        found = rules.posts_by_itself(source, confirmed=confirmed, own_leader=own, rules=GIVEN)
        assert found is (source in {"code", "digits", "scan"} and confirmed and not own)
        assert rules.tier_of(source, GIVEN) == ("credit" if source in {"code", "digits", "scan"} else "honour")


@pytest.mark.law("O67-3")
@pytest.mark.parametrize(
    ("decider", "proposed", "mine", "code"),
    [
        (None, None, False, "nobody"), (None, None, True, "nobody"), (4, 2, False, ""), (4, 4, False, "proposer"),
        (4, None, True, "beneficiary"), (1, 2, True, "beneficiary"), (1, 1, False, "leader"), (3, 2, False, "proposer"),
        (0, None, False, ""),
    ],
)  # fmt: skip
def test_why_somebody_may_not_decide(decider: int | None, proposed: int | None, mine: bool, code: str) -> None:
    assert (
        rules.may_decide(decider, proposed_by=proposed, leaders=[1], recorders=[3, None], is_beneficiary=mine) == code
    )
