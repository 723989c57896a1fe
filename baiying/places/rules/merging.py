"""People counts of areas that become one: which may be added, and which are left to whoever knows (R110, R152).

A sum is made only of counts of one kind and one year that every part has, and never stands in the place of a count
that somebody entered. An area that stood before keeps its past years: its old counts are of what it was then, so the
newest of the parts are added as a count of the year of the merge; where one of them has a newer count than the others,
an old sum would push it aside, and the count is asked for. Values in, answers out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

# (kind, year) -> persons, as they stand.
Counts = Mapping[tuple[str, int], int]


@dataclass(frozen=True, slots=True)
class Sum:
    """A count of the area that goes on: of `year`, added from the counts of `of_year` of every part."""

    kind: str
    year: int
    of_year: int
    parts: tuple[tuple[int, int], ...]

    @property
    def persons(self) -> int:
        return sum(persons for _area_id, persons in self.parts)


@dataclass(frozen=True, slots=True)
class Left:
    """A count that is not made: it `stands` already (`persons`), or parts have none (`lacking`)."""

    kind: str
    year: int
    persons: int = 0
    lacking: tuple[int, ...] = ()


def join(parts: Mapping[int, Counts], *, own_id: int | None, since: int) -> tuple[list[Sum], list[Left]]:
    """What the counts of all parts come to. `own_id`: the part that goes on, where it stood before; `since`: the year
    from which the parts are one."""
    sums: list[Sum] = []
    left: list[Left] = []
    for kind in sorted({kind for counts in parts.values() for kind, _year in counts}):
        of_kind = {pk: {year: n for (k, year), n in counts.items() if k == kind} for pk, counts in parts.items()}
        if own_id is None:
            made = [_sum(kind, year, year, of_kind) for year in _common(of_kind)]
            left += _lacking(kind, of_kind, after=max((one.year for one in made), default=0))
        else:
            made = _carried(kind, of_kind, own_id, since)
            own = of_kind[own_id]
            left += [Left(kind, year, own[year]) for year in sorted(own) if year >= since]
            if not made and since not in own:
                left += list(_lacking(kind, of_kind, after=0))[-1:]
        sums += made
    return sums, left


Years = Mapping[int, Mapping[int, int]]


def _carried(kind: str, of_kind: Years, own_id: int, since: int) -> list[Sum]:
    """The newest counts, if all parts have them, as a count of the year of the merge where that has none."""
    newest = max((year for counts in of_kind.values() for year in counts if year < since), default=0)
    if newest not in _common(of_kind) or since in of_kind[own_id]:
        return []
    return [_sum(kind, since, newest, of_kind)]


def _common(of_kind: Years) -> list[int]:
    """The years that every part has."""
    return sorted(set.intersection(*(set(counts) for counts in of_kind.values())))


def _sum(kind: str, year: int, of_year: int, of_kind: Years) -> Sum:
    return Sum(kind, year, of_year, tuple((pk, counts[of_year]) for pk, counts in of_kind.items()))


def _lacking(kind: str, of_kind: Years, *, after: int) -> Iterator[Left]:
    """Newer years than the newest sum, of which some part has a count and some has none."""
    for year in sorted({year for counts in of_kind.values() for year in counts}):
        without = tuple(pk for pk, counts in of_kind.items() if year not in counts)
        if year > after and without:
            yield Left(kind, year, lacking=without)
