"""A second way to count: streams of plain rows added up in Python, sharing nothing with the roll-up's statements.

Everything is read in one snapshot and passes by once, ordered by person or by day, so that memory grows with the areas
and not with the people. What is marked and not yet counted is taken as the roll-up has it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection

from baiying.kit import clock

_CHUNK = 5_000
_BINS = 102


@dataclass(slots=True)
class Tally:
    """How many cells of a kind were compared, how many differ, and the first that does."""

    name: str
    cells: int = 0
    different: int = 0
    example: str = ""

    def compare(self, key: object, true: object, held: object) -> None:
        self.cells += 1
        if true != held:
            self.different += 1
            self.example = self.example or f"{key}: {true} ≠ {held}"


@dataclass(slots=True)
class Own:
    """What the people who live in an area, or in it and below, come to in a year."""

    registered: int = 0
    credit: int = 0
    all: int = 0
    credit_bins: Counter[int] = field(default_factory=Counter)
    all_bins: Counter[int] = field(default_factory=Counter)

    def take(self, credit: int, total: int) -> None:
        self.registered += 1
        self.credit += credit
        self.all += total
        self.credit_bins[bin_of(credit)] += 1
        self.all_bins[bin_of(total)] += 1

    def add(self, other: "Own") -> None:
        self.registered += other.registered
        self.credit += other.credit
        self.all += other.all
        self.credit_bins.update(other.credit_bins)
        self.all_bins.update(other.all_bins)


def bin_of(minutes: int) -> int:
    """0 for nothing, 1 for less than an hour, n for n-1 up to n hours, the last for a hundred and more."""
    return 0 if minutes <= 0 else min(minutes // 60 + 1, _BINS - 1)


def stream(statement: str) -> Iterator[tuple[Any, ...]]:
    """Rows through a cursor of the server, some thousands at a time."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(_CHUNK):
            yield from rows


class Grouped:
    """A stream ordered by its first column, taken key by key; keys must be asked for in rising order."""

    def __init__(self, rows: Iterable[tuple[Any, ...]]) -> None:
        self._rows = iter(rows)
        self._next = next(self._rows, None)

    @property
    def key(self) -> Any:
        """The next key, None at the end."""
        return None if self._next is None else self._next[0]

    def of(self, key: Any) -> list[tuple[Any, ...]]:
        found = []
        while self._next is not None and self._next[0] == key:
            found.append(self._next[1:])
            self._next = next(self._rows, None)
        return found


class Trees:
    """Who is above whom in a year: on its last day if it has ended, now if it runs. Follows parents, not paths."""

    def __init__(self, at: datetime) -> None:
        self.running = clock.local_date(at).year
        self._now: dict[int, int | None] = dict(stream("SELECT id, parent_id FROM places_division"))
        self._versions: dict[int, list[tuple[date, int | None]]] = defaultdict(list)
        for division, begins, parent in stream(
            "SELECT division_id, valid_from, parent_id FROM places_divisionversion ORDER BY valid_from"
        ):
            self._versions[division].append((begins, parent))
        self._chains: dict[tuple[int, int], tuple[int, ...]] = {}

    def ends(self, year: int) -> datetime | None:
        """The first instant after a year that has ended; None for the running one."""
        return clock.midnight(date(year + 1, 1, 1)) if year < self.running else None

    def parent(self, area: int, year: int) -> int | None:
        versions = self._versions.get(area)
        if year >= self.running or not versions:
            return self._now.get(area)
        known = [parent for begins, parent in versions if begins.year <= year]
        return known[-1] if known else versions[0][1]

    def chain(self, area: int, year: int) -> tuple[int, ...]:
        """The area and all above it."""
        found = self._chains.get((area, year))
        if found is None:
            above, line = self.parent(area, year), [area]
            while above is not None and above not in line:
                line.append(above)
                above = self.parent(above, year)
            found = self._chains[(area, year)] = tuple(line)
        return found


