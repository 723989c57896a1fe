"""Population figures, read: by area, kind and year; the latest revision counts (R110)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from baiying.places.models import Population, PopulationImport


@dataclass(frozen=True, slots=True)
class PopulationFigure:
    """How many people, of which year, by which source, in which revision."""

    persons: int
    year: int
    source: str
    revision: int
    population_id: int = 0


def population_of(
    area_ids: Iterable[int], kind: str, year: int | None = None, *, not_after: int | None = None
) -> dict[int, PopulationFigure]:
    """The latest revision for each area that has one: of the given year, or of the latest year known (up to a year)."""
    rows = standing().filter(division_id__in=list(area_ids), kind=kind)
    if year is not None:
        rows = rows.filter(year=year)
    if not_after is not None:
        rows = rows.filter(year__lte=not_after)
    rows = rows.order_by("division_id", "-year").distinct("division_id")
    return {r.division_id: PopulationFigure(r.persons, r.year, r.source, r.revision, r.pk) for r in rows}


def current_populations() -> QuerySet[Population]:
    """The latest revision of every area, kind and year."""
    return standing().select_related("division").order_by("division__code", "-year", "kind")


def standing() -> QuerySet[Population]:
    """The latest revisions, without those that were withdrawn."""
    same = {name: OuterRef(name) for name in ("division_id", "kind", "year")}
    later = Population.objects.filter(**same, revision__gt=OuterRef("revision"))
    return Population.objects.filter(~Exists(later), withdrawn=False)


def population_imports(area_id: int | None) -> QuerySet[PopulationImport]:
    """Tables of people counts entered by the office of an area, newest first; None sees all."""
    rows = PopulationImport.objects.order_by("-id")
    return rows if area_id is None else rows.filter(within_id=area_id)


def revisions_of(division_id: int, kind: str, year: int) -> QuerySet[Population]:
    return Population.objects.filter(division_id=division_id, kind=kind, year=year).order_by("-revision")


def population_years(within_id: int | None = None) -> list[int]:
    """The years of which there are figures in an area, the latest first; None means everywhere."""
    rows = standing() if within_id is None else standing().filter(division__path__contains=[within_id])
    return list(rows.order_by("-year").values_list("year", flat=True).distinct())
