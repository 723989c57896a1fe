"""The public's view of figures: whatever can be seen or reckoned from what is seen stands for enough people.

One rule for page, export and open data. A *slot* is one number of people: those with at least so many hours by one
kind of time (0: any minute at all). A slot is shown only if it, what is left of the registered, and its difference from
every other slot shown of the area count nobody or at least `least` people; and only if the parent's slot less those of
the children shown does as well. What is hidden of an area is hidden of everything below it. (PIPL art. 4, 73.)
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from baiying.figures.rules.catalogue import NO_BINS, Band, Cell, Figure, Tier

Slot = tuple[Tier, int]
Slots = frozenset[Slot]
# Hours of the public are rounded, so that one person's shift can neither be seen coming nor be subtracted out.
HOURS_STEP = 10


@dataclass(frozen=True, slots=True)
class View:
    """What the public may see of an area: nothing (`withheld`), or its registered people and these slots."""

    withheld: bool
    slots: Slots = frozenset()


NOTHING = View(withheld=True)


def _few(persons: int, least: int) -> bool:
    return 0 < persons < least


def _all_slots(hours: Sequence[int]) -> list[Slot]:
    return [(tier, h) for h in (0, *sorted(hours)) for tier in (Tier.ALL, Tier.CREDIT)]


def _nested(one: Slot, other: Slot) -> bool:
    """Whether the people of one slot are all among those of the other: more hours, or credit time within all time."""
    (tier, hours), (wider, fewer) = one, other
    return hours >= fewer and (tier is wider or wider is Tier.ALL)


def slots_of(cell: Cell, hours: Sequence[int], least: int) -> Slots:
    """The slots that an area's own numbers allow to be shown; the same whichever of them a reader asks for."""
    counts: dict[Slot, int] = {}
    for slot in _all_slots(hours):
        n = cell.at_least(slot[1], slot[0])
        others = [m for shown, m in counts.items() if _nested(slot, shown) or _nested(shown, slot)]
        if not any(_few(difference, least) for difference in (n, cell.registered - n, *(abs(n - m) for m in others))):
            counts[slot] = n
    return frozenset(counts)


def withheld(registered: Mapping[int, int], least: int) -> frozenset[int]:
    """Which of a parent's children the public may not see: those with fewer than `least` registered people.

    The parent's total minus the shown children gives away the sum of the withheld: so there are at least two of them
    with at least `least` people together, or the next smallest goes with them. Areas without anybody hide nobody.
    """
    small = {area for area, persons in registered.items() if _few(persons, least)}
    shown = sorted((persons, area) for area, persons in registered.items() if persons >= least)
    while small and shown and (len(small) == 1 or _few(sum(registered[a] for a in small), least)):
        small.add(shown.pop(0)[1])
    return frozenset(small)


def family(parent: View, cells: Mapping[int, Cell], hours: Sequence[int], least: int) -> dict[int, View]:
    """What the public may see of each of an area's children (and of those who live in none of them)."""
    if parent.withheld:
        return dict.fromkeys(cells, NOTHING)
    away = withheld({area: cell.registered for area, cell in cells.items()}, least)
    shown = {area: slots_of(cell, hours, least) & parent.slots for area, cell in cells.items() if area not in away}
    for slot in parent.slots:
        hidden = [cells[area] for area in cells if slot not in shown.get(area, ())]
        rest = sorted((_count(cells[area], slot), area) for area in shown if slot in shown[area])
        # Children without anybody cannot stand in for the hidden ones.
        rest = [(n, area) for n, area in rest if cells[area].registered]
        while hidden and rest and _gives_away(hidden, slot, least):
            _n, area = rest.pop(0)
            shown[area] -= {slot}
            hidden.append(cells[area])
    return {area: NOTHING if area in away else View(False, shown[area]) for area in cells}


def _count(cell: Cell, slot: Slot) -> int:
    return cell.at_least(slot[1], slot[0])


def _gives_away(hidden: Sequence[Cell], slot: Slot, least: int) -> bool:
    n, registered = sum(_count(cell, slot) for cell in hidden), sum(cell.registered for cell in hidden)
    return len([c for c in hidden if c.registered]) < 2 or _few(n, least) or _few(registered - n, least)


def alone(cell: Cell, hours: Sequence[int], least: int) -> View:
    """What the public may see of an area that has no parent."""
    return NOTHING if _few(cell.registered, least) else View(False, slots_of(cell, hours, least))


def rounded_minutes(minutes: int) -> int:
    """Minutes to the nearest ten hours."""
    step = HOURS_STEP * 60
    return int((Decimal(minutes) / step).quantize(Decimal(1), ROUND_HALF_UP)) * step


def public_cell(cell: Cell, view: View) -> Cell:
    """A cell without what may not be seen: registered people, rounded hours where enough people served, no bins."""
    shown = {tier: rounded_minutes(cell.minutes(tier)) if (tier, 0) in view.slots else 0 for tier in Tier}
    return Cell(cell.registered, shown[Tier.CREDIT], shown[Tier.ALL], NO_BINS, NO_BINS)


def public_figure(figure: Figure, view: View, least: int) -> Figure:
    """A figure as the public sees it: whole, with rounded hours, or hidden and emptied."""
    tier = figure.tier
    if tier is None:
        return figure
    slot = (tier, figure.threshold_hours or 0)
    if slot not in view.slots:
        return replace(figure, numerator=Decimal(0), denominator=None, hidden_below=least)
    if figure.definition.code.startswith("mean_hours"):
        return replace(figure, numerator=Decimal(rounded_minutes(int(figure.numerator * 60)) // 60))
    return figure


def public_bars(cell: Cell, view: View) -> dict[Tier, list[Band]]:
    """The distribution between the thresholds shown, the first bar for those with nothing; empty under two bars.

    Both kinds of time have the same bars: made of slots shown, they say nothing new.
    """
    edges = sorted({h for _tier, h in view.slots if all((tier, h) in view.slots for tier in Tier)})
    if len(edges) < 2 or edges[0] != 0:
        return {tier: [] for tier in Tier}
    return {tier: list(_bars(cell, tier, edges)) for tier in Tier}


def _bars(cell: Cell, tier: Tier, edges: Sequence[int]) -> Iterable[Band]:
    yield Band(None, None, cell.registered - cell.at_least(0, tier))
    for low, high in zip(edges, (*edges[1:], None), strict=True):
        above = cell.at_least(high, tier) if high is not None else 0
        yield Band(low, high, cell.at_least(low, tier) - above)
