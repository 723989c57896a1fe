"""The front figures of an area, and of the areas below it: two or three small rows each, whatever the city's size."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal

from baiying.figures import rules
from baiying.figures.queries import areas, state, targets
from baiying.figures.queries.targets import Key
from baiying.figures.rules import Band, Cell, Figure, FigureRules, PopulationUsed, PrivacyRules, Tier
from baiying.figures.rules.parked import awake
from baiying.kit import clock
from baiying.places import queries as places


@dataclass(frozen=True, slots=True)
class Pair:
    """One definition from credit time only and from all time. Where time plays no part, both are the same figure."""

    definition: rules.Definition
    credit: Figure
    all: Figure

    @property
    def of(self) -> Mapping[str, Figure]:
        return {"credit": self.credit, "all": self.all}


@dataclass(frozen=True, slots=True)
class Front:
    """What a city's page shows first."""

    area_id: int
    year: int
    threshold_hours: int
    as_of: datetime
    cell: Cell
    population: PopulationUsed | None
    pairs: tuple[Pair, ...]
    further: tuple[Pair, ...]
    # For the public: the distribution, and that hours are rounded and what stands for few people is not here.
    bars: Mapping[Tier, Sequence[Band]] | None = None
    is_public: bool = False

    def pair(self, code: str) -> Pair:
        return next(p for p in (*self.pairs, *self.further) if p.definition.code == code)


@dataclass(frozen=True, slots=True)
class Child:
    """One row of the comparison. `public_id` is empty for those who live in the parent itself, not in a child."""

    area_id: int
    public_id: str
    name: str
    level: str
    cell: Cell
    population: PopulationUsed | None
    pairs: tuple[Pair, ...]
    # Nothing of it may be seen by the public.
    withheld: bool = False
    # How many of the registered are parked, and where there are any the same figures without them (rules.parked).
    parked: int = 0
    awake: tuple[Pair, ...] = ()

    def pair(self, code: str) -> Pair:
        return next(p for p in self.pairs if p.definition.code == code)


@dataclass(frozen=True, slots=True)
class Frame:
    """What all figures of one page share."""

    year: int
    threshold_hours: int
    as_of: datetime
    today: date
    targets: Mapping[Key, Decimal]

    def pair(self, code: str, area_id: int, cell: Cell, population: PopulationUsed | None) -> Pair:
        credit, both = (self._figure(code, area_id, cell, population, tier) for tier in Tier)
        return Pair(rules.BY_CODE[code], credit, both)

    def _figure(self, code: str, area_id: int, cell: Cell, population: PopulationUsed | None, tier: Tier) -> Figure:
        definition = rules.BY_CODE[code]
        key = Key(
            area_id,
            code,
            str(tier) if definition.tiered else "",
            self.threshold_hours if definition.takes_threshold else None,
        )
        return rules.figure(
            code,
            cell,
            tier=tier,
            threshold_hours=self.threshold_hours,
            year=self.year,
            as_of=self.as_of,
            today=self.today,
            population=population,
            target=self.targets.get(key),
        )


def rates_of(front: Front, cell: Cell) -> Mapping[str, Pair]:
    """The figures of a page made of another cell of the same area and year, without targets."""
    frame = Frame(front.year, front.threshold_hours, front.as_of, clock.local_date(front.as_of), {})
    codes = (*rules.FRONT, *rules.FURTHER)
    return {code: frame.pair(code, front.area_id, cell, front.population) for code in codes}


def rules_for(area_path: list[int], at: datetime) -> tuple[FigureRules, PrivacyRules]:
    """The city's choice of population and thresholds, and from how many people the public sees an area."""
    day = clock.local_date(at)
    return (
        places.rule_set(FigureRules, area_path=area_path, on=day).rules,
        places.rule_set(PrivacyRules, area_path=area_path, on=day).rules,
    )


def front(area_id: int, year: int, threshold_hours: int, *, at: datetime, population_kind: str = "permanent") -> Front:
    """The front figures of an area in a year, from single rows. `threshold_hours` from 1 to 100."""
    row = areas.row_of(area_id, year, population_kind)
    cell, population = row.cell, row.population
    moment = row.counted_at or at
    frame = Frame(year, threshold_hours, moment, clock.local_date(moment), row.targets)
    return Front(
        area_id=area_id,
        year=year,
        threshold_hours=threshold_hours,
        as_of=frame.as_of,
        cell=cell,
        population=population,
        pairs=tuple(frame.pair(code, area_id, cell, population) for code in rules.FRONT),
        further=tuple(frame.pair(code, area_id, cell, population) for code in rules.FURTHER),
    )


def children(
    area_id: int, year: int, threshold_hours: int, *, at: datetime, population_kind: str = "permanent"
) -> list[Child]:
    """The same figures for each area directly below in the tree of the year, in the order of their codes.

    Those who live in the area but in none of its children come last, as a row without a public id.
    """
    divisions = places.children_on(area_id, state.tree_day(year))
    ids = [d.pk for d in divisions]
    cells = areas.cells_of([*ids, area_id], year)
    populations = _populations(ids, year, population_kind)
    parked = areas.parked_of([*ids, area_id], year)
    frame = _frame(ids, year, threshold_hours, at)
    apart = replace(frame, targets={})

    def child(area: int, public_id: str, name: str, level: str, cell: Cell) -> Child:
        people = populations.get(area)
        pairs = tuple(frame.pair(code, area, cell, people) for code in rules.FRONT)
        return with_parked(Child(area, public_id, name, level, cell, people, pairs), parked.get(area, 0), apart)

    found = [child(d.pk, d.public_id, d.name, d.level, cells[d.pk]) for d in divisions]
    rest = rules.rest(cells[area_id], [cells[i] for i in ids])
    if found and rest.registered:
        parked[0] = parked.get(area_id, 0) - sum(parked.get(i, 0) for i in ids)
        found.append(child(0, "", "", "", rest))
    return found


def with_parked(child: Child, parked: int, apart: Frame) -> Child:
    """The row of an area with how many of it are parked, and its figures without them. `apart` has no targets: these
    are set for everybody registered."""
    if parked <= 0:
        return child
    cell = awake(child.cell, parked)
    pairs = tuple(apart.pair(code, child.area_id, cell, child.population) for code in rules.FRONT)
    return replace(child, parked=parked, awake=pairs)


def beside(figure: Figure, threshold_hours: int) -> Frame:
    """What figures share that are made beside this one: its year and instant, and no targets."""
    return Frame(figure.year, threshold_hours, figure.as_of, clock.local_date(figure.as_of), {})


def _frame(area_ids: list[int], year: int, threshold_hours: int, at: datetime) -> Frame:
    moment = state.as_of(at)
    return Frame(year, threshold_hours, moment, clock.local_date(moment), targets.targets_of(area_ids, year))


def _populations(area_ids: list[int], year: int, kind: str) -> dict[int, PopulationUsed]:
    found = places.population_of(area_ids, kind, not_after=year)
    return {
        area: PopulationUsed(p.persons, kind, p.year, p.source, p.revision) for area, p in found.items() if p.persons
    }
