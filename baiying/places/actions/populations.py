"""Entering population figures: a table at a time, all valid rows or none; a correction is a new revision (R110)."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from baiying.kit import clock, facts
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.places import queries, reading
from baiying.places.facts import PopulationEntered
from baiying.places.models import Division, DivisionVersion, Population
from baiying.places.rules import populations as rules
from baiying.places.rules.populations import CheckedFigures, Figure

FIRST_YEAR = 1950


class FiguresRefused(Refused):
    code = "figures_refused"
    sentence = _("表里有不能录入的行。请改好文件再传一次，或勾选“不要这些行，录入其余的”。")
    field = "without_refused"


class NoFigures(Refused):
    code = "no_figures"
    sentence = _("表里没有一行可以录入。请看下面的说明，改好文件再传一次。")
    field = "file"


@dataclass(frozen=True, slots=True)
class PopulationReport:
    """What a table of figures did: new figures, revisions of known ones, the same again."""

    new: int
    revised: int
    unchanged: int
    checked: CheckedFigures


def check_populations(
    *, path: Path, kind: str, year: int, source: str, area_id: int | None, at: datetime
) -> CheckedFigures:
    """Read a table and check it against the areas at and below `area_id` (None: everywhere)."""
    areas = queries.divisions()
    if area_id is not None:
        areas = areas.filter(path__contains=[area_id])
    names = dict(areas.values_list("code", "name"))
    this_year = clock.local_date(at).year
    raws = reading.population_rows(path, reading.sheets_of(path, reading.POPULATIONS).read)
    years = range(FIRST_YEAR, this_year + 1)
    return rules.check(raws, names=names, kind=kind, year=year, source=source, years=years)


@transaction.atomic
def import_populations(
    *,
    path: Path,
    kind: str,
    year: int,
    source: str,
    area_id: int | None,
    without_refused: bool,
    actor: Actor,
    at: datetime,
) -> PopulationReport:
    """Enter a whole table. Refuses: FiguresRefused unless `without_refused`, NoFigures, and what reading refuses."""
    checked = check_populations(path=path, kind=kind, year=year, source=source, area_id=area_id, at=at)
    if not checked.figures:
        raise NoFigures(checked=checked)
    if checked.problems and not without_refused:
        raise FiguresRefused(checked=checked)
    return enter_populations(figures=checked.figures, checked=checked, actor=actor, at=at)


@transaction.atomic
def enter_populations(
    *, figures: list[Figure], actor: Actor, at: datetime, checked: CheckedFigures | None = None
) -> PopulationReport:
    """Add figures by 12-digit code: a new one, a revision where the number or source differs, nothing if the same."""
    codes = {f.code for f in figures}
    ids = dict(Division.objects.filter(code__in=codes, closed_on__isnull=True).values_list("code", "pk"))
    versions = dict(
        DivisionVersion.objects.filter(division_id__in=ids.values(), valid_to__isnull=True).values_list(
            "division_id", "pk"
        )
    )
    known = {
        (p.division_id, p.kind, p.year): p
        for p in Population.objects.filter(division_id__in=ids.values()).order_by("revision")
    }
    rows, revised = [], 0
    for f in figures:
        division_id = ids[f.code]
        last = known.get((division_id, f.kind, f.year))
        if last is not None and (last.persons, last.source) == (f.persons, f.source):
            continue
        revised += last is not None
        rows.append(
            Population(
                division_id=division_id, version_id=versions[division_id], kind=f.kind, year=f.year,
                revision=last.revision + 1 if last else 1, persons=f.persons, source=f.source, entered_at=at,
                entered_by_id=actor.account_id,
            )
        )  # fmt: skip
    Population.objects.bulk_create(rows, batch_size=2000)
    for kind, year in sorted({(row.kind, row.year) for row in rows}):
        areas = sum((row.kind, row.year) == (kind, year) for row in rows)
        facts.publish(PopulationEntered(year, kind, areas), actor=actor, at=at)
    result = checked or CheckedFigures(figures=figures, total=len(figures))
    return PopulationReport(len(rows) - revised, revised, len(figures) - len(rows), result)
