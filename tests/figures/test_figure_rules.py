"""Definitions, windows, bands and the public's view, at the edge of every threshold and of the least number."""

import dataclasses
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from baiying.figures import rules
from baiying.figures.rules import NO_BINS, NOTHING, TOP, Band, Cell, Figure, PopulationUsed, Tier, View

pytestmark = pytest.mark.rules
AT = datetime(2026, 11, 24, tzinfo=UTC)
TODAY = date(2026, 11, 24)
LEAST = 10
HOURS = (10, 20)


def bins(people: dict[int, int]) -> list[int]:
    """Persons by whole hours begun: {0: 3} three with nothing, {20: 2} two with more than 19 up to 20 hours."""
    made = list(NO_BINS)
    for n, persons in people.items():
        made[n] = persons
    return made


def cell(everybody: dict[int, int], credit: dict[int, int] | None = None, **values: Any) -> Cell:
    of_all, of_credit = bins(everybody), bins(credit if credit is not None else everybody)
    given_values = {"registered": sum(of_all), "credit_bins": of_credit, "all_bins": of_all}
    return Cell(**given_values | values)  # type: ignore[arg-type]


def figure(code: str, of: Cell, **values: Any) -> Figure:
    given_values: dict[str, Any] = {
        "tier": Tier.ALL, "threshold_hours": 20, "year": 2026, "as_of": AT, "today": TODAY,
    }  # fmt: skip
    return rules.figure(code, of, **given_values | values)


CELL = cell({0: 4, 1: 1, 20: 2, 21: 2, TOP: 1}, {0: 6, 5: 2, 21: 2}, credit_minutes=1_500, all_minutes=3_000)
USED = PopulationUsed(40, "permanent", 2025, "公报", 1)


@pytest.mark.parametrize(
    ("hours", "tier", "persons"),
    [
        (0, Tier.ALL, 6), (1, Tier.ALL, 5), (19, Tier.ALL, 5), (20, Tier.ALL, 3), (21, Tier.ALL, 1), (100, Tier.ALL, 1),
        (0, Tier.CREDIT, 4), (4, Tier.CREDIT, 4), (5, Tier.CREDIT, 2), (20, Tier.CREDIT, 2), (21, Tier.CREDIT, 0),
    ],
)  # fmt: skip
def test_who_has_at_least_so_many_hours(hours: int, tier: Tier, persons: int) -> None:
    assert CELL.at_least(hours, tier) == persons


def test_a_cell_tells_its_two_kinds_of_time_apart() -> None:
    assert (CELL.minutes(Tier.CREDIT), CELL.minutes(Tier.ALL)) == (1_500, 3_000)
    assert CELL.bins(Tier.CREDIT) is CELL.credit_bins
    assert CELL.bins(Tier.ALL) is CELL.all_bins


@pytest.mark.law("R685-34")
@pytest.mark.parametrize(
    ("code", "tier", "above", "below", "value", "threshold", "own_tier"),
    [
        ("registration_rate", Tier.ALL, 10, 40, "0.25", None, None),
        ("registration_rate", None, 10, 40, "0.25", None, None),
        ("share_any", Tier.ALL, 6, 10, "0.6", None, Tier.ALL),
        ("share_any", Tier.CREDIT, 4, 10, "0.4", None, Tier.CREDIT),
        ("share_hours", Tier.ALL, 3, 10, "0.3", 20, Tier.ALL),
        ("share_hours", Tier.CREDIT, 2, 10, "0.2", 20, Tier.CREDIT),
        ("mean_hours", Tier.ALL, 50, 10, "5", None, Tier.ALL),
        ("mean_hours", Tier.CREDIT, 25, 10, "2.5", None, Tier.CREDIT),
        ("mean_hours_active", Tier.CREDIT, 25, 4, "6.25", None, Tier.CREDIT),
        ("mean_hours_active", None, 50, 6, "8.3", None, None),
        ("active_per_100", Tier.CREDIT, 4, 10, "40", None, Tier.CREDIT),
    ],
)
def test_a_figure_carries_what_it_is_made_of(
    code: str, tier: Tier | None, above: int, below: int, value: str, threshold: int | None, own_tier: Tier | None
) -> None:
    found = figure(code, CELL, tier=tier, population=USED, target=Decimal("0.25"))
    assert (found.numerator, found.denominator) == (above, below)
    assert found.value == pytest.approx(Decimal(value), abs=Decimal("0.04"))
    assert (found.threshold_hours, found.tier) == (threshold, own_tier)
    assert found.population == (USED if code == "registration_rate" else None)
    assert (found.definition, found.year, found.as_of) == (rules.BY_CODE[code], 2026, AT)
    assert (found.window_from, found.window_to) == (date(2026, 1, 1), TODAY)
    assert (found.target, found.hidden_below) == (Decimal("0.25"), 0)


