"""R109, R152: a target is carried over only where all parts had it alike; shares and means are never added."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baiying.figures import rules
from baiying.figures.rules import merging

pytestmark = pytest.mark.rules
FIFTEEN, TWENTY = Decimal("0.15"), Decimal("0.20")


def test_r109_no_measure_of_the_catalogue_may_be_added() -> None:
    """Where one is added that may be (a number of people), this rule has to learn to add it."""
    assert {one.unit for one in rules.CATALOGUE} == {rules.Unit.SHARE, rules.Unit.HOURS, rules.Unit.PER_100}
    assert all("÷" in one.formula for one in rules.CATALOGUE)


def test_r152_what_all_parts_had_alike_is_carried_and_the_rest_is_asked() -> None:
    parts = {1: {"a": TWENTY, "b": TWENTY, "c": TWENTY}, 2: {"a": TWENTY, "b": FIFTEEN}}
    settled = merging.settle(parts, None)
    assert settled.carried == {"a": TWENTY}
    assert settled.asked == {"b": {1: TWENTY, 2: FIFTEEN}, "c": {1: TWENTY}}
    assert settled.stands == {}


def test_r152_what_stood_keeps_its_own_and_is_asked_where_it_has_none() -> None:
    parts = {9: {"a": FIFTEEN, "d": FIFTEEN}, 1: {"a": TWENTY, "b": TWENTY}}
    settled = merging.settle(parts, 9)
    assert settled.stands == {"a": FIFTEEN}, "and of what the others never had nothing is said"
    assert settled.asked == {"b": {1: TWENTY}}
    assert settled.carried == {}


@given(
    st.lists(st.dictionaries(st.sampled_from("abc"), st.sampled_from([FIFTEEN, TWENTY])), min_size=2, max_size=4),
    st.booleans(),
)
def test_r152_no_target_is_made_that_nobody_set(targets: list[dict[str, Decimal]], stood: bool) -> None:
    parts = dict(enumerate(targets, start=1))
    settled = merging.settle(parts, 1 if stood else None)
    for key, value in settled.carried.items():
        assert all(had.get(key) == value for had in parts.values())
    if stood:
        assert not (settled.carried.keys() | settled.asked.keys()) & parts[1].keys()
    for key, had in settled.asked.items():
        assert had == {pk: one[key] for pk, one in parts.items() if key in one}
