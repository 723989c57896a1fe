"""The decision of signing up at every edge and in its order; that SQL says the same stands in test_sign_up_rules.py."""

import dataclasses
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baiying.activities.rules.signing_up import MADE, PersonFacts, ShiftFacts, is_open, may_join, may_sign_up

pytestmark = pytest.mark.rules
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
TICK = timedelta(microseconds=1)
SHIFT = ShiftFacts(
    state="published", approval="auto", starts_at=NOW + timedelta(hours=2), starts_on=date(2026, 11, 24),
    recruit_until=NOW + timedelta(hours=1), closed=False, places=3, taken=0, min_age=14, max_age=60, skills=("急救",),
    minors_welcome=True, minors_with="guardian",
)  # fmt: skip
PERSON = PersonFacts(skills=("急救", "驾驶"))

# In the order in which they are told: what concerns the account first, then the person, the shift, its demands.
REFUSALS: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    ("not_yours", {}, {"is_theirs": False}),
    ("already", {}, {"already": True}),
    ("not_open", {"state": "submitted"}, {}),
    ("not_registered", {}, {"registered": False}),
    ("check_failed", {}, {"check_failed": True}),
    ("minors_not_welcome", {"minors_welcome": False, "min_age": None}, {"age_then": 17}),
    ("held", {}, {"held": True}),
    ("guardian_missing", {}, {"guardian_ok": False}),
    ("guardian_said_no", {}, {"guardian_said_no": True}),
    ("started", {"starts_at": NOW}, {}),
    ("closed", {"closed": True}, {}),
    ("too_young", {}, {"age_then": 13}),
    ("too_old", {"max_age": 12}, {}),
    ("school_hours", {}, {"at_school": True}),
    ("late_hours", {}, {"late": True}),
    ("company_missing", {}, {"alone": True}),
    ("skill_missing", {}, {"skills": ("驾驶",)}),
    ("clash", {}, {"clash": True}),
)


def answer(shift: dict[str, Any], person: dict[str, Any], at: datetime = NOW) -> str:
    return may_sign_up(dataclasses.replace(SHIFT, **shift), dataclasses.replace(PERSON, **person), at)


def test_who_fits_gets_a_place() -> None:
    assert answer({}, {}) == "accepted"


@pytest.mark.law("R685-15")
@pytest.mark.law("R685-8")
@pytest.mark.parametrize(("code", "shift", "person"), [r for r in REFUSALS if r[0] != "too_old"])
def test_each_reason_refuses_by_itself(code: str, shift: dict[str, Any], person: dict[str, Any]) -> None:
    assert answer(shift, person) == code
    # A queue or an application helps nobody who may not serve.
    assert answer({"approval": "leader"} | shift, person) == code
    assert answer({"taken": 3} | shift, person) == code


def test_of_two_reasons_the_earlier_is_told() -> None:
    for (code, shift, person), (_later, shift2, person2) in combinations(REFUSALS, 2):
        if code != "too_old":
            assert answer(shift2 | shift, person2 | person) == code