@pytest.mark.parametrize(
    ("values", "value", "missing", "reached"),
    [
        ({}, Decimal("0.6"), "", None),
        ({"target": Decimal("0.6")}, Decimal("0.6"), "", True),
        ({"target": Decimal("0.61")}, Decimal("0.6"), "", False),
        ({"denominator": 0, "target": Decimal(0)}, None, "nobody", None),
        ({"denominator": None}, None, "nobody", None),
        ({"hidden_below": 10, "target": Decimal(0)}, None, "few", None),
        ({"hidden_below": 10, "denominator": None}, None, "few", None),
        ({"numerator": Decimal(0), "target": Decimal(0)}, Decimal(0), "", True),
    ],
)
def test_without_a_value_a_figure_says_why_and_reaches_nothing(
    values: dict[str, Any], value: Decimal | None, missing: str, reached: bool | None
) -> None:
    found = dataclasses.replace(figure("share_any", CELL), **values)
    assert (found.value, found.missing, found.reached) == (value, missing, reached)


def test_a_rate_without_a_population_says_so() -> None:
    found = figure("registration_rate", CELL, population=None)
    assert (found.denominator, found.value, found.missing) == (None, None, "population")


def test_a_rate_above_all_the_people_is_no_fact_and_reaches_nothing() -> None:
    registered = CELL.registered
    for persons, exceeds, reached in ((registered - 1, True, None), (registered, False, True)):
        used = dataclasses.replace(USED, persons=persons)
        found = figure("registration_rate", CELL, population=used, target=Decimal("0.15"))
        assert (found.exceeds, found.reached) == (exceeds, reached)
    # Activities a hundred people are no share, and may be more than one.
    assert not dataclasses.replace(figure("active_per_100", CELL), numerator=Decimal(10**6)).exceeds


def test_a_code_that_is_no_definition_is_a_fault() -> None:
    with pytest.raises(KeyError, match="likes"):
        figure("likes", CELL)


@pytest.mark.parametrize(
    ("year", "today", "last"),
    [
        (2025, date(2026, 1, 1), date(2025, 12, 31)),
        (2026, date(2026, 12, 31), date(2026, 12, 31)),
        (2026, date(2026, 1, 1), date(2026, 1, 1)),
        (2026, date(2026, 6, 2), date(2026, 6, 2)),
        (2027, date(2026, 6, 2), date(2027, 1, 1)),
    ],
)
def test_the_window_ends_today_or_with_the_year(year: int, today: date, last: date) -> None:
    assert rules.window(year, today) == (date(year, 1, 1), last)


def test_what_is_left_of_a_whole_is_taken_off_place_by_place() -> None:
    whole = Cell(10, 600, 900, bins({0: 6, 2: 4}), bins({0: 4, 2: 5, TOP: 1}))
    parts = [
        Cell(3, 60, 120, bins({0: 2, 2: 1}), bins({0: 2, 2: 1})),
        Cell(2, 40, 80, bins({0: 1, 2: 1}), bins({2: 1, TOP: 1})),
    ]
    assert rules.rest(whole, parts) == Cell(5, 500, 700, bins({0: 3, 2: 2}), bins({0: 2, 2: 3}))
    assert rules.rest(whole, []) == whole


