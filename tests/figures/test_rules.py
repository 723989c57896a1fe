"""The arithmetic of figures, as tables of cases."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from baiying.figures import rules
from baiying.figures.rules import Cell, PopulationUsed, Tier

pytestmark = pytest.mark.rules

AT = datetime(2026, 11, 24, tzinfo=UTC)


def bins(**people: int) -> list[int]:
    """bins(h0=3, h20=2): three with nothing, two from 19 up to 20 hours."""
    made = list(rules.NO_BINS)
    for name, count in people.items():
        made[int(name[1:])] = count
    return made


CELL = Cell(
    registered=10,
    credit_minutes=1_500,
    all_minutes=3_000,
    credit_bins=bins(h0=6, h5=2, h21=2),
    all_bins=bins(h0=4, h5=1, h20=2, h21=2, h101=1),
)


@pytest.mark.parametrize(
    ("code", "tier", "value"),
    [
        ("share_any", Tier.CREDIT, "0.4"),
        ("share_any", Tier.ALL, "0.6"),
        ("share_hours", Tier.CREDIT, "0.2"),
        ("share_hours", Tier.ALL, "0.3"),
        ("mean_hours", Tier.CREDIT, "2.5"),
        ("mean_hours", Tier.ALL, "5"),
        ("mean_hours_active", Tier.CREDIT, "6.25"),
        ("active_per_100", Tier.ALL, "60"),
    ],
)
def test_each_definition_gives_its_value(code: str, tier: Tier, value: str) -> None:
    figure = rules.figure(code, CELL, tier=tier, threshold_hours=20, year=2026, as_of=AT, today=date(2026, 11, 24))
    assert figure.value == Decimal(value)


def test_a_rate_without_population_has_no_value_and_says_why() -> None:
    figure = rules.figure(
        "registration_rate", CELL, tier=None, threshold_hours=20, year=2026, as_of=AT, today=date(2026, 11, 24)
    )
    assert (figure.value, figure.missing) == (None, "population")
    used = PopulationUsed(50, "permanent", 2025, "公报", 1)
    figure = rules.figure(
        "registration_rate",
        CELL,
        tier=None,
        threshold_hours=20,
        year=2026,
        as_of=AT,
        today=date(2026, 11, 24),
        population=used,
        target=Decimal("0.15"),
    )
    assert figure.value == Decimal("0.2")
    assert figure.reached is True


def test_nobody_registered_is_not_zero_per_cent() -> None:
    figure = rules.figure(
        "share_any", Cell(), tier=Tier.ALL, threshold_hours=20, year=2026, as_of=AT, today=date(2026, 11, 24)
    )
    assert (figure.value, figure.missing) == (None, "nobody")


def test_the_window_of_a_past_year_is_whole_and_of_this_year_ends_today() -> None:
    assert rules.window(2025, date(2026, 11, 24)) == (date(2025, 1, 1), date(2025, 12, 31))
    assert rules.window(2026, date(2026, 11, 24)) == (date(2026, 1, 1), date(2026, 11, 24))


def test_bands_hold_everybody_once() -> None:
    found = rules.bands(CELL.all_bins, 5)
    assert sum(band.persons for band in found) == 10
    assert [(b.low, b.high) for b in found[:3]] == [(None, None), (0, 5), (5, 10)]
    assert (found[-1].low, found[-1].persons) == (50, 1)


@pytest.mark.parametrize(
    ("registered", "hidden"),
    [
        ({1: 50, 2: 60}, set()),
        ({1: 50, 2: 6, 3: 4}, {2, 3}),
        ({1: 50, 2: 3, 3: 4}, {1, 2, 3}),  # seven together are still few
        ({1: 50, 2: 3, 3: 20}, {2, 3}),  # 20 goes too, or subtraction gives the 3 away
        ({1: 50, 2: 0}, set()),
        ({1: 3}, {1}),
    ],
)
def test_one_small_area_is_never_withheld_alone(registered: dict[int, int], hidden: set[int]) -> None:
    assert rules.withheld(registered, 10) == hidden