@pytest.mark.parametrize(
    ("shift", "person", "code"),
    [
        ({"starts_at": NOW + TICK, "recruit_until": NOW + TICK}, {}, "accepted"),
        ({"starts_at": NOW}, {}, "started"),
        ({"starts_at": NOW - TICK}, {}, "started"),
        ({"recruit_until": NOW + TICK}, {}, "accepted"),
        ({"recruit_until": NOW}, {}, "closed"),
        ({"recruit_until": NOW - TICK}, {}, "closed"),
        ({}, {"age_then": 14}, "accepted"),
        ({}, {"age_then": 13}, "too_young"),
        ({"min_age": None}, {"age_then": 8}, "accepted"),
        ({"min_age": 0}, {"age_then": 0}, "accepted"),
        ({}, {"age_then": 60}, "accepted"),
        ({}, {"age_then": 61}, "too_old"),
        ({"minors_welcome": False}, {"age_then": 17}, "minors_not_welcome"),
        ({"minors_welcome": False}, {"age_then": 18}, "accepted"),
        ({"minors_with": "leader"}, {"age_then": 15, "alone": True}, "accepted"),
        ({"max_age": None}, {"age_then": 99}, "accepted"),
        ({"max_age": 0, "min_age": None}, {"age_then": 1}, "too_old"),
        ({"skills": ()}, {"skills": ()}, "accepted"),
        ({"skills": ("急救", "驾驶")}, {}, "accepted"),
        ({"skills": ("急救", "翻译")}, {}, "skill_missing"),
        ({"taken": 2}, {}, "accepted"),
        ({"taken": 3}, {}, "waitlisted"),
        ({"taken": 4}, {}, "waitlisted"),
        ({"places": 0}, {}, "waitlisted"),
        ({"approval": "leader"}, {}, "applied"),
        ({"approval": "leader", "taken": 3}, {}, "applied"),
        ({"documents": ("护士证",)}, {}, "applied"),
        ({"documents": ("护士证",)}, {"skills": ("急救", "护士证")}, "applied"),
        ({"documents": ("护士证",), "taken": 3}, {}, "applied"),
        ({"state": "cancelled"}, {}, "not_open"),
        ({"state": "withdrawn"}, {}, "not_open"),
    ],
)
def test_at_the_edge(shift: dict[str, Any], person: dict[str, Any], code: str) -> None:
    assert answer(shift, person) == code


@pytest.mark.parametrize(
    ("change", "is_it"),
    [
        ({}, True),
        ({"state": "withdrawn"}, False),
        ({"closed": True}, False),
        ({"starts_at": NOW}, False),
        ({"starts_at": NOW + TICK}, True),
        ({"recruit_until": NOW}, False),
        ({"recruit_until": NOW + TICK}, True),
        ({"taken": 3}, True),
    ],
)
def test_a_shift_is_open_until_it_begins_or_recruiting_ends(change: dict[str, Any], is_it: bool) -> None:
    assert is_open(dataclasses.replace(SHIFT, **change), NOW) is is_it


facts = st.fixed_dictionaries(
    {
        "state": st.sampled_from(["published", "cancelled"]),
        "closed": st.booleans(),
        "starts_at": st.sampled_from([NOW, NOW + TICK]),
        "recruit_until": st.sampled_from([NOW, NOW + TICK]),
        "taken": st.integers(2, 4),
    }
)


@given(facts, st.booleans(), st.integers(10, 65))
def test_nobody_gets_into_a_shift_that_is_not_open(shift: dict[str, Any], clash: bool, age: int) -> None:
    made = answer(shift, {"clash": clash, "age_then": age}) in MADE
    open_ = is_open(dataclasses.replace(SHIFT, **shift), NOW)
    assert made is (open_ and not clash and 14 <= age <= 60)


@pytest.mark.parametrize(
    ("shift", "person", "code"),
    [
        ({}, {}, "joins"),
        # The beginning and the deadline no longer count; a leader who stopped taking people is obeyed.
        ({"starts_at": NOW - timedelta(hours=1)}, {}, "joins"),
        ({"starts_at": NOW, "recruit_until": NOW - timedelta(days=9)}, {}, "joins"),
        ({"closed": True}, {}, "closed"),
        ({"state": "cancelled"}, {}, "not_open"),
        ({"taken": 3}, {}, "full"),
        ({"approval": "leader"}, {}, "leader_decides"),
        ({"documents": ("护士证",)}, {}, "leader_decides"),
        ({}, {"already": True}, "leader_decides"),
        ({}, {"is_theirs": False}, "not_yours"),
        ({}, {"age_then": 13}, "too_young"),
        ({}, {"at_school": True}, "school_hours"),
        ({}, {"clash": True}, "clash"),
    ],
)
def test_who_stands_there_joins_by_the_rules_of_signing_up(
    shift: dict[str, Any], person: dict[str, Any], code: str
) -> None:
    given = dataclasses.replace(SHIFT, **shift), dataclasses.replace(PERSON, **person)
    assert may_join(*given, NOW) == code