@pytest.mark.parametrize(
    ("width", "top", "expected"),
    [
        (25, 50, [(None, None, 4), (0, 25, 3), (25, 50, 8), (50, None, 16)]),
        (20, 60, [(None, None, 4), (0, 20, 2), (20, 40, 1), (40, 60, 24), (60, None, 0)]),
        (50, 100, [(None, None, 4), (0, 50, 11), (50, 100, 16), (100, None, 0)]),
    ],
)
def test_every_band_has_its_lower_end_and_not_its_upper(
    width: int, top: int, expected: list[tuple[int | None, int | None, int]]
) -> None:
    # Bin 20 is 19 up to 20 hours, bin 21 is 20 up to 21: a person with 20 hours whole stands in 21.
    counted = bins({0: 4, 20: 2, 21: 1, 50: 8, 51: 16})
    assert rules.bands(counted, width, top) == [Band(*one) for one in expected]


def test_the_usual_bands_end_at_fifty_hours() -> None:
    assert [b.low for b in rules.bands(NO_BINS, 10)] == [None, 0, 10, 20, 30, 40, 50]


# The public's view.


@pytest.mark.law("PIPL-73")
@pytest.mark.parametrize(
    ("of", "slots"),
    [
        # Nobody served: zero gives nobody away, if enough are registered.
        (cell({0: 10}), {(Tier.ALL, h) for h in (0, 10, 20)} | {(Tier.CREDIT, h) for h in (0, 10, 20)}),
        (cell({0: 9}), set()),
        (cell({}), {(tier, h) for tier in Tier for h in (0, 10, 20)}),
        # All served more than twenty hours by code.
        (cell({30: 10}), {(tier, h) for tier in Tier for h in (0, 10, 20)}),
        # Ten served a little, ten nothing: both numbers may be seen.
        (cell({0: 10, 5: 10}), {(tier, h) for tier in Tier for h in (0, 10, 20)}),
        # Nine served: neither they nor those who are left.
        (cell({0: 10, 5: 9}), {(tier, h) for tier in Tier for h in (10, 20)}),
        (cell({0: 9, 5: 10}), {(tier, h) for tier in Tier for h in (10, 20)}),
        # Ten have ten hours, nine of the others less: the difference would show the nine.
        (
            cell({0: 10, 5: 9, 15: 10}),
            {(tier, 0) for tier in Tier} | {(tier, 20) for tier in Tier},
        ),
        (cell({0: 10, 5: 10, 15: 10}), {(tier, h) for tier in Tier for h in (0, 10, 20)}),
        # Credit time differs from all time by nine people, then by ten.
        (
            cell({0: 10, 5: 29}, {0: 19, 5: 20}),
            {(Tier.ALL, 0)} | {(tier, h) for tier in Tier for h in (10, 20)},
        ),
        (cell({0: 10, 5: 30}, {0: 20, 5: 20}), {(tier, h) for tier in Tier for h in (0, 10, 20)}),
    ],
)
def test_a_number_is_shown_if_it_and_all_differences_stand_for_enough(of: Cell, slots: set[rules.Slot]) -> None:
    assert rules.slots_of(of, HOURS, LEAST) == slots
    assert rules.slots_of(of, (20, 10), LEAST) == slots, "in whatever order the thresholds are named"


@pytest.mark.law("PIPL-4")
@pytest.mark.parametrize(
    ("registered", "hidden"),
    [
        ({}, set()),
        ({1: 0, 2: 0}, set()),
        ({1: 10}, set()),
        ({1: 9}, {1}),
        ({1: 9, 2: 10}, {1, 2}),
        ({1: 9, 2: 10, 3: 11}, {1, 2}),
        ({1: 9, 2: 11, 3: 10}, {1, 3}),
        ({1: 5, 2: 5, 3: 10}, {1, 2}),
        ({1: 4, 2: 5, 3: 10}, {1, 2, 3}),
        ({1: 4, 2: 5, 3: 0, 4: 40}, {1, 2, 4}),
        ({1: 1, 2: 12, 3: 12}, {1, 2}),
    ],
)
def test_small_areas_are_hidden_with_company(registered: dict[int, int], hidden: set[int]) -> None:
    assert rules.withheld(registered, LEAST) == hidden


