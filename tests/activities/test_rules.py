"""Search, gate and plan as pure rules."""

from datetime import UTC, datetime, timedelta

import pytest

from baiying.activities.rules import gate, plans, searching
from baiying.kit.values import finding

pytestmark = pytest.mark.rules

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("老人义诊", ["老人", "人义", "义诊"]),
        ("１２３路", ["12", "23", "3路"]),
        ("A、b", ["a", "b"]),
        ("", []),
    ],
)
def test_a_text_is_its_neighbouring_pairs(text: str, pairs: list[str]) -> None:
    assert finding.pairs(text) == pairs


def test_a_box_holds_every_point_of_its_circle() -> None:
    south, north, west, east = searching.box(34.62, 112.45, 10)
    for latitude, longitude in ((north, 112.45), (south, 112.45), (34.62, west), (34.62, east)):
        assert searching.distance_km(34.62, 112.45, latitude, longitude) >= 9.99


@pytest.mark.law("O67-19")
def test_every_excluded_kind_blocks_and_what_blocks_not_needs_a_reason() -> None:
    """That no city lets one through, the floors hold (tests/places/test_floors.py)."""
    for code in gate.CODES:
        answers = {c: {"answer": "yes" if c == code else "no"} for c in gate.CODES}
        assert gate.blocked_by(answers, plans.ActivityRules().blocking_kinds) == (code,)
        fewer = tuple(c for c in gate.CODES if c != code)
        assert gate.blocked_by(answers, fewer) == ()
        assert gate.without_reason(answers, fewer) == (code,)
        answers[code]["reason"] = "公共场所的志愿清扫"
        assert gate.without_reason(answers, fewer) == ()


def test_weekly_repetition_keeps_weekday_and_time() -> None:
    start = datetime(2026, 12, 5, 1, 0, tzinfo=UTC)
    shift = plans.PlannedShift(0, start, start + timedelta(hours=2), places=5, repeats=2)
    every = plans.occurrences((shift,))
    assert [s.starts_at for s in every] == [start, start + timedelta(days=7), start + timedelta(days=14)]
    assert {s.repeats for s in every} == {0}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"starts_at": NOW - timedelta(hours=1)}, "in_past"),
        ({"ends_at": NOW + timedelta(hours=1)}, "ends_before_start"),
        ({"ends_at": NOW + timedelta(days=2)}, "too_long"),
        ({"places": 0}, "no_places"),
        ({"places": 5000}, "too_many_places"),
        ({"break_minutes": 120}, "break_too_long"),
        ({"repeats": 20}, "too_many_repeats"),
        ({"starts_at": NOW + timedelta(days=500), "ends_at": NOW + timedelta(days=500, hours=1)}, "too_far"),
    ],
)
def test_a_wrong_shift_is_found(change: dict[str, object], code: str) -> None:
    right: dict[str, object] = {
        "post": 0,
        "starts_at": NOW + timedelta(hours=2),
        "ends_at": NOW + timedelta(hours=4),
        "places": 5,
    }
    shift = plans.PlannedShift(**(right | change))  # type: ignore[arg-type]
    assert [f.code for f in plans.shift_findings(0, shift, NOW, plans.ActivityRules())] == [code]
