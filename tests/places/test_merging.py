"""R110, R152: counts of areas that become one are added, by kind and year, where that is no guess."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baiying.places.rules import merging
from baiying.places.rules.merging import Left, Sum

pytestmark = pytest.mark.rules
ONE, TWO, OWN = 1, 2, 9
P = "permanent"


def test_r152_of_a_new_area_each_year_that_all_parts_have_is_added() -> None:
    parts = {ONE: {(P, 2024): 300, (P, 2025): 310}, TWO: {(P, 2024): 500, (P, 2025): 490}}
    sums, left = merging.join(parts, own_id=None, since=2026)
    assert sums == [
        Sum(P, 2024, 2024, ((ONE, 300), (TWO, 500))),
        Sum(P, 2025, 2025, ((ONE, 310), (TWO, 490))),
    ]
    assert [one.persons for one in sums] == [800, 800]
    assert left == []


def test_r152_a_year_that_a_part_lacks_is_no_sum_and_said_if_it_is_the_newer() -> None:
    parts = {ONE: {(P, 2023): 1, (P, 2024): 300, (P, 2025): 310}, TWO: {(P, 2024): 500}}
    sums, left = merging.join(parts, own_id=None, since=2026)
    assert [(one.year, one.persons) for one in sums] == [(2024, 800)]
    assert left == [Left(P, 2025, lacking=(TWO,))]


def test_r152_kinds_are_never_added_to_one_another() -> None:
    parts = {ONE: {(P, 2025): 300}, TWO: {("registered", 2025): 500}}
    sums, left = merging.join(parts, own_id=None, since=2026)
    assert sums == []
    assert left == [Left(P, 2025, lacking=(TWO,)), Left("registered", 2025, lacking=(ONE,))]


def test_r152_what_stood_keeps_its_past_years_and_gets_the_sum_as_a_count_of_the_merge() -> None:
    parts = {OWN: {(P, 2024): 900, (P, 2025): 1000}, ONE: {(P, 2024): 300, (P, 2025): 310}}
    sums, left = merging.join(parts, own_id=OWN, since=2026)
    assert sums == [Sum(P, 2026, 2025, ((OWN, 1000), (ONE, 310)))]
    assert left == []


@pytest.mark.parametrize("newer", [OWN, ONE])
def test_r152_an_old_sum_never_stands_before_a_newer_count_unasked(newer: int) -> None:
    parts = {OWN: {(P, 2020): 900}, ONE: {(P, 2020): 300}}
    parts[newer][P, 2025] = 1000
    assert merging.join(parts, own_id=OWN, since=2026) == ([], [Left(P, 2025, lacking=(OWN + ONE - newer,))])


def test_r152_a_count_that_stands_is_never_written_over() -> None:
    parts = {OWN: {(P, 2025): 1000, (P, 2026): 1290}, ONE: {(P, 2025): 310, (P, 2026): 320}}
    assert merging.join(parts, own_id=OWN, since=2026) == ([], [Left(P, 2026, 1290)])


def test_r152_a_count_of_a_later_year_stands_too_and_the_year_of_the_merge_is_still_added() -> None:
    parts = {OWN: {(P, 2024): 1000, (P, 2026): 1290}, ONE: {(P, 2024): 310}}
    sums, left = merging.join(parts, own_id=OWN, since=2025)
    assert sums == [Sum(P, 2025, 2024, ((OWN, 1000), (ONE, 310)))]
    assert left == [Left(P, 2026, 1290)]


def test_r152_without_a_year_in_common_it_is_said_who_lacks_the_newest() -> None:
    parts = {OWN: {(P, 2025): 1000}, ONE: {(P, 2024): 310}, TWO: {}}
    assert merging.join(parts, own_id=OWN, since=2026) == ([], [Left(P, 2025, lacking=(ONE, TWO))])


counts = st.dictionaries(
    st.tuples(st.sampled_from(["permanent", "registered"]), st.integers(2020, 2027)), st.integers(1, 10**6)
)


@given(st.lists(counts, min_size=2, max_size=4), st.booleans(), st.integers(2021, 2027))
def test_r152_whatever_stands_a_sum_is_whole_of_one_year_and_over_nothing(
    given_counts: list[dict[tuple[str, int], int]], stood: bool, since: int
) -> None:
    parts = dict(enumerate(given_counts, start=1))
    own_id = 1 if stood else None
    sums, left = merging.join(parts, own_id=own_id, since=since)
    keys = [(one.kind, one.year) for one in sums]
    assert len(keys) == len(set(keys))
    for one in sums:
        assert dict(one.parts) == {pk: had[one.kind, one.of_year] for pk, had in parts.items()}
        assert one.year == (since if stood else one.of_year)
        assert not (stood and (one.kind, one.year) in parts[1])
        years = {year for had in parts.values() for kind, year in had if kind == one.kind}
        assert not (stood and any(one.of_year < year < since for year in years))
    # Every kind that anybody has is either added or told of.
    assert {one.kind for one in (*sums, *left)} == {kind for had in parts.values() for kind, _year in had}
    for one in left:
        if one.lacking:
            assert all((one.kind, one.year) not in parts[pk] for pk in one.lacking)
        else:
            assert stood
            assert parts[1][one.kind, one.year] == one.persons