def test_an_area_alone_is_seen_from_the_least_number_on() -> None:
    assert rules.alone(cell({0: 9}), HOURS, LEAST) == NOTHING
    assert rules.alone(cell({0: 10}), HOURS, LEAST).withheld is False
    assert len(rules.alone(cell({0: 10}), HOURS, LEAST).slots) == 6
    assert rules.alone(cell({}), HOURS, LEAST).withheld is False
    assert View(True, frozenset()) == NOTHING


def test_what_is_hidden_of_an_area_is_hidden_below_it() -> None:
    cells = {1: cell({0: 30, 15: 30}), 2: cell({0: 30, 15: 30})}
    assert rules.family(NOTHING, cells, HOURS, LEAST) == {1: NOTHING, 2: NOTHING}
    only = View(False, frozenset({(Tier.ALL, 10)}))
    assert rules.family(only, cells, HOURS, LEAST) == {1: only, 2: only}


def test_a_hidden_child_takes_the_smallest_of_the_others_along() -> None:
    both = frozenset({(Tier.ALL, 0), (Tier.ALL, 10)})
    cells = {
        1: cell({0: 30, 5: 9}),  # nine served: its own number is hidden
        2: cell({0: 30, 5: 30}),
        3: cell({0: 30, 5: 20}),
        4: cell({0: 0}),
    }
    found = rules.family(View(False, both), cells, HOURS, LEAST)
    assert (Tier.ALL, 0) not in found[1].slots
    assert (Tier.ALL, 0) not in found[3].slots, "the smallest goes along"
    assert (Tier.ALL, 0) in found[2].slots
    assert (Tier.ALL, 0) in found[4].slots, "nobody lives there: it could not stand in"
    assert all((Tier.ALL, 10) in view.slots for view in found.values())
    assert not any(view.withheld for view in found.values())


def test_two_hidden_children_with_enough_people_take_nobody_along() -> None:
    own = View(False, frozenset({(Tier.ALL, 0)}))
    cells = {1: cell({0: 30, 5: 9}), 2: cell({0: 30, 5: 9}), 3: cell({0: 30, 5: 30})}
    assert {area for area, view in rules.family(own, cells, HOURS, LEAST).items() if view.slots} == {3}
    few = {1: cell({0: 30, 5: 4}), 2: cell({0: 30, 5: 5}), 3: cell({0: 30, 5: 30})}
    assert not any(view.slots for view in rules.family(own, few, HOURS, LEAST).values())
    rest = {1: cell({0: 4, 5: 30}), 2: cell({0: 5, 5: 30}), 3: cell({0: 30, 5: 30})}
    assert not any(view.slots for view in rules.family(own, rest, HOURS, LEAST).values())


@pytest.mark.parametrize(
    ("minutes", "rounded"),
    [(0, 0), (299, 0), (300, 600), (301, 600), (600, 600), (899, 600), (900, 1_200), (6_000, 6_000)],
)
def test_hours_of_the_public_are_rounded_to_ten(minutes: int, rounded: int) -> None:
    assert rules.rounded_minutes(minutes) == rounded


@given(st.integers(0, 10**8))
def test_rounding_is_to_the_nearest_and_settles(minutes: int) -> None:
    rounded = rules.rounded_minutes(minutes)
    assert rounded % 600 == 0
    assert abs(rounded - minutes) <= 300
    assert rules.rounded_minutes(rounded) == rounded


@pytest.mark.parametrize(
    ("slots", "credit", "everything"),
    [
        ({(Tier.ALL, 0), (Tier.CREDIT, 0)}, 1_800, 3_000),
        ({(Tier.ALL, 0)}, 0, 3_000),
        ({(Tier.CREDIT, 0)}, 1_800, 0),
        ({(Tier.ALL, 10)}, 0, 0),
        (set(), 0, 0),
    ],
)
def test_a_public_cell_has_rounded_hours_where_enough_served_and_no_bins(
    slots: set[rules.Slot], credit: int, everything: int
) -> None:
    found = rules.public_cell(cell({5: 12}, credit_minutes=1_501, all_minutes=2_999), View(False, frozenset(slots)))
    assert found == Cell(12, credit, everything, NO_BINS, NO_BINS)


