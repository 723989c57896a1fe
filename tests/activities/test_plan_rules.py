"""Every limit of a plan at its edge, with the exact finding; gate, search and shifts as tables of cases."""

import dataclasses
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baiying.activities.rules import gate, plans, searching, shifts
from baiying.activities.rules.plans import ActivityRules, Finding, Plan, PlannedPost, PlannedShift
from baiying.kit.values import finding

pytestmark = pytest.mark.rules
NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
TICK = timedelta(microseconds=1)
DEFAULT = ActivityRules()
SHIFT = PlannedShift(0, NOW + HOUR, NOW + 3 * HOUR, places=5)
PLAN = Plan(
    title="重阳节义诊", description="", risk_statement="", plan="", recipients=("03",), categories=("elderly",),
    safeguards=(), contact_name="", contact_phone="", contact_public=False, area_id=1, address="", approval="auto",
    posts=(PlannedPost("引导"),), shifts=(SHIFT,),
)  # fmt: skip


def shift_with(**values: Any) -> PlannedShift:
    return dataclasses.replace(SHIFT, **values)


def plan_with(**values: Any) -> Plan:
    return dataclasses.replace(PLAN, **values)


def test_the_plan_that_all_cases_change_is_right() -> None:
    assert plans.findings(PLAN, NOW, DEFAULT) == []


MAX_DAYS = timedelta(days=400)
LONG = NOW + HOUR


@pytest.mark.parametrize(
    ("change", "field", "code", "detail"),
    [
        ({"starts_at": NOW + TICK}, "", "", {}),
        ({"starts_at": NOW}, "day", "in_past", {}),
        ({"starts_at": NOW - TICK}, "day", "in_past", {}),
        ({"starts_at": NOW + MAX_DAYS, "ends_at": NOW + MAX_DAYS + HOUR}, "", "", {}),
        ({"starts_at": NOW + MAX_DAYS + TICK, "ends_at": NOW + MAX_DAYS + HOUR}, "day", "too_far", {"days": 400}),
        ({"ends_at": LONG + MINUTE}, "", "", {}),
        ({"ends_at": LONG + MINUTE - TICK}, "ends", "ends_before_start", {}),
        ({"ends_at": LONG}, "ends", "ends_before_start", {}),
        ({"ends_at": LONG - HOUR}, "ends", "ends_before_start", {}),
        ({"ends_at": LONG + 16 * HOUR}, "", "", {}),
        ({"ends_at": LONG + 16 * HOUR + MINUTE}, "ends", "too_long", {"hours": 16}),
        ({"break_minutes": 119}, "", "", {}),
        ({"break_minutes": 120}, "break_minutes", "break_too_long", {}),
        ({"break_minutes": 121}, "break_minutes", "break_too_long", {}),
        ({"places": 1}, "", "", {}),
        ({"places": 0}, "places", "no_places", {}),
        ({"places": -1}, "places", "no_places", {}),
        ({"places": 2000}, "", "", {}),
        ({"places": 2001}, "places", "too_many_places", {"most": 2000}),
        ({"repeats": 12}, "", "", {}),
        ({"repeats": 13}, "repeats", "too_many_repeats", {"most": 12}),
    ],
)
def test_a_shift_at_the_edge_of_every_limit(
    change: dict[str, Any], field: str, code: str, detail: dict[str, object]
) -> None:
    expected = [Finding("shifts", 7, field, code, detail)] if code else []
    assert plans.shift_findings(7, shift_with(**change), NOW, DEFAULT) == expected


def test_everything_wrong_with_a_shift_is_said_at_once() -> None:
    wrong = shift_with(starts_at=NOW - HOUR, ends_at=NOW - 2 * HOUR, places=0, repeats=99, break_minutes=900)
    assert [(f.field, f.code) for f in plans.shift_findings(0, wrong, NOW, DEFAULT)] == [
        ("day", "in_past"), ("ends", "ends_before_start"), ("places", "no_places"), ("repeats", "too_many_repeats"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("重阳节义诊", ""), ("补录九月服务", "补录"), ("九月补登", "补登"), ("统一补时长", "补时长"), ("", ""),
        ("补登和补录", "补录"), ("补 录", ""),
    ],
)  # fmt: skip
def test_a_title_says_which_word_it_may_not_have(title: str, word: str) -> None:
    expected = [Finding("plan", 0, "title", "forbidden_word", {"word": word})] if word else []
    assert plans.title_findings(title, DEFAULT) == expected
    assert plans.findings(plan_with(title=title), NOW, DEFAULT) == expected


