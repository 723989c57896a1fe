"""O1: no reason shown about an hour is ever false, whatever the version of the rules and the way of recording.

The oracle knows nothing of the rule: it walks through the half minutes of a day and looks what each of them was.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from baiying.hours import queries, rules
from baiying.kit.values import floors
from baiying.ui import formats

pytestmark = pytest.mark.rules
NINE = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
# Half minutes from six hours before the beginning until sixteen after it.
DAY = range(-720, 1920)
LIVE = ("code", "digits", "scan")
BY_ANOTHER = "由另一个人复核"
ANY_RULES = st.builds(
    rules.HourRules,
    rounding_minutes=st.sampled_from([1, 5, 15, 30, 60]),
    early_grace_minutes=st.integers(0, 240),
    late_grace_minutes=st.integers(0, 240),
    minimum_presence_percent=st.sampled_from([0, 0, 30, 50, 80, 100]),
    daily_auto_minutes=st.integers(1, 1440),
    daily_cap_minutes=st.integers(1, 1440),
    activity_cap_minutes=st.sampled_from([0, 0, 60, 100, 600]),
    credit_sources=st.lists(st.sampled_from(rules.HourRules.CHOICES["credit_sources"]), unique=True).map(tuple),
)


def moment(half: int) -> datetime:
    return NINE + timedelta(seconds=30 * half)


def whole(halves: int) -> int:
    return halves // 2


def number(counted: rules.Counted, code: str) -> int:
    return sum(int(reason["minutes"]) for reason in counted.reasons if reason["code"] == code)


def walked(
    came: int, left: int, length: int, pause: int, given_rules: rules.HourRules
) -> tuple[dict[str, int], int, int]:
    """Minutes of each kind, what was present and might count, and what was planned; times in minutes from nine."""
    early, late = given_rules.early_grace_minutes, given_rules.late_grace_minutes
    there, shift = (lambda at: 2 * came <= at < 2 * left), (lambda at: 0 <= at < 2 * length)
    kinds: dict[str, Callable[[int], bool]] = {
        "early": lambda at: there(at) and at < -2 * early,
        "came_early": lambda at: there(at) and -2 * early <= at < 0,
        "late": lambda at: shift(at) and at < 2 * came,
        "left_early": lambda at: shift(at) and at >= 2 * left,
        "stayed_on": lambda at: there(at) and 2 * length <= at < 2 * (length + late),
        "overtime": lambda at: there(at) and at >= 2 * (length + late),
        "break": lambda at: there(at) and length - pause <= at < length + pause,
    }
    found = {code: whole(sum(is_so(at) for at in DAY)) for code, is_so in kinds.items()}
    inside = whole(sum(there(at) and -2 * early <= at < 2 * (length + late) for at in DAY))
    return found, inside - found["break"], max(1, length - pause)


@given(
    came=st.integers(-360, 900), stay=st.integers(0, 900), length=st.integers(10, 600),
    share=st.integers(0, 50), given_rules=ANY_RULES,
)  # fmt: skip
@example(came=-200, stay=20, length=150, share=0, given_rules=rules.HourRules())
@example(came=400, stay=30, length=150, share=0, given_rules=rules.HourRules())
def test_every_number_of_a_reason_is_what_a_walk_through_the_minutes_finds(
    came: int, stay: int, length: int, share: int, given_rules: rules.HourRules
) -> None:
    left, pause = min(came + stay, 900), length * share // 100
    window = rules.Window(NINE, moment(2 * length), pause)
    counted = rules.creditable_minutes(moment(2 * came), moment(2 * left), window, given_rules)
    true, present, planned = walked(came, left, length, pause, given_rules)
    assert {code: number(counted, code) for code in true} == true
    said = {str(reason["code"]): reason for reason in counted.reasons}
    enough = present * 100 >= given_rules.minimum_presence_percent * planned
    assert ("below_presence" in said) == (not enough)
    if "below_presence" in said:
        assert said["below_presence"]["minutes"] == present
        assert counted.minutes == 0
    else:
        assert number(counted, "rounded") == present - counted.minutes < given_rules.rounding_minutes
        assert ("too_short" in said) == (counted.minutes == 0)
    shown = queries.reason_words(counted.reasons)
    assert len(shown) == len(counted.reasons)
    for words, reason in zip(shown, counted.reasons, strict=True):
        assert formats.minutes_text(int(reason["minutes"])) in words or reason["code"] == "too_short"
    if not counted.minutes:
        assert not [words for words in shown if words.endswith("计入")], "nothing counts, and nothing says so"


@given(
    minutes=st.integers(0, 900), way=st.tuples(*[st.sampled_from(rules.SOURCES)] * 2), confirmed=st.booleans(),
    own=st.booleans(), counts=st.booleans(), today=st.integers(0, 900), in_activity=st.integers(0, 900),
    given_rules=ANY_RULES,
)  # fmt: skip
@example(
    minutes=60, way=("code", "scan"), confirmed=True, own=False, counts=True, today=0, in_activity=0,
    given_rules=rules.HourRules(credit_sources=("roll",)),
)  # fmt: skip
@example(
    minutes=60, way=("code", "roll"), confirmed=False, own=True, counts=True, today=0, in_activity=0,
    given_rules=rules.HourRules(),
)  # fmt: skip
def test_every_sentence_of_why_another_decides_follows_from_how_it_was_recorded(
    minutes: int,
    way: tuple[str, str],
    confirmed: bool,
    own: bool,
    counts: bool,
    today: int,
    in_activity: int,
    given_rules: rules.HourRules,
) -> None:
    served = rules.Served(
        rules.weaker(*way), confirmed, own, counts, posted_today=today, posted_in_activity=in_activity
    )
    found = rules.settle(rules.Counted(minutes, NINE, NINE, ()), served, given_rules)
    scanned = all(one in LIVE for one in way)
    true = {
        "签到和签退不都是现场扫码": not scanned,
        "没有签退，由系统关闭": not confirmed,
        "领队本人的时长": own,
        "按服务那天本地的规则，这种签到": scanned and rules.tier_of(rules.weaker(*way), given_rules) != "credit",
        f"超出每日自动记入 {formats.minutes_text(given_rules.daily_auto_minutes)}上限的": (
            minutes + today > given_rules.daily_auto_minutes
        ),
    }
    shown = queries.reason_words(found.reasons)
    for words in (one for one in shown if BY_ANOTHER in one):
        assert [text for text, is_so in true.items() if words.startswith(text) and is_so], words
        assert found.propose is not None, "who reads it waits for somebody"
    assert (found.propose is not None) == any(BY_ANOTHER in one for one in shown)
    for reason, words in zip(found.reasons, shown, strict=True):
        if reason["code"] in ("over_cap", "activity_cap"):
            cut = int(reason["minutes"])
            caps = {"over_cap": (given_rules.daily_cap_minutes, today),
                    "activity_cap": (given_rules.activity_cap_minutes, in_activity)}  # fmt: skip
            cap, before = caps[str(reason["code"])]
            assert 0 < cut <= minutes + before - cap or before >= cap
            assert formats.minutes_text(cap) in words
            assert words.endswith("未计")


@given(
    st.lists(st.sampled_from(rules.HourRules.CHOICES["credit_sources"]), unique=True).map(tuple),
    st.sampled_from(rules.SOURCES),
)
def test_no_version_in_force_makes_credit_of_what_the_law_forbids(sources: tuple[str, ...], source: str) -> None:
    held = floors.kept(rules.HourRules(credit_sources=sources), NINE.date())
    assert rules.tier_of(source, held) == "honour" or source not in ("roll", "paper", "typed")
    assert not rules.posts_by_itself("roll", confirmed=True, own_leader=False, rules=held)


def test_no_sentence_speaks_of_now_where_it_is_kept_for_ever() -> None:
    """A reason is frozen with its line: what waits today is decided tomorrow, what is in force now is not then."""
    for code, words in queries.words.WORDS.items():
        assert not re.search("现行|现在|待复核|目前", str(words)), code