def test_more_hours_of_one_kind_are_taken_from_fewer_of_all_and_from_nothing_else() -> None:
    # Those with 20 hours of credit (25) are among those with 10 of any (30): five would be told.
    within = cell({5: 20, 15: 5, 25: 25}, {5: 23, 15: 2, 25: 25})
    assert rules.slots_of(within, HOURS, LEAST) == {(Tier.ALL, 0), (Tier.CREDIT, 0), (Tier.ALL, 10)}
    # Those with 20 hours of any (25) are not among those with 10 of credit (30): there is nothing to subtract.
    beside = cell({5: 20, 15: 15, 25: 25}, {5: 30, 15: 30})
    assert rules.slots_of(beside, HOURS, LEAST) == {(tier, h) for tier in Tier for h in (0, 10, 20)}


ALL_SLOTS = View(False, frozenset((tier, h) for tier in Tier for h in (0, 20)))


def test_a_public_figure_is_whole_rounded_or_emptied() -> None:
    people = cell({5: 12, 21: 10}, all_minutes=2_999, credit_minutes=2_999)
    rate = figure("registration_rate", people, population=USED)
    assert rules.public_figure(rate, NOTHING, LEAST) is rate, "how many are registered is shown or not by the area"
    share = figure("share_hours", people)
    assert rules.public_figure(share, ALL_SLOTS, LEAST) is share
    without = View(False, frozenset({(Tier.ALL, 0), (Tier.CREDIT, 20)}))
    hidden = rules.public_figure(share, without, LEAST)
    assert (hidden.numerator, hidden.denominator, hidden.hidden_below) == (Decimal(0), None, 10)
    assert (hidden.value, hidden.missing) == (None, "few")
    assert rules.public_figure(figure("share_any", people), without, LEAST).value == 1
    for code in ("mean_hours", "mean_hours_active"):
        mean = rules.public_figure(figure(code, people), ALL_SLOTS, LEAST)
        assert (mean.numerator, mean.denominator) == (50, 22)
        assert rules.public_figure(figure(code, people), View(False), LEAST).hidden_below == 10
    less = figure("mean_hours", cell({5: 12, 21: 10}, all_minutes=3_299))
    assert rules.public_figure(less, ALL_SLOTS, LEAST).numerator == 50, "just below the middle"


@pytest.mark.parametrize(
    ("slots", "edges"),
    [
        (set(), []),
        ({(Tier.ALL, 0), (Tier.CREDIT, 0)}, []),
        ({(Tier.ALL, 10), (Tier.CREDIT, 10), (Tier.ALL, 20), (Tier.CREDIT, 20)}, []),
        ({(Tier.ALL, 0), (Tier.CREDIT, 0), (Tier.ALL, 20)}, []),
        ({(Tier.ALL, 0), (Tier.CREDIT, 0), (Tier.ALL, 20), (Tier.CREDIT, 20)}, [(None, None), (0, 20), (20, None)]),
        (
            {(tier, h) for tier in Tier for h in (0, 10, 20)},
            [(None, None), (0, 10), (10, 20), (20, None)],
        ),
    ],
)
def test_the_bars_stand_between_thresholds_that_both_kinds_of_time_show(
    slots: set[rules.Slot], edges: list[tuple[int | None, int | None]]
) -> None:
    people = cell({0: 10, 1: 11, 15: 12, 30: 13}, {0: 21, 1: 10, 15: 15})
    bars = rules.public_bars(people, View(False, frozenset(slots)))
    for tier in Tier:
        assert [(bar.low, bar.high) for bar in bars[tier]] == edges
        assert sum(bar.persons for bar in bars[tier]) == (46 if edges else 0)
    if len(edges) == 4:
        assert [bar.persons for bar in bars[Tier.ALL]] == [10, 11, 12, 13]
        assert [bar.persons for bar in bars[Tier.CREDIT]] == [21, 10, 15, 0]
    if len(edges) == 3:
        assert [bar.persons for bar in bars[Tier.ALL]] == [10, 23, 13]
