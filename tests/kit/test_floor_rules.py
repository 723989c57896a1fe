"""Floors of the law: how each bound holds, from when to when, and what a looser value is raised to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baiying.kit.values import floors
from baiying.kit.values.floors import Bound, Floor

pytestmark = pytest.mark.rules
FIRST, END = date(2026, 3, 1), date(2027, 3, 1)
DAY = timedelta(days=1)


def floor(bound: Bound, value: Any, field: str = "x", end: date | None = END) -> Floor:
    return Floor(field, bound, value, "X-1", "某法第一条", FIRST, end)


@pytest.mark.parametrize(
    ("bound", "value", "given", "holds", "raised"),
    [
        (Bound.AT_LEAST, 18, 18, True, 18),
        (Bound.AT_LEAST, 18, 17, False, 18),
        (Bound.AT_LEAST, 18, 19, True, 19),
        (Bound.AT_LEAST, 18, 18.5, True, 18.5),
        (Bound.AT_LEAST, 0, True, False, 0),
        (Bound.AT_LEAST, 18, "18", False, 18),
        (Bound.AT_LEAST, 18, None, False, 18),
        (Bound.AT_MOST, 10, 10, True, 10),
        (Bound.AT_MOST, 10, 11, False, 10),
        (Bound.AT_MOST, 10, 9, True, 9),
        (Bound.AT_MOST, 10, False, False, 10),
        (Bound.AT_MOST, 10, "9", False, 10),
        (Bound.CONTAINS, ("a", "b"), ("b", "a"), True, ("b", "a")),
        (Bound.CONTAINS, ("a", "b"), ["a", "b", "c"], True, ["a", "b", "c"]),
        (Bound.CONTAINS, ("a", "b"), ["c", "b"], False, ("a", "b", "c")),
        (Bound.CONTAINS, ("a", "b"), (), False, ("a", "b")),
        (Bound.CONTAINS, ("a",), "a", False, ("a",)),
        (Bound.CONTAINS, ("a",), None, False, ("a",)),
        (Bound.CONTAINS, ("a",), {"a"}, False, ("a",)),
        (Bound.WITHOUT, ("a", "b"), ("c",), True, ("c",)),
        (Bound.WITHOUT, ("a", "b"), (), True, ()),
        (Bound.WITHOUT, ("a", "b"), ["c", "b", "d"], False, ("c", "d")),
        (Bound.WITHOUT, ("a", "b"), "c", False, ()),
        (Bound.WITHOUT, ("a", "b"), 5, False, ()),
        (Bound.IS, False, False, True, False),
        (Bound.IS, False, True, False, False),
        (Bound.IS, False, 0, False, False),
        (Bound.IS, False, None, False, False),
        (Bound.IS, True, 1, False, True),
    ],
)
def test_a_bound_holds_or_gives_the_nearest_value_that_does(
    bound: Bound, value: Any, given: Any, holds: bool, raised: Any
) -> None:
    one = floor(bound, value)
    assert one.holds(given) is holds
    assert one.raised(given) == raised
    assert type(one.raised(given)) is type(raised)
    assert one.holds(one.raised(given))


@pytest.mark.parametrize(
    ("first", "end", "holds"),
    [
        (FIRST, FIRST + DAY, True),
        (FIRST - DAY, FIRST, False),
        (FIRST - DAY, FIRST + DAY, True),
        (FIRST - DAY, None, True),
        (END - DAY, END, True),
        (END, END + DAY, False),
        (END, None, False),
        (END - DAY, None, True),
        (FIRST - 9 * DAY, END + DAY, True),
    ],
)
def test_a_floor_holds_from_its_first_day_until_before_its_end(first: date, end: date | None, holds: bool) -> None:
    assert floor(Bound.AT_LEAST, 1).in_force(first, end) is holds


def test_a_floor_without_end_holds_for_ever() -> None:
    for_ever = floor(Bound.AT_LEAST, 1, end=None)
    assert for_ever.in_force(date(2999, 1, 1))
    assert for_ever.in_force(date(2999, 1, 1), date(2999, 1, 2))
    assert not for_ever.in_force(FIRST - 2 * DAY, FIRST - DAY)


@dataclass(frozen=True)
class Ages:
    FLOORS: ClassVar[tuple[Floor, ...]] = (
        floor(Bound.AT_LEAST, 18, "adult"),
        floor(Bound.AT_MOST, 10, "days", end=None),
        floor(Bound.CONTAINS, ("a",), "kinds", end=None),
    )

    adult: int = 18
    days: int = 10
    free: int = 0
    kinds: tuple[str, ...] = ("a",)


@dataclass(frozen=True)
class Free:
    free: int = 0


def names(found: list[Floor]) -> Iterator[str]:
    return (one.field for one in found)


@pytest.mark.parametrize(
    ("values", "first", "end", "expected"),
    [
        ({"adult": 17, "days": 11}, FIRST, None, ["adult", "days"]),
        ({"adult": 17, "days": 10}, FIRST, None, ["adult"]),
        ({"days": 11}, FIRST, None, ["days"]),
        ({"free": -5}, FIRST, None, []),
        ({}, FIRST, None, []),
        ({"adult": 17, "days": 11}, END, None, ["days"]),
        ({"adult": 17, "days": 11}, FIRST - DAY, FIRST, []),
        ({"adult": None}, FIRST, FIRST + DAY, ["adult"]),
    ],
)
def test_only_what_is_given_and_looser_in_that_time_breaks_a_floor(
    values: dict[str, Any], first: date, end: date | None, expected: list[str]
) -> None:
    assert list(names(floors.broken(Ages, values, first, end))) == expected


def test_rules_without_floors_are_free() -> None:
    assert floors.floors_of(Free) == ()
    assert floors.floors_of(Ages) is Ages.FLOORS
    assert floors.broken(Free, {"free": -1}, FIRST) == []
    free = Free(-1)
    assert floors.kept(free, FIRST) is free


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (FIRST - DAY, Ages(12, 20, 7)),
        (FIRST, Ages(18, 10, 7)),
        (END - DAY, Ages(18, 10, 7)),
        (END, Ages(12, 10, 7)),
    ],
)
def test_reading_raises_what_is_looser_on_the_day_and_leaves_the_rest(on: date, expected: Ages) -> None:
    assert floors.kept(Ages(12, 20, 7), on) == expected


def test_what_a_city_adds_to_a_list_stays_beside_what_the_law_asks() -> None:
    assert floors.kept(Ages(kinds=("b", "c")), END).kinds == ("a", "b", "c")


def test_rules_that_keep_to_the_law_stay_the_same_object() -> None:
    strict = Ages(20, 5)
    assert floors.kept(strict, FIRST) is strict


@given(st.lists(st.sampled_from("abcdef"), unique=True), st.sets(st.sampled_from("abcdef"), min_size=1))
def test_raising_a_list_takes_or_adds_what_the_law_names_and_nothing_else(one: list[str], law: set[str]) -> None:
    named = tuple(sorted(law))
    assert set(floor(Bound.CONTAINS, named).raised(one)) == set(one) | law
    assert set(floor(Bound.WITHOUT, named).raised(one)) == set(one) - law