WRONG_CATEGORIES = Finding("plan", 0, "categories", "categories", {"most": 4})


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"categories": ()}, [WRONG_CATEGORIES]),
        ({"categories": tuple("abcd")}, []),
        ({"categories": tuple("abcde")}, [WRONG_CATEGORIES]),
        ({"posts": (PlannedPost("引导", min_age=18, max_age=18),)}, []),
        (
            {"posts": (PlannedPost("引导", min_age=19, max_age=18),)},
            [Finding("posts", 0, "max_age", "ages_crossed", {})],
        ),
        ({"posts": (PlannedPost("引导", min_age=19),)}, []),
        ({"posts": (PlannedPost("引导", max_age=0),)}, []),
        (
            {"posts": (PlannedPost("引导"), PlannedPost("后勤"))},
            [Finding("posts", 1, "name", "post_without_shift", {})],
        ),
        ({"shifts": (SHIFT, shift_with(post=1))}, [Finding("shifts", 1, "post", "unknown_post", {})]),
        (
            {"shifts": (SHIFT, SHIFT, shift_with(post=-1))},
            [Finding("shifts", 2, "post", "unknown_post", {})],
        ),
        (
            {"shifts": ()},
            [Finding("posts", 0, "name", "post_without_shift", {}), Finding("plan", 0, "", "no_shifts", {})],
        ),
        ({"shifts": (), "posts": ()}, [Finding("plan", 0, "", "no_shifts", {})]),
        ({"shifts": (SHIFT,) * 60}, []),
        ({"shifts": (SHIFT,) * 61}, [Finding("plan", 0, "", "too_many_shifts", {"most": 60})]),
        ({"shifts": (shift_with(repeats=11),) * 5}, []),
        (
            {"shifts": (shift_with(repeats=12),) * 5},
            [Finding("plan", 0, "", "too_many_shifts", {"most": 60})],
        ),
        ({"shifts": (SHIFT, shift_with(places=0))}, [Finding("shifts", 1, "places", "no_places", {})]),
    ],
)
def test_a_plan_at_the_edge_of_every_limit(change: dict[str, Any], expected: list[Finding]) -> None:
    assert plans.findings(plan_with(**change), NOW, DEFAULT) == expected


IN_PAST = Finding("plan", 0, "recruit_until", "recruit_in_past", {})
AFTER_END = Finding("plan", 0, "recruit_until", "recruit_after_end", {})


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (None, []),
        (NOW, [IN_PAST]),
        (NOW - TICK, [IN_PAST]),
        (NOW + TICK, []),
        (NOW + timedelta(days=7) + 3 * HOUR, []),
        (NOW + timedelta(days=7) + 3 * HOUR + TICK, [AFTER_END]),
    ],
)
def test_recruiting_ends_between_now_and_the_end_of_the_last_repetition(
    until: datetime | None, expected: list[Finding]
) -> None:
    repeated = (shift_with(repeats=1), shift_with(ends_at=NOW + 4 * HOUR))
    assert plans.findings(plan_with(shifts=repeated, recruit_until=until), NOW, DEFAULT) == expected


def test_without_shifts_nothing_is_said_about_the_end_of_recruiting() -> None:
    found = plans.findings(plan_with(shifts=(), posts=(), recruit_until=NOW - HOUR), NOW, DEFAULT)
    assert [f.code for f in found] == ["no_shifts"]


