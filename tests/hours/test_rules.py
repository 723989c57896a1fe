"""How presence becomes minutes, as a table of cases; the rotating code; who may decide."""

from datetime import UTC, date, datetime, timedelta

import pytest

from baiying.hours import rules

pytestmark = pytest.mark.rules

START = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
WINDOW = rules.Window(START, START + timedelta(hours=3))
WITH_BREAK = rules.Window(START, START + timedelta(hours=4), 60)


def after(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("came", "left", "minutes", "codes"),
    [
        (0, 180, 180, []),
        (-10, 180, 190, ["came_early"]),
        (-40, 180, 195, ["early", "came_early"]),
        (10, 180, 170, ["late"]),
        (0, 150, 150, ["left_early"]),
        (0, 190, 190, ["stayed_on"]),
        (0, 400, 195, ["stayed_on", "overtime"]),
        (0.9, 60.8, 60, ["left_early"]),
        (-7.2, 178.9, 186, ["came_early", "left_early"]),
        (10, 10, 0, ["late", "left_early", "too_short"]),
        (-40, -30, 0, ["early", "left_early", "too_short"]),
        (300, 310, 0, ["late", "overtime", "too_short"]),
    ],
)
def test_presence_is_clipped_to_the_shift_and_its_grace(
    came: float, left: float, minutes: int, codes: list[str]
) -> None:
    counted = rules.creditable_minutes(after(came), after(left), WINDOW, rules.HourRules())
    assert counted.minutes == minutes
    assert [r["code"] for r in counted.reasons] == codes


@pytest.mark.law("O67-7")
def test_what_the_reasons_say_adds_up_to_the_number() -> None:
    counted = rules.creditable_minutes(after(-7.2), after(178.9), WINDOW, rules.HourRules())
    gained = {"came_early": 1, "stayed_on": 1, "late": -1, "left_early": -1}
    assert counted.minutes == 180 + sum(gained[r["code"]] * r["minutes"] for r in counted.reasons)


@pytest.mark.parametrize(
    ("came", "left", "minutes"), [(0, 240, 180), (0, 90, 90), (0, 120, 90), (150, 240, 90), (100, 110, 0)]
)
@pytest.mark.law("M340-time")
def test_the_break_in_the_middle_is_taken_off_as_far_as_somebody_was_there(came: int, left: int, minutes: int) -> None:
    assert rules.creditable_minutes(after(came), after(left), WITH_BREAK, rules.HourRules()).minutes == minutes


def test_rounding_and_least_presence_come_from_the_rule_set() -> None:
    halves = rules.HourRules(rounding_minutes=30)
    assert rules.creditable_minutes(after(0), after(179), WINDOW, halves).minutes == 150
    sixty = rules.HourRules(minimum_presence_percent=60)
    assert rules.creditable_minutes(after(0), after(107), WINDOW, sixty).minutes == 0
    assert rules.creditable_minutes(after(0), after(108), WINDOW, sixty).minutes == 108


@pytest.mark.parametrize(
    ("minutes", "today", "automatic", "over", "gone"),
    [
        (480, 0, 480, 0, 0),
        (481, 0, 480, 1, 0),
        (540, 0, 480, 60, 0),
        (720, 0, 480, 240, 0),
        (721, 0, 480, 240, 1),
        (120, 420, 60, 60, 0),
        (120, 480, 0, 120, 0),
        (120, 700, 0, 20, 100),
        (120, 720, 0, 0, 120),
    ],
)
def test_caps_part_a_day_at_eight_and_twelve_hours(
    minutes: int, today: int, automatic: int, over: int, gone: int
) -> None:
    split = rules.split_by_caps(minutes, posted_today=today, posted_in_activity=0, rules=rules.HourRules())
    assert (split.automatic, split.over, minutes - split.automatic - split.over) == (automatic, over, gone)
    assert ("over_auto_cap" in [r["code"] for r in split.reasons]) == (over > 0)
    assert ("over_cap" in [r["code"] for r in split.reasons]) == (gone > 0)


def test_the_weaker_end_names_the_source_and_the_tier() -> None:
    given = rules.HourRules()
    assert rules.weaker("code", "scan") == "scan"
    assert rules.weaker("code", "") == "typed"
    assert [rules.tier_of(s, given) for s in ("code", "scan", "roll", "paper", "typed")] == [
        "credit", "credit", "honour", "honour", "honour",
    ]  # fmt: skip
    assert not rules.posts_by_itself("code", confirmed=True, own_leader=True, rules=given)
    assert not rules.posts_by_itself("code", confirmed=False, own_leader=False, rules=given)


@pytest.mark.parametrize(
    ("decider", "mine", "answer"),
    [(None, False, "nobody"), (1, False, "leader"), (2, False, "proposer"), (3, False, "proposer"),
     (4, True, "beneficiary"), (4, False, "")],
)  # fmt: skip
def test_only_a_second_person_decides(decider: int | None, mine: bool, answer: str) -> None:
    found = rules.may_decide(decider, proposed_by=2, leaders=[1], recorders=[3, None], is_beneficiary=mine)
    assert found == answer


def test_a_code_lives_for_its_window_and_the_next_and_then_is_worthless() -> None:
    key, at = b"k" * 32, datetime(2026, 11, 21, 1, 0, 10, tzinfo=UTC)
    code = rules.code_at(key, "abc", at)
    assert len(code.digits) == 6
    assert code.seconds_left == 20
    for live, given in (
        (rules.are_live, code.digits),
        (rules.is_live, code.token),
        (rules.is_live, code.token.upper()),
    ):
        assert live(key, "abc", given, at)
        assert live(key, "abc", given, at + timedelta(seconds=49))
        assert not live(key, "abc", given, at + timedelta(seconds=50))
        assert not live(key, "abd", given, at)
        assert not live(b"x" * 32, "abc", given, at)
    assert not rules.is_live(key, "abc", code.digits, at)
    assert not rules.are_live(key, "abc", code.token, at)
    assert not rules.is_live(key, "abc", "", at)
    assert not rules.are_live(key, "abc", "", at)
    assert not rules.is_live(key, "abc", "签到", at)


def test_a_forgotten_attendance_closes_at_the_later_of_midnight_and_the_end_plus_grace() -> None:
    given = rules.HourRules()
    midnight = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
    assert rules.closes_at(midnight, START + timedelta(hours=3), given) == midnight
    night = midnight + timedelta(hours=2)
    assert rules.closes_at(midnight, night, given) == night + timedelta(minutes=15)


def test_numbers_are_looked_up_from_half_a_day_before_until_six_hours_after() -> None:
    given, ends = rules.HourRules(), START + timedelta(hours=3)
    second = timedelta(seconds=1)
    assert rules.may_call(START, ends, given, START - timedelta(hours=12))
    assert not rules.may_call(START, ends, given, START - timedelta(hours=12) - second)
    assert rules.may_call(START, ends, given, ends + timedelta(hours=6) - second)
    assert not rules.may_call(START, ends, given, ends + timedelta(hours=6))


def test_the_last_day_to_be_verified_is_counted_from_the_day_served() -> None:
    assert rules.last_day_to_claim(date(2026, 1, 1), rules.HourRules(provisional_days=90)) == date(2026, 4, 1)
