"""What officials type or paste in places: values of a rule set and working days, each refusal by its code."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baiying.places.rules import values, working_days
from baiying.places.rules.values import BadValue, Field

pytestmark = pytest.mark.rules

# Values of a rule set.


@dataclass(frozen=True)
class Nested:
    inner: int = 0


@dataclass(frozen=True)
class Sample:
    count: int
    nested: Nested = Nested()
    ratio: float = 0.5
    on: bool = True
    word: str = "词"
    numbers: tuple[int, ...] = (1, 2)
    words: list[str] = field(default_factory=lambda: ["a"])
    some: frozenset[str] = frozenset()
    perhaps: int | None = None
    ratios: tuple[float, ...] = ()
    either: int | str = 0

    def __post_init__(self) -> None:
        if self.count == 13:
            raise ValueError("不能是十三。")


def test_the_fields_of_a_kind_are_those_that_can_be_typed_with_label_default_and_shape() -> None:
    found = values.fields_of(Sample, {"count": "个数"})
    assert [(f.name, f.label, f.shape) for f in found] == [
        ("count", "个数", "whole"), ("ratio", "ratio", "number"), ("on", "on", "yes_no"), ("word", "word", "text"),
        ("numbers", "numbers", "list_whole"), ("words", "words", "list_text"), ("some", "some", "list_text"),
        ("perhaps", "perhaps", "whole"),
    ]  # fmt: skip
    assert [f.default for f in found[1:]] == [0.5, True, "词", (1, 2), ["a"], frozenset(), None]
    assert [f.label for f in values.fields_of(Sample)][:1] == ["count"]


def one(shape: str) -> Field:
    return Field("x", "某值", None, shape)


@pytest.mark.parametrize(
    ("shape", "text", "value"),
    [
        ("text", " 文明办　", "文明办"), ("text", "", ""), ("text", "１", "1"),
        ("whole", " １２ ", 12), ("whole", "0", 0), ("whole", "-3", -3),
        ("number", "1.5", 1.5), ("number", "２", 2.0),
        ("yes_no", "1", True), ("yes_no", "TRUE", True), ("yes_no", "Yes", True), ("yes_no", "是", True),
        ("yes_no", "on", True), ("yes_no", "0", False), ("yes_no", "False", False), ("yes_no", "NO", False),
        ("yes_no", "否", False), ("yes_no", "", False), ("yes_no", "  ", False),
        ("list_whole", "5,8", [5, 8]), ("list_whole", "5、8；9，10; 11", [5, 8, 9, 10, 11]), ("list_whole", "", []),
        ("list_whole", ",, 7 ,", [7]),
        ("list_text", "补录、补登 , 补时长", ["补录", "补登", "补时长"]), ("list_text", " ", []),
        ("list_text", "a b", ["a b"]),
    ],
)  # fmt: skip
def test_what_is_typed_becomes_a_value(shape: str, text: str, value: object) -> None:
    found = values.typed(one(shape), text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("shape", "text", "code"),
    [
        ("whole", "", "whole"), ("whole", "1.0", "whole"), ("whole", "十", "whole"), ("number", "", "number"),
        ("number", "x", "number"), ("yes_no", "也许", "yes_no"), ("yes_no", "2", "yes_no"),
        ("list_whole", "5,x", "whole"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_says_what_it_should_have_been_and_where(shape: str, text: str, code: str) -> None:
    with pytest.raises(BadValue) as refused:
        values.typed(one(shape), text)
    assert (refused.value.code, refused.value.field, refused.value.detail) == (code, "x", "")
    assert str(refused.value) == code


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "是"), (False, "否"), (0, "0"), (1.5, "1.5"), ("词", "词"), (None, ""), ((), ""), ((2, 1), "2,1"),
        ([2, 1], "2,1"), (frozenset("ba"), "a,b"), ({"c", "a"}, "a,c"), (("b", "a"), "b,a"),
    ],
)  # fmt: skip
def test_a_value_is_shown_as_it_is_typed(value: object, text: str) -> None:
    assert values.shown(value) == text


@given(st.lists(st.integers(0, 10**6)), st.booleans(), st.integers(0, 10**9))
def test_what_is_shown_reads_back_as_it_was(numbers: list[int], yes: bool, whole: int) -> None:
    assert values.typed(one("list_whole"), values.shown(tuple(numbers))) == numbers
    assert values.typed(one("yes_no"), values.shown(yes)) is yes
    assert values.typed(one("whole"), values.shown(whole)) == whole


@pytest.mark.parametrize(
    ("given_values", "code", "field_name", "detail"),
    [
        ({"count": -1}, "negative", "count", ""),
        ({"count": 1, "ratio": -0.1}, "negative", "ratio", ""),
        ({"count": 1, "numbers": [3, -3]}, "negative", "numbers", ""),
        ({"count": 13}, "rule", "", "不能是十三。"),
    ],
)
def test_values_that_make_no_rules_are_refused_at_their_field(
    given_values: dict[str, Any], code: str, field_name: str, detail: str
) -> None:
    with pytest.raises(BadValue) as refused:
        values.checked(Sample, given_values)
    assert (refused.value.code, refused.value.field, refused.value.detail) == (code, field_name, detail)


def test_a_value_of_no_field_is_refused_and_right_ones_make_the_rules() -> None:
    with pytest.raises(BadValue) as refused:
        values.checked(Sample, {"count": 1, "other": 1})
    assert refused.value.code == "rule"
    assert "other" in refused.value.detail
    assert values.checked(Sample, {"count": 0, "ratio": 0.0, "on": False, "numbers": [0, 5], "word": "-1"}) == Sample(
        0, Nested(), 0.0, False, "-1", (0, 5)
    )


# Working days.

FRIDAY = date(2026, 11, 27)
REST = dict.fromkeys((date(2026, 10, d) for d in range(1, 8)), False) | {date(2026, 10, 10): True}


@pytest.mark.law("O67-11")
@pytest.mark.parametrize(
    ("day", "n", "found"),
    [
        (FRIDAY, 0, FRIDAY),
        (FRIDAY, 1, date(2026, 11, 30)),
        (FRIDAY, 5, date(2026, 12, 4)),
        (FRIDAY, 6, date(2026, 12, 7)),
        (FRIDAY, 10, date(2026, 12, 11)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 11, 29), 1, date(2026, 11, 30)),
        # The first week of October is free, the Saturday after it is worked.
        (date(2026, 9, 30), 1, date(2026, 10, 8)),
        (date(2026, 9, 30), 3, date(2026, 10, 10)),
        (date(2026, 9, 30), 4, date(2026, 10, 12)),
        (date(2026, 9, 30), 10, date(2026, 10, 20)),
    ],
)
def test_working_days_are_counted_from_the_day_after(day: date, n: int, found: date) -> None:
    assert working_days.working_day_after(day, n, REST, {2026}) == (found, True)


@pytest.mark.parametrize(
    ("day", "n", "years", "known"),
    [
        (FRIDAY, 3, {2026}, True),
        (FRIDAY, 3, {2025}, False),
        (date(2026, 12, 31), 0, {2026}, True),
        (date(2026, 12, 31), 0, set(), False),
        (date(2026, 12, 31), 1, {2026}, False),
        (date(2026, 12, 31), 1, {2027}, False),
        (date(2026, 12, 31), 1, {2026, 2027}, True),
        (date(2026, 12, 30), 260, {2026, 2027}, True),
        (date(2026, 12, 30), 300, {2026, 2028}, False),
    ],
)
def test_an_unknown_year_that_is_touched_is_said(day: date, n: int, years: set[int], known: bool) -> None:
    assert working_days.working_day_after(day, n, {}, years)[1] is known


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 30), st.integers(0, 30))
def test_counting_on_is_the_same_as_counting_at_once(day: date, one_: int, other: int) -> None:
    half, _known = working_days.working_day_after(day, one_, REST, ())
    assert working_days.working_day_after(half, other, REST, ()) == working_days.working_day_after(
        day, one_ + other, REST, ()
    )


@pytest.mark.parametrize(
    ("line", "first", "count", "working", "name"),
    [
        ("2026-02-15 至 2026-02-23 休 春节", date(2026, 2, 15), 9, False, "春节"),
        ("2026-02-15 到 2.17 放假", date(2026, 2, 15), 3, False, "放假"),
        ("2/15~2/16 休：春节", date(2026, 2, 15), 2, False, "春节"),
        ("1月4日 班 元旦调休", date(2026, 1, 4), 1, True, "元旦调休"),
        ("1月4日，上班", date(2026, 1, 4), 1, True, "上班"),
        ("1.4 班", date(2026, 1, 4), 1, True, "上班"),
        ("2026年1月1日 休", date(2026, 1, 1), 1, False, "放假"),
        ("１月１日　休　元旦", date(2026, 1, 1), 1, False, "元旦"),
        ("5月1日 - 5月31日 休 长假", date(2026, 5, 1), 31, False, "长假"),
        ("1月1日 调休 元旦", date(2026, 1, 1), 1, False, "元旦"),
        ("1月1日 休 " + "名" * 50, date(2026, 1, 1), 1, False, "名" * 40),
    ],
)
def test_a_pasted_line_gives_its_days(line: str, first: date, count: int, working: bool, name: str) -> None:
    days = working_days.pasted_days(f"# 国办通知\n\n  {line}  ", 2026)
    assert [d.day for d in days] == [first + timedelta(days=n) for n in range(count)]
    assert {(d.is_working, d.name) for d in days} == {(working, name)}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("元旦放假", "shape"), ("1月1日", "shape"), ("1月1日 元旦", "shape"), ("2月30日 休", "date"),
        ("2月1日 至 2月30日 休", "date"), ("13.1 休", "date"), ("2025-12-31 休", "year"),
        ("2024-12-31 至 2026-01-01 休", "year"), ("1月1日 班", "both"),
        ("元旦:1月1日至3日放假调休,共4天。", "count"), ("元旦:1月1日(周五)至3日放假。", "weekday"),
        ("1月2日 至 1月1日 休", "order"), ("5月1日 至 6月1日 休", "order"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_named_with_its_number_and_reason(line: str, code: str) -> None:
    with pytest.raises(working_days.BadLine) as bad:
        working_days.pasted_days(f"\n1月1日 休 元旦\n{line}{' ' * 80}\n", 2026)
    assert (bad.value.line, bad.value.code, str(bad.value)) == (3, code, code)
    assert bad.value.text == (line + " " * 80)[:60]


def test_days_come_in_order_and_the_later_name_stands() -> None:
    found = working_days.pasted_days("1月3日 休 二\n1月1日 至 1月3日 休 一\n1月4日 班 三", 2026)
    assert [(d.day.day, d.is_working, d.name) for d in found] == [
        (1, False, "一"), (2, False, "一"), (3, False, "一"), (4, True, "三"),
    ]  # fmt: skip


NOTICE_2027 = """国务院办公厅关于2027年部分节假日安排的通知
经国务院批准，现将2027年元旦、春节放假调休日期的具体安排通知如下。
一、元旦：1月1日（星期五）至3日（星期日）放假调休，共3天。
二、春节：2月5日（农历除夕、周五）至2月13日（周六）放假调休，共9天。1月31日（周日）、2月14日（周日）上班。
三、清明节：4月5日（周一）放假1天，与周末连休。
四、国庆节：10月1日至10月7日放假调休，共7天。10月9日（星期六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。
"""


def test_f35_the_notice_of_the_state_council_is_read_as_it_is_written() -> None:
    found = {d.day: d for d in working_days.pasted_days(NOTICE_2027, 2027)}
    work = [day for day, one in found.items() if one.is_working]
    assert work == [date(2027, 1, 31), date(2027, 2, 14), date(2027, 10, 9)]
    assert len(found) == 3 + 9 + 1 + 7 + 3
    assert (found[date(2027, 2, 5)].name, found[date(2027, 2, 14)].name) == ("春节", "春节调休")
    assert found[date(2027, 10, 7)].name == "国庆节"
    short = working_days.pasted_days("1月1日至3日放假调休，共3天。1月4日上班", 2026)
    assert [(d.day.day, d.is_working) for d in short] == [(1, False), (2, False), (3, False), (4, True)]


def test_f35_a_span_over_new_year_gives_its_days_of_both_years() -> None:
    found = working_days.pasted_days("2026-12-31 至 2027-01-02 休 元旦", 2027)
    assert [d.day for d in found] == [date(2026, 12, 31), date(2027, 1, 1), date(2027, 1, 2)]