@pytest.mark.law("ERL-39")
@pytest.mark.parametrize("category", ["emergency", "fire"])
def test_rescue_is_for_adults_and_the_finding_names_post_field_and_age(category: str) -> None:
    ages = ((None, None), (18, 60), (17, None), (None, 17))
    posts = tuple(PlannedPost(f"岗位{n}", min_age=low, max_age=high) for n, (low, high) in enumerate(ages))
    shifts_ = tuple(shift_with(post=n) for n in range(4))
    rescue = plan_with(categories=("elderly", category), posts=posts, shifts=shifts_)
    assert plans.findings(rescue, NOW, DEFAULT) == [
        Finding("posts", 2, "min_age", "adults_only", {"age": 18}),
        Finding("posts", 3, "max_age", "adults_only", {"age": 18}),
    ]
    assert [p.min_age for p in plans.with_ages(rescue, DEFAULT).posts] == [18, 18, 18, 18]
    assert plans.findings(plan_with(posts=posts, shifts=shifts_), NOW, DEFAULT) == []


@pytest.mark.law("ERL-39")
def test_only_an_activity_for_adults_gets_their_age_and_a_stricter_post_keeps_its_own() -> None:
    assert [post.min_age for post in plans.with_ages(PLAN, DEFAULT).posts] == [None]
    strict = plan_with(categories=("fire",), posts=(PlannedPost("队员", "灭火", 21, 55, ("消防",), minors=False),))
    assert plans.with_ages(strict, DEFAULT).posts == strict.posts
    assert plans.is_for_adults(["sport"], ActivityRules(adults_only_categories=("sport",)))
    assert not plans.is_for_adults([], DEFAULT)


def test_repetitions_are_written_out_in_order_of_time_and_post() -> None:
    week = timedelta(days=7)
    late = PlannedShift(1, SHIFT.starts_at, SHIFT.ends_at, places=3, break_minutes=10, repeats=1)
    early = PlannedShift(0, SHIFT.starts_at, SHIFT.ends_at, places=5, repeats=2)
    found = plans.occurrences((late, early))
    assert found == [
        PlannedShift(0, SHIFT.starts_at, SHIFT.ends_at, 5, 0, 0),
        PlannedShift(1, SHIFT.starts_at, SHIFT.ends_at, 3, 10, 0),
        PlannedShift(0, SHIFT.starts_at + week, SHIFT.ends_at + week, 5, 0, 0),
        PlannedShift(1, SHIFT.starts_at + week, SHIFT.ends_at + week, 3, 10, 0),
        PlannedShift(0, SHIFT.starts_at + 2 * week, SHIFT.ends_at + 2 * week, 5, 0, 0),
    ]
    assert plans.span(found) == (SHIFT.starts_at, SHIFT.ends_at + 2 * week)
    assert len(plans.occurrences((shift_with(repeats=-3),))) == 1


def test_the_span_is_from_the_first_start_to_the_last_end_whichever_shift_has_it() -> None:
    whole_day = shift_with(ends_at=NOW + 9 * HOUR)
    within = shift_with(starts_at=NOW + 2 * HOUR)
    assert plans.span([within, whole_day]) == (NOW + HOUR, NOW + 9 * HOUR)


# The gate.


@pytest.mark.law("O67-19")
def test_each_of_the_six_questions_must_be_answered_with_yes_or_no() -> None:
    assert gate.CODES == ("own_job", "own_members", "own_interest", "unclear_purpose", "paid", "false_time")
    assert gate.unanswered({}) == gate.CODES
    answers = {code: {"answer": "no"} for code in gate.CODES}
    assert gate.unanswered(answers) == ()
    for code in gate.CODES:
        assert gate.unanswered(answers | {code: {"answer": "yes"}}) == ()
        for bad in ({}, {"answer": ""}, {"answer": "maybe"}, {"reason": "yes"}):
            assert gate.unanswered(answers | {code: bad}) == (code,)


