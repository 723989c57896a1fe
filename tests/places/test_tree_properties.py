"""Random division tables: folding leaves no hole, what remains is a tree, and reading it in again does nothing."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baiying.places.rules import changes, codes, tree
from baiying.places.rules.changes import Existing
from baiying.places.rules.tree import Raw

pytestmark = pytest.mark.rules

LEVELS = ("province", "city", "county", "township", "village")
LENGTHS = (2, 4, 6, 9, 12)


@st.composite
def tables(draw: st.DrawFn) -> list[Raw]:
    """A table as offices send it: levels left out, stand-ins, rows that repeat the parent's code, faults, any order."""
    found: list[tuple[str, str, str, str]] = []

    def grow(depth: int, code: str, name: str) -> None:
        for n in range(1, draw(st.integers(0, 2 if depth else 1)) + 1):
            below = draw(st.sampled_from([depth] * 6 + [min(depth + 1, 4)]))
            digits = LENGTHS[below] - (LENGTHS[depth - 1] if depth else 0)
            own = (code[: LENGTHS[depth - 1] if depth else 0] + f"{n:0{digits}d}").ljust(12, "0")
            kind = draw(st.sampled_from(["plain"] * 8 + ["stand-in", "repeats", "same name"]))
            called = {"stand-in": "市辖区", "same name": name or "某地"}.get(kind, f"{LEVELS[below]}{own}")
            if kind == "repeats" and code and below in (1, 2):
                found.append((code, name, LEVELS[below], code))
            parent = draw(st.sampled_from([code, code, ""]))
            found.append((own, called, LEVELS[below], parent))
            if below < 4:
                grow(below + 1, own, called)

    grow(0, "", "")
    broken = draw(
        st.lists(
            st.tuples(
                st.sampled_from([row[0] for row in found] or ["110000000000"]) | st.text(max_size=14),
                st.text(max_size=5),
                st.sampled_from([*LEVELS, "", "大区"]),
                st.sampled_from([row[0] for row in found] or [""]) | st.just(""),
            ),
            max_size=3,
        )
    )
    order = draw(st.permutations([*found, *broken]))
    return [Raw(line, *row) for line, row in enumerate(order, start=2)]


def existing_after(rows: Iterable[tree.Row], before: dict[str, Existing]) -> dict[str, Existing]:
    known = dict(before)
    for number, row in enumerate(rows, start=len(before) + 1):
        known[row.code] = Existing(number, row.name, row.level, row.parent)
    return known


def known_of(existing: dict[str, Existing]) -> dict[str, tuple[str, str]]:
    return {code: (one.level, one.name) for code, one in existing.items()}


@given(tables())
def test_what_remains_is_a_tree_with_parents_first_and_above(table: list[Raw]) -> None:
    checked = tree.check(table, {})
    seen: dict[str, tree.Row] = {}
    for row in checked.rows:
        assert row.code not in seen
        if row.parent:
            assert codes.RANK[seen[row.parent].level] < codes.RANK[row.level]
        else:
            assert row.level not in ("township", "village")
        seen[row.code] = row


@given(tables())
def test_every_row_is_taken_over_folded_or_refused_and_told(table: list[Raw]) -> None:
    checked = tree.check(table, {})
    told = {finding.line for finding in checked.findings}
    taken = {row.line for row in checked.rows}
    assert {raw.line for raw in table} == told | taken
    assert not taken & {finding.line for finding in checked.refused}
    assert checked.total == len(table)


@given(tables())
def test_the_children_of_a_folded_row_stand_below_the_row_above_it(table: list[Raw]) -> None:
    checked = tree.check(table, {})
    folded = {finding.code for finding in checked.findings if finding.kind == "folded_name"}
    assert not folded & {row.code for row in checked.rows}
    assert not folded & {row.parent for row in checked.rows}


@given(tables())
def test_reading_the_same_table_in_again_changes_nothing(table: list[Raw]) -> None:
    first = tree.check(table, {})
    existing = existing_after(first.rows, {})
    again = tree.check(table, known_of(existing))
    plan = changes.plan(again.rows, existing, again.seen)
    # What was refused for want of a parent may find one now; nothing that stands is touched.
    assert (plan.renamed, plan.moved, plan.missing) == ([], [], [])
    if not first.refused:
        assert (plan.added, plan.unchanged) == ([], len(existing))


@given(tables(), tables())
def test_a_second_table_leaves_a_tree_and_settles(first: list[Raw], second: list[Raw]) -> None:
    existing = existing_after(tree.check(first, {}).rows, {})
    for _ in range(2):
        checked = tree.check(second, known_of(existing))
        existing = existing_after(checked.rows, existing)
        for code in existing:
            line = [code]
            while parent := existing[line[-1]].parent:
                assert parent in existing
                assert parent not in line
                line.append(parent)
