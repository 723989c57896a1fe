"""What the public sees says nothing of few people: attacked by asking for every threshold, and by subtracting."""

from collections.abc import Mapping
from io import BytesIO
from random import Random

import pytest
from django.test import Client
from openpyxl import load_workbook

from baiying.demo import builders
from baiying.figures import actions, queries, rules
from baiying.figures.rules import NO_BINS, Cell, Slot, Tier, View
from baiying.kit import clock
from baiying.places.models import Division
from tests.figures import rows

LEAST = 10
HOURS = (10, 20, 25, 50)


def cell_of(people: list[tuple[int, int]]) -> Cell:
    """Of (credit, all) hours of each person."""
    bins = {tier: list(NO_BINS) for tier in Tier}
    for credit, both in people:
        bins[Tier.CREDIT][min(101, credit + 1) if credit else 0] += 1
        bins[Tier.ALL][min(101, both + 1) if both else 0] += 1
    minutes = [60 * sum(hours) for hours in zip(*people, strict=True)] or [0, 0]
    return Cell(len(people), minutes[0], minutes[1], bins[Tier.CREDIT], bins[Tier.ALL])


def few(n: int) -> bool:
    return 0 < n < LEAST


def count(cell: Cell, slot: Slot) -> int:
    return cell.at_least(slot[1], slot[0])


def nested(one: Slot, other: Slot) -> bool:
    return one[1] >= other[1] and (one[0] == other[0] or other[0] is Tier.ALL)


def nothing_small_within(cell: Cell, view: View) -> None:
    """Numbers shown of one area, and what is left when one is taken from another, are many or none."""
    assert not few(cell.registered)
    for slot in view.slots:
        assert not few(count(cell, slot))
        assert not few(cell.registered - count(cell, slot))
        for other in view.slots:
            if nested(slot, other):
                assert not few(count(cell, other) - count(cell, slot))
    for tier, bars in rules.public_bars(cell, view).items():
        assert not any(few(bar.persons) for bar in bars), tier


def nothing_small_between(parent: Cell, own: View, cells: Mapping[int, Cell], below: Mapping[int, View]) -> None:
    """The parent's number less those of the children shown: what is left is many or none."""
    shown = [cells[area] for area in cells if not below[area].withheld]
    assert not few(parent.registered - sum(cell.registered for cell in shown))
    for slot in own.slots:
        seen = [cells[area] for area in cells if slot in below[area].slots]
        left = count(parent, slot) - sum(count(cell, slot) for cell in seen)
        left_registered = parent.registered - sum(cell.registered for cell in seen)
        assert not few(left)
        assert not few(left_registered - left)
        hidden = [cell for area, cell in cells.items() if slot not in below[area].slots and cell.registered]
        if any(cell.registered for cell in seen):
            assert len(hidden) != 1, "one hidden child is given away by the others"
    for area in cells:
        # What the parent does not show, the children cannot show for it.
        assert below[area].slots <= own.slots


@pytest.mark.rules
@pytest.mark.parametrize("seed", range(200))
@pytest.mark.law("PIPL-73")
@pytest.mark.law("PIPL-4")
def test_no_subtraction_leaves_few_people(seed: int) -> None:
    chance = Random(seed)
    children = {}
    for area in range(1, chance.randrange(2, 9)):
        size = chance.choice((0, 2, 7, 11, 12, 25, 40, 90))
        served = [(chance.choice((0, 0, 3, 12, 22, 60)), chance.choice((0, 0, 5, 15, 30))) for _ in range(size)]
        children[area] = cell_of([(credit, credit + honour) for credit, honour in served])
    parent = Cell(
        sum(c.registered for c in children.values()),
        sum(c.credit_minutes for c in children.values()),
        sum(c.all_minutes for c in children.values()),
        [sum(column) for column in zip(*(c.credit_bins for c in children.values()), strict=True)],
        [sum(column) for column in zip(*(c.all_bins for c in children.values()), strict=True)],
    )
    own = rules.alone(parent, HOURS, LEAST)
    below = rules.family(own, children, HOURS, LEAST)
    if own.withheld:
        assert all(view.withheld for view in below.values())
        return
    nothing_small_within(parent, own)
    for area, view in below.items():
        if not view.withheld:
            nothing_small_within(children[area], view)
    nothing_small_between(parent, own, children, below)