@dataclass(frozen=True, slots=True)
class Cell:
    """One person in one year."""

    area: int
    counted: bool
    credit: int
    all: int


class Recount:
    """The whole comparison; `tallies` holds the outcome."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._trees = Trees(at)
        self._own: dict[tuple[int, int], Own] = defaultdict(Own)
        self.persons, self.areas = Tally("个人·年"), Tally("地区·年")
        self.bins, self.days = Tally("时长分布"), Tally("地区·日")
        self.parked = Tally("休眠·年")
        self._parked = Counter[tuple[int, int]]()

    def run(self) -> list[Tally]:
        self._run_persons()
        self._run_areas()
        self._run_days()
        self._run_parked()
        return [self.persons, self.areas, self.bins, self.days, self.parked]

    def _run_persons(self) -> None:
        marked = {person for (person,) in stream("SELECT DISTINCT person_id FROM figures_mark")}
        # Who was merged into another is counted there, and nowhere else.
        goes_on = (
            "SELECT coalesce(p.merged_into_id, p.id) AS person_id, {0} FROM {1} x"
            " JOIN people_person p ON p.id = x.person_id"
        )
        countings = Grouped(stream(goes_on.format("from_at, to_at", "people_counting") + " ORDER BY 1"))
        moves = Grouped(
            stream("SELECT person_id, moved_at, residence_id FROM people_move ORDER BY person_id, moved_at, id")
        )
        served = Grouped(
            stream(
                goes_on.format("date_part('year', served_on)::int, tier, sum(minutes)::int", "hours_hourentry")
                + " GROUP BY 1, 2, 3 ORDER BY 1"
            )
        )
        held = Grouped(
            stream(
                "SELECT person_id, year, area_id, counted, credit_minutes, all_minutes"
                " FROM figures_personyear ORDER BY person_id"
            )
        )
        asleep = Grouped(
            stream(
                "SELECT person_id, parked_at, ended_at FROM people_dormancy WHERE parked_at IS NOT NULL"
                " ORDER BY person_id"
            )
        )
        for person, residence in stream("SELECT id, residence_id FROM people_person ORDER BY id"):
            true = self._cells_of(residence, countings.of(person), moves.of(person), served.of(person))
            stands = {year: Cell(*columns) for year, *columns in held.of(person)}
            if person in marked:
                true = stands
            else:
                self._compare_person(person, true, stands)
            spans = asleep.of(person)
            for year, cell in true.items():
                if cell.counted:
                    self._own[(cell.area, year)].take(cell.credit, cell.all)
                    if not cell.all and self._asleep(spans, year):
                        self._parked[(cell.area, year)] += 1
        if held.key is not None:
            self.persons.compare(held.key, None, "no such person")

    def _cells_of(
        self,
        residence: int,
        countings: list[tuple[Any, ...]],
        moves: list[tuple[Any, ...]],
        served: list[tuple[Any, ...]],
    ) -> dict[int, Cell]:
        credit, total = Counter[int](), Counter[int]()
        years = set()
        for year, tier, minutes in served:
            years.add(year)
            total[year] += minutes
            if tier == "credit":
                credit[year] += minutes
        for from_at, to_at in countings:
            last = self._at if to_at is None else min(to_at, self._at)
            years.update(range(clock.local_date(from_at).year, clock.local_date(last).year + 1))
        return {
            year: Cell(
                self._residence(residence, moves, year), self._counts(countings, year), credit[year], total[year]
            )
            for year in years
        }

    def _counts(self, countings: list[tuple[Any, ...]], year: int) -> bool:
        ends = self._trees.ends(year)
        if ends is None:
            return any(to_at is None for _, to_at in countings)
        last = ends - timedelta(microseconds=1)
        return any(from_at <= last and (to_at is None or last < to_at) for from_at, to_at in countings)

    def _residence(self, now: int, moves: list[tuple[Any, ...]], year: int) -> int:
        ends = self._trees.ends(year)
        if ends is not None:
            for moved_at, before in moves:
                if moved_at >= ends:
                    return int(before)
        return now

    def _asleep(self, spans: list[tuple[Any, ...]], year: int) -> bool:
        """Whether somebody was parked at the last instant of a year that has ended, or is now."""
        ends = self._trees.ends(year)
        at = self._at if ends is None else ends - timedelta(microseconds=1)
        return any(parked <= at and (ended is None or ended > at) for parked, ended in spans)

    def _run_parked(self) -> None:
        """This year and the one before: older ones stay as they were counted (actions.parking)."""
        years = (self._trees.running - 1, self._trees.running)
        true = Counter[tuple[int, int]]()
        for (area, year), persons in self._parked.items():
            if year in years:
                for above in self._trees.chain(area, year):
                    true[(above, year)] += persons
        held = stream(f"SELECT area_id, year, parked FROM figures_areaparked WHERE year IN {years}")
        for area, year, parked in held:
            self.parked.compare((area, year), true.pop((area, year), 0), parked)
        for key, persons in true.items():
            self.parked.compare(key, persons, None)

    def _compare_person(self, person: int, true: dict[int, Cell], held: dict[int, Cell]) -> None:
        for year in true.keys() | held.keys():
            one, other = true.get(year), held.get(year)
            # Where somebody lived matters in the years in which the person counts; nothing is as good as no cell.
            facts = [
                (cell.counted, cell.credit, cell.all, cell.area if cell.counted else 0) if cell else (False, 0, 0, 0)
                for cell in (one, other)
            ]
            self.persons.compare((person, year), *facts)

    def _run_areas(self) -> None:
        true: dict[tuple[int, int], Own] = defaultdict(Own)
        for (area, year), own in self._own.items():
            for above in self._trees.chain(area, year):
                true[(above, year)].add(own)
        self._own.clear()
        for area, year, parent, registered, credit, total, credit_bins, all_bins in stream(
            "SELECT area_id, year, parent_id, registered, credit_minutes, all_minutes, credit_bins, all_bins"
            " FROM figures_areayear"
        ):
            own = true.pop((area, year), Own())
            self.areas.compare(
                (area, year),
                (self._trees.parent(area, year), own.registered, own.credit, own.all),
                (parent, registered, credit, total),
            )
            self._compare_bins(area, year, own.credit_bins, credit_bins, "credit")
            self._compare_bins(area, year, own.all_bins, all_bins, "all")
        for key, own in true.items():
            self.areas.compare(key, own.registered, None)

    def _compare_bins(self, area: int, year: int, true: Counter[int], held: list[int], kind: str) -> None:
        if len(held) != _BINS:
            self.bins.compare((area, year, kind), _BINS, len(held))
            return
        for place, persons in enumerate(held):
            self.bins.compare((area, year, kind, place), true[place], persons)

    def _run_days(self) -> None:
        marked = {day for (day,) in stream("SELECT DISTINCT day FROM figures_daymark")}
        served = Grouped(
            stream(
                "SELECT served_on, area_id, tier, sum(minutes)::bigint, count(*) FROM hours_hourentry"
                " GROUP BY 1, 2, 3 ORDER BY 1"
            )
        )
        held = Grouped(
            stream("SELECT day, area_id, credit_minutes, all_minutes, entries FROM figures_areaday ORDER BY day")
        )
        while served.key is not None or held.key is not None:
            day = min(key for key in (served.key, held.key) if key is not None)
            true: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
            for area, tier, minutes, entries in served.of(day):
                for above in self._trees.chain(area, day.year):
                    cell = true[above]
                    cell[0] += minutes if tier == "credit" else 0
                    cell[1] += minutes
                    cell[2] += entries
            stands = {area: columns for area, *columns in held.of(day)}
            if day in marked:
                continue
            for area in true.keys() | stands.keys():
                nothing = [0, 0, 0]
                self.days.compare((area, day.isoformat()), true.get(area, nothing), stands.get(area, nothing))