@pytest.mark.law("O67-19")
def test_what_was_not_answered_neither_blocks_nor_needs_a_reason() -> None:
    assert gate.blocked_by({}, gate.CODES) == ()
    assert gate.without_reason({}, ()) == ()
    everything = {code: {"answer": "yes"} for code in gate.CODES}
    assert gate.blocked_by(everything, gate.CODES) == gate.CODES
    assert gate.without_reason(everything, ()) == gate.CODES
    assert gate.without_reason(everything, gate.CODES) == ()
    for blank in ("", "  ", "\t\n"):
        assert gate.without_reason({"paid": {"answer": "yes", "reason": blank}}, ()) == ("paid",)
    assert gate.without_reason({"paid": {"answer": "no"}}, ()) == ()


# Shifts and search.


@pytest.mark.parametrize(
    ("state", "ended", "stands"),
    [
        ("published", None, True),
        ("published", NOW - HOUR, True),
        ("cancelled", NOW + TICK, True),
        ("cancelled", NOW, False),
        ("cancelled", NOW - TICK, False),
        ("withdrawn", NOW + TICK, True),
        ("withdrawn", NOW, False),
        ("cancelled", None, False),
        ("withdrawn", None, False),
        ("submitted", NOW + HOUR, False),
        ("draft", None, False),
    ],
)
def test_what_had_begun_before_it_was_called_off_took_place(state: str, ended: datetime | None, stands: bool) -> None:
    assert shifts.stands(state, NOW, ended) is stands


@pytest.mark.parametrize(
    ("texts", "pairs"),
    [
        (("老人义诊", "老人"), ["老人", "人义", "义诊"]),
        (("ABC", "bcd"), ["ab", "bc", "cd"]),
        (("甲", "甲乙", "甲"), ["甲", "甲乙"]),
        (("Ａ－Ｂ",), ["a", "b"]),
        (("红旗 渠",), ["红旗", "渠"]),
        (("……！",), []),
        ((), []),
    ],
)
def test_pairs_stand_once_in_order_and_never_bridge_a_gap(texts: tuple[str, ...], pairs: list[str]) -> None:
    assert finding.pairs(*texts) == pairs


@pytest.mark.parametrize(
    ("lat1", "lon1", "lat2", "lon2", "km"),
    [
        (34.0, 112.0, 34.0, 112.0, 0.0),
        (34.0, 112.0, 35.0, 112.0, 111.2),
        (35.0, 112.0, 34.0, 112.0, 111.2),
        (0.0, 10.0, 0.0, 11.0, 111.2),
        (60.0, 10.0, 60.0, 11.0, 55.6),
        # Zhengzhou and Luoyang.
        (34.7466, 113.6554, 34.6836, 112.4330, 112.0),
    ],
)
def test_distances_on_the_ground(lat1: float, lon1: float, lat2: float, lon2: float, km: float) -> None:
    assert searching.distance_km(lat1, lon1, lat2, lon2) == pytest.approx(km, abs=0.5)


@given(st.floats(18, 53), st.floats(74, 134), st.floats(0.1, 50))
def test_a_box_is_the_smallest_that_holds_its_circle(latitude: float, longitude: float, km: float) -> None:
    south, north, west, east = searching.box(latitude, longitude, km)
    for there in ((north, longitude), (south, longitude), (latitude, west), (latitude, east)):
        assert searching.distance_km(latitude, longitude, *there) == pytest.approx(km, rel=1e-6)
    assert south < latitude < north
    assert west < longitude < east


def test_a_box_near_the_pole_stays_a_box() -> None:
    assert searching.box(90.0, 0.0, 111.2) == pytest.approx((89.0, 91.0, -20.0, 20.0))


AGE = {"age": 18}


@pytest.mark.parametrize(
    ("post", "found"),
    [
        ({}, []),
        ({"minors": True}, []),
        ({"minors": False}, []),
        ({"minors": True, "min_age": 17}, []),
        ({"minors": True, "min_age": 18}, [("minors", "minors_age", {"age": 18})]),
        ({"minors": None, "min_age": 17, "max_age": 17}, []),
        ({"minors": False, "min_age": 17}, [("min_age", "minors_not_welcome", AGE)]),
        ({"minors": False, "min_age": 18}, []),
        ({"minors": False, "max_age": 17}, [("max_age", "minors_not_welcome", AGE)]),
        ({"minors": False, "min_age": 18, "max_age": 18}, []),
    ],
)
def test_answer_and_ages_say_the_same_of_minors(post: dict[str, Any], found: list[tuple[str, str, Any]]) -> None:
    plan = plan_with(posts=(PlannedPost("引导"), PlannedPost("搬运", **post)), shifts=(SHIFT, shift_with(post=1)))
    assert plans.findings(plan, NOW, DEFAULT) == [Finding("posts", 1, *one) for one in found]