@pytest.mark.rules
def test_what_is_hidden_is_emptied_and_hours_are_rounded() -> None:
    cell = cell_of([(0, 0)] * 15 + [(4, 4)] * 3 + [(30, 30)] * 12)
    view = rules.alone(cell, HOURS, LEAST)
    assert (Tier.ALL, 0) in view.slots
    assert (Tier.ALL, 10) not in view.slots, "three between nothing and ten hours"
    public = rules.public_cell(cell, view)
    assert (public.all_bins, public.all_minutes) == (NO_BINS, 370 * 60)


def village_of(areas: dict[str, Division], hours: list[int]) -> Division:
    day = clock.local_date(clock.now()).replace(month=1, day=1)
    for n in hours:
        who = rows.person(areas["a11"])
        if n:
            rows.entry(who, 60 * n, day=day)
    for name in ("a12", "b11"):
        for _ in range(30):
            rows.person(areas[name])
    actions.roll_up(at=clock.now())
    return areas["a11"]


@pytest.fixture
def areas(db: None) -> dict[str, Division]:
    return rows.tree()


@pytest.mark.law("PIPL-73")
def test_asking_the_open_data_for_every_threshold_tells_nobodys_hours(areas: dict[str, Division]) -> None:
    """The attack: twelve people, the numbers at 1, 2, ... 100 hours, and everybody's hours are known."""
    village = village_of(areas, [2, 4, 7, 9, 13, 16, 21, 23, 33, 41, 55, 0])
    known = {}
    for hours in range(1, 101):
        answer = Client().get(f"/api/v1/figures/{village.public_id}", {"hours": hours})
        if hours not in HOURS:
            assert answer.status_code == 422, hours
            assert "10, 20, 25, 50" in answer.json()["detail"]
            continue
        for figure in answer.json():
            if figure["definition"] == "share_hours":
                known[hours, figure["tier"]] = figure["numerator"]
                assert figure["withheld"] is (figure["numerator"] is None)
    assert len(known) == 8
    assert not any(n and n < LEAST for n in known.values() if n is not None)


def test_page_export_and_open_data_say_the_same(areas: dict[str, Division]) -> None:
    village = village_of(areas, [30] * 15 + [4] * 3 + [0] * 12)
    parent, year = areas["a1"], clock.local_date(clock.now()).year
    client = Client()
    told = {(f["definition"], f["tier"]): f for f in client.get(f"/api/v1/figures/{village.public_id}").json()}
    assert told["share_any", "all"]["numerator"] == 18
    assert told["share_hours", "all"]["withheld"], "18 less 15 are three"
    assert told["mean_hours", "all"]["numerator"] == 460
    page = client.get(f"/city/{village.public_id}/").content.decode()
    assert "18 人 ÷ 30 人" in page
    assert "15 人" not in page
    assert "人数不足 10" in page
    (row,) = (c for c in client.get(f"/city/{parent.public_id}/").context["rows"] if c.child.area_id == village.pk)
    assert row.child.pair("share_hours").all.hidden_below == LEAST
    book = load_workbook(BytesIO(client.get(f"/city/{parent.public_id}/areas.xlsx").getvalue()))
    line = next(r for r in book["各地"].iter_rows(values_only=True) if r[0] == village.name)
    assert line[1] == 30
    assert line[5] == pytest.approx(0.6)
    assert line[6] is None, "the share by hours is not in the workbook either"
    assert queries.public_front(village, year, None, at=clock.now()).cell.all_bins == NO_BINS


def test_a_city_that_publishes_every_threshold_gives_no_more_away(areas: dict[str, Division]) -> None:
    builders.rule_set("figures", thresholds=list(range(1, 101)))
    village = village_of(areas, [2, 4, 7, 9, 13, 16, 21, 23, 33, 41, 55, 60])
    found = set()
    for hours in range(1, 101):
        for figure in Client().get(f"/api/v1/figures/{village.public_id}", {"hours": hours}).json():
            if figure["definition"] == "share_hours" and figure["numerator"] is not None:
                found.add(figure["numerator"])
    assert found <= {0, 12}


def test_months_of_few_services_are_not_drawn(areas: dict[str, Division]) -> None:
    village = village_of(areas, [3] * 12)
    year = clock.local_date(clock.now()).year
    (month,) = queries.public_months(village.pk, year, LEAST)
    assert (month.month, month.all_minutes) == (1, 40 * 60)
    assert queries.public_months(village.pk, year, 13) == []
