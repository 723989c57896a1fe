"""Checking in, where an attendance stands, and the rotating code as pure decisions, at every edge."""

import dataclasses
from datetime import UTC, datetime, timedelta
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baiying.hours import rules
from baiying.hours.rules import Comer, HourRules, Recorded, ShiftTimes
from baiying.hours.rules.codes import WINDOWS

pytestmark = pytest.mark.rules
START = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
END = START + timedelta(hours=3)
TICK = timedelta(microseconds=1)
TIMES = ShiftTimes("published", START, END)
IN_TIME = START + timedelta(minutes=5)


def after(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


# Checking in. In the order in which they are told: facts of the person, of the shift, who may note what, the time.
REFUSALS: tuple[tuple[str, dict[str, Any], dict[str, Any], dict[str, Any]], ...] = (
    ("not_yours", {"is_theirs": False}, {}, {}),
    ("already", {"open_here": True}, {}, {}),
    ("open_elsewhere", {"open_elsewhere": True}, {}, {}),
    ("not_open", {}, {"state": "cancelled"}, {}),
    ("not_registered", {"registered": False}, {}, {}),
    ("guardian_missing", {"guardian_ok": False}, {}, {}),
    ("leader_only", {}, {}, {"self_check_in": False}),
    ("not_signed_up", {"signed_up": False}, {}, {}),
    ("too_late", {}, {"ends_at": IN_TIME}, {}),
    ("too_many", {"check_ins": 3}, {}, {}),
    ("overlap", {"on_record": True}, {}, {}),
)
BY_HIMSELF = {"not_yours", "leader_only", "not_signed_up"}


def answer(
    comer: dict[str, Any],
    shift: dict[str, Any],
    values: dict[str, Any],
    *,
    at: datetime = IN_TIME,
    leader: bool = False,
) -> str:
    return rules.may_check_in(
        Comer(**comer), dataclasses.replace(TIMES, **shift), HourRules(**values), at, by_leader=leader
    )


@pytest.mark.parametrize(("code", "comer", "shift", "values"), REFUSALS)
def test_each_reason_refuses_by_itself_and_the_leader_is_kept_from_less(
    code: str, comer: dict[str, Any], shift: dict[str, Any], values: dict[str, Any]
) -> None:
    assert answer(comer, shift, values) == code
    assert answer(comer, shift, values, leader=True) == ("checked_in" if code in BY_HIMSELF else code)


def test_of_two_reasons_the_earlier_is_told() -> None:
    for (code, comer, shift, values), (_later, comer2, shift2, values2) in combinations(REFUSALS, 2):
        assert answer(comer | comer2, shift | shift2, values | values2) == code


@pytest.mark.law("ERL-39")
@pytest.mark.parametrize(
    ("comer", "leader", "code"),
    [
        ({"barred": "adults_only"}, False, "checked_in"),
        ({"barred": "adults_only", "signed_up": False}, False, "not_signed_up"),
        ({"barred": "adults_only", "signed_up": False}, True, "adults_only"),
        ({"barred": "adults_only"}, True, "checked_in"),
        ({"barred": "minors_not_welcome", "signed_up": False}, True, "minors_not_welcome"),
        ({"barred": "minors_not_welcome", "signed_up": False, "guardian_ok": False}, True, "minors_not_welcome"),
        ({"signed_up": False}, True, "checked_in"),
    ],
)
def test_a_leader_lets_no_minor_walk_into_a_rescue(comer: dict[str, Any], leader: bool, code: str) -> None:
    assert answer(comer, {}, {}, leader=leader) == code


@pytest.mark.law("R685-16")
@pytest.mark.parametrize(
    ("comer", "leader", "code"),
    [
        ({"licence_unseen": True}, False, "checked_in"),
        ({"licence_unseen": True}, True, "checked_in"),
        ({"licence_unseen": True, "signed_up": False}, False, "not_signed_up"),
        ({"licence_unseen": True, "signed_up": False}, True, "licence_unseen"),
    ],
)
def test_nobody_walks_into_a_post_that_needs_a_licence(comer: dict[str, Any], leader: bool, code: str) -> None:
    assert answer(comer, {}, {}, leader=leader) == code


@pytest.mark.parametrize(
    ("at", "values", "code"),
    [
        (after(-60), {}, "checked_in"),
        (after(-60) - TICK, {}, "too_early"),
        (after(-30), {"check_in_before_minutes": 30}, "checked_in"),
        (after(-30) - TICK, {"check_in_before_minutes": 30}, "too_early"),
        (END - TICK, {}, "checked_in"),
        (END, {}, "too_late"),
        (END + TICK, {}, "too_late"),
    ],
)
def test_the_time_of_checking_in_at_both_ends(at: datetime, values: dict[str, Any], code: str) -> None:
    assert answer({}, {}, values, at=at) == code
    assert answer({}, {}, values, at=at, leader=True) == code


@pytest.mark.parametrize(
    ("most", "before", "code"),
    [(3, 2, "checked_in"), (3, 3, "too_many"), (3, 4, "too_many"), (1, 0, "checked_in"), (1, 1, "too_many"),
     (0, 99, "checked_in")],
)  # fmt: skip
def test_so_many_check_ins_a_day_and_none_means_no_limit(most: int, before: int, code: str) -> None:
    assert answer({"check_ins": before}, {}, {"check_ins_per_day": most}) == code


# Where an attendance stands.

OPEN = Recorded(planned_end=END, closed=False)
DONE = Recorded(planned_end=END, closed=True)


@pytest.mark.parametrize(
    ("recorded", "change", "state"),
    [
        (OPEN, {}, "serving"),
        (OPEN, {"planned_end": None}, "serving"),
        (OPEN, {"planned_end": START - timedelta(minutes=30)}, "forgotten"),
        (OPEN, {"planned_end": START - timedelta(minutes=30) + TICK}, "serving"),
        (OPEN, {"planned_end": START - timedelta(hours=9), "undone": True}, "undone"),
        (DONE, {"undone": True, "settled": True, "posted": 60}, "undone"),
        (DONE, {"forced": True}, "forgotten"),
        (DONE, {"forced": True, "end_said": True}, "stated"),
        (DONE, {"forced": True, "end_said": True, "waiting": 1}, "waiting"),
        (DONE, {"forced": True, "end_said": True, "approved": 1}, "provisional"),
        (DONE, {"forced": True, "end_said": True, "refused": 1}, "stated"),
        (DONE, {"forced": True, "end_said": True, "settled": True}, "nothing"),
        (DONE, {"end_said": True}, "provisional"),
        (DONE, {"waiting": 1}, "waiting"),
        (DONE, {"waiting": 1, "settled": True, "posted": 60}, "waiting"),
        (DONE, {"approved": 1}, "provisional"),
        (DONE, {"posted": 60}, "provisional"),
        (DONE, {"settled": True, "posted": 1}, "posted"),
        (DONE, {"settled": True, "posted": 0}, "reversed"),
        (DONE, {"settled": True, "posted": -1}, "reversed"),
        (DONE, {"settled": True, "posted": 60, "refused": 1}, "posted"),
        (DONE, {"settled": True, "refused": 1}, "refused"),
        (DONE, {"settled": True}, "nothing"),
    ],
)
def test_where_an_attendance_stands(recorded: Recorded, change: dict[str, Any], state: str) -> None:
    assert rules.attendance_state(dataclasses.replace(recorded, **change), START) == state


def test_who_is_without_an_end_is_never_posted_and_the_other_way_round() -> None:
    for closed, said, forced, settled in product([False, True], repeat=4):
        for waiting, approved, posted in product([0, 1], [0, 1], [None, 0, 60]):
            recorded = Recorded(
                None, closed, said, forced, settled=settled, waiting=waiting, approved=approved, posted=posted
            )
            state = rules.attendance_state(recorded, START)
            if state in rules.WITHOUT_END:
                assert not (closed and settled)
            if state in {"posted", "reversed", "nothing", "refused"}:
                assert closed
                assert settled
                assert not waiting


# The rotating code.

KEY = b"k" * 32


@given(st.integers(0, 4 * 10**9), st.integers(-90, 90))
def test_a_code_lives_in_its_own_window_and_the_next_only(second: int, later: int) -> None:
    at = datetime.fromtimestamp(second, UTC)
    code = rules.code_at(KEY, "abc", at)
    assert 1 <= code.seconds_left <= 30
    assert code.seconds_left == 30 - second % 30
    live = 0 <= (second + later) // 30 - second // 30 < WINDOWS
    then = at + timedelta(seconds=later)
    assert rules.is_live(KEY, "abc", f" {code.token.upper()}\n", then) is live
    if live:
        assert rules.are_live(KEY, "abc", f" {code.digits} ", then)


def test_the_code_is_made_as_clients_expect_it() -> None:
    code = rules.code_at(KEY, "abc", datetime(2026, 11, 21, 1, 0, 10, tzinfo=UTC))
    assert code.digits.isdigit()
    assert len(code.digits) == 6
    assert len(code.token) == 16
    assert code.token == code.token.lower()
    assert code.token.isascii()
    digits = {rules.code_at(KEY, "abc", START + timedelta(seconds=30 * n)).digits for n in range(400)}
    assert len(digits) > 395
    assert any(one[0] == "0" for one in digits), "leading zeros are kept"
    assert min(digits) < "050000"
    assert max(digits) > "950000"