@pytest.mark.parametrize(
    ("post", "fields"),
    [
        ({}, []),
        ({"minors": False, "min_age": 18, "max_age": 18}, []),
        ({"min_age": 17}, ["min_age"]),
        ({"max_age": 17}, ["max_age"]),
        ({"min_age": 17, "max_age": 17, "minors": True}, ["min_age", "max_age", "minors"]),
    ],
)
def test_a_rescue_says_at_the_field_that_it_takes_adults_alone(post: dict[str, Any], fields: list[str]) -> None:
    posts = (PlannedPost("引导"), PlannedPost("搬运", **post))
    plan = plan_with(posts=posts, shifts=(SHIFT, shift_with(post=1)), categories=plans.RESCUE[:1])
    assert plans.findings(plan, NOW, DEFAULT) == [Finding("posts", 1, field, "adults_only", AGE) for field in fields]


@pytest.mark.parametrize(("given", "kept"), [(None, 18), (0, 18), (17, 18), (18, 18), (25, 25)])
def test_a_rescue_is_open_from_eighteen_whatever_was_written(given: int | None, kept: int) -> None:
    plan = plan_with(posts=(PlannedPost("引导", min_age=given, minors=True),), categories=plans.RESCUE[:1])
    [post] = plans.with_ages(plan, DEFAULT).posts
    assert (post.min_age, post.minors) == (kept, False)
    [elsewhere] = plans.with_ages(plan_with(posts=(PlannedPost("引导", min_age=given),)), DEFAULT).posts
    assert elsewhere.min_age == given
    risky = plan_with(posts=(PlannedPost("引导"),), risk_statement="路滑")
    assert [plans.with_ages(one, DEFAULT).posts[0].minors for one in (PLAN, risky)] == [True, False]


@pytest.mark.parametrize(
    ("post", "risk", "come"),
    [
        ({}, "", True),
        ({}, "路滑", False),
        ({"minors": True}, "路滑", True),
        ({"minors": False}, "", False),
        ({"minors": True, "min_age": 18}, "", False),
        ({"min_age": 17}, "路滑", True),
        ({"max_age": 17}, "路滑", True),
        ({"max_age": 18}, "路滑", False),
        ({"min_age": 17, "max_age": 60}, "路滑", True),
        ({"min_age": 18}, "", False),
    ],
)
def test_whether_minors_may_come(post: dict[str, Any], risk: str, come: bool) -> None:
    assert plans.minors_may_come(PlannedPost("引导", **post), risk) is come


@pytest.mark.parametrize("text", ["", "无", " 无。", "没有风险！", "无明显风险,", "暂无.", "，没有", "没有特别", "X"])
def test_whether_a_risk_is_named(text: str) -> None:
    assert plans.names_a_risk(text) is (text in {"没有特别", "X"})


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"weeks_ahead": 0}, "1 到 52"),
        ({"weeks_ahead": 53}, "1 到 52"),
        ({"leader_digest_hours": (19, 24)}, "0 到 23"),
        ({"leader_digest_hours": (-1,)}, "0 到 23"),
        ({"days_without_shifts": ("2027-02-30",)}, "^不开班次的日子请写成 2027-02-05 这样，一行一个。$"),
        ({"everyday_words": ("撸串",)}, "日常说法"),
    ],
)
def test_what_an_area_cannot_enter(values: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        ActivityRules(**values)
    assert ActivityRules(weeks_ahead=52, leader_digest_hours=(0, 23), days_without_shifts=("2027-02-05",))
    assert ActivityRules(weeks_ahead=1)
