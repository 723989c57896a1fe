"""Entering population figures: a table at a time, all valid rows or none; a correction is a new revision (R110)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from baiying.kit import audit, clock, facts, rooms
from baiying.kit.db import transaction
from baiying.kit.errors import Refused
from baiying.kit.values.actor import Actor
from baiying.places import locked, queries, reading
from baiying.places.facts import PopulationEntered
from baiying.places.models import Division, DivisionVersion, Population, PopulationImport
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


class FiguresDoubted(Refused):
    code = "figures_doubted"
    sentence = _("有些数不像真的。请逐条核对；确实如此，就勾选“核对过了”。")
    field = "doubts_seen"


class NotUndoable(Refused):
    code = "population_not_undoable"
    sentence = _("这张表里的数后来又改过，不能整张撤销。请先撤销后面那一次。")


@dataclass(frozen=True, slots=True)
class PopulationReport:
    """What a table of figures does: new figures, revisions of known ones with what stood there, the same again."""

    new: list[Figure]
    revised: list[tuple[Figure, Population]]
    unchanged: int
    checked: CheckedFigures
    doubts: list[rules.Doubt]
    sheets: reading.Sheets


def check_populations(
    *, path: Path, sheet: str, kind: str, year: int, source: str, area_id: int | None, at: datetime
) -> CheckedFigures:
    """Read a sheet of a table and check it against the areas at and below `area_id` (None: everywhere)."""
    areas = queries.divisions()
    if area_id is not None:
        areas = areas.filter(path__contains=[area_id])
    known = rules.Areas(dict(areas.values_list("code", "name")), queries.gone_said(area_id))
    this_year = clock.local_date(at).year
    raws = reading.population_rows(path, sheet)
    years = range(FIRST_YEAR, this_year + 1)
    return rules.check(raws, areas=known, kind=kind, year=year, source=source, years=years)


def report_populations(checked: CheckedFigures, sheets: reading.Sheets, at: datetime) -> PopulationReport:
    """What entering the checked figures would do; nothing is written."""
    areas = Division.objects.filter(closed_on__isnull=True)
    codes = dict(areas.filter(code__in={f.code for f in checked.figures}).values_list("pk", "code"))
    parents = dict(areas.filter(pk__in=codes).values_list("code", "parent__code"))
    beside = areas.filter(Q(pk__in=codes) | Q(parent_id__in=codes) | Q(code__in=set(parents.values()) - {None}))
    stored: dict[tuple[str, str, int], int] = {}
    last: dict[tuple[str, str], int] = {}
    now: dict[tuple[str, str, int], Population] = {}
    for row in queries.standing().filter(division__in=beside).select_related("division__parent").order_by("year"):
        key = (row.division.code, row.kind, row.year)
        stored[key], last[key[:2]], now[key] = row.persons, row.persons, row
        if row.division.parent:
            parents.setdefault(row.division.code, row.division.parent.code)
    new, revised, same = [], [], 0
    for f in checked.figures:
        before = now.get((f.code, f.kind, f.year))
        if before is None:
            new.append(f)
        elif (before.persons, before.source) == (f.persons, f.source):
            same += 1
        else:
            revised.append((f, before))
    above = {code: parent or "" for code, parent in parents.items()}
    found = rules.doubts(checked.figures, parents=above, stored=stored, last=last)
    found += rules.outnumbered(checked.figures, stored=stored, counted=_counted(codes, at))
    return PopulationReport(new, revised, same, checked, found, sheets)


def _counted(codes: Mapping[int, str], at: datetime) -> dict[str, int]:
    """How many are counted as registered in the areas, which cannot be more than live there: code -> number."""
    found: dict[str, int] = {}
    for counted in rooms.filling("counted_in"):
        found |= {codes[pk]: n for pk, n in counted(list(codes), at).items()}
    return found


@dataclass(frozen=True, slots=True)
class Upload:
    """A table of figures as it was given: the stored file, its name, and what stands for rows that say nothing."""

    path: Path
    file_name: str
    kind: str
    year: int
    source: str
    area_id: int | None
    # Of a workbook: the sheet to read; empty: the first that has the headings.
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Ticks:
    without_refused: bool = False
    doubts_seen: bool = False


def look_at_populations(*, upload: Upload, at: datetime) -> PopulationReport:
    """What a table would do. Refuses what reading refuses."""
    sheets = reading.sheets_of(upload.path, reading.POPULATIONS, upload.sheet)
    checked = check_populations(
        path=upload.path, sheet=sheets.read, kind=upload.kind, year=upload.year, source=upload.source,
        area_id=upload.area_id, at=at,
    )  # fmt: skip
    return report_populations(checked, sheets, at)


@transaction.atomic
def import_populations(*, upload: Upload, ticks: Ticks, actor: Actor, at: datetime) -> PopulationReport:
    """Enter a whole table.

    Refuses: FiguresRefused unless `without_refused`, NoFigures, FiguresDoubted unless `doubts_seen`, and what reading
    refuses.
    """
    report = look_at_populations(upload=upload, at=at)
    if not report.checked.figures:
        raise NoFigures(report=report)
    if report.checked.problems and not ticks.without_refused:
        raise FiguresRefused(report=report)
    if report.doubts and not ticks.doubts_seen:
        raise FiguresDoubted(report=report)
    if report.new or report.revised:
        row = PopulationImport.objects.create(
            file_name=upload.file_name[-200:], source=upload.source, within_id=upload.area_id, entered_at=at,
            entered_by_id=actor.account_id, new=len(report.new), revised=len(report.revised),
        )  # fmt: skip
        enter_populations(figures=report.checked.figures, actor=actor, at=at, came_with=row)
    return report


@transaction.atomic
def enter_populations(
    *, figures: list[Figure], actor: Actor, at: datetime, came_with: PopulationImport | None = None
) -> int:
    """Add figures by 12-digit code: a new one, a revision where the number or source differs, nothing if the same.

    Returns how many rows were written.
    """
    locked.people_counts()
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
    rows = []
    for f in figures:
        division_id = ids[f.code]
        last = known.get((division_id, f.kind, f.year))
        if last is not None and not last.withdrawn and (last.persons, last.source) == (f.persons, f.source):
            continue
        rows.append(
            Population(
                division_id=division_id, version_id=versions[division_id], kind=f.kind, year=f.year,
                revision=last.revision + 1 if last else 1, persons=f.persons, source=f.source, entered_at=at,
                entered_by_id=actor.account_id, came_with=came_with,
            )
        )  # fmt: skip
    _write(rows, came_with, actor=actor, at=at)
    return len(rows)


def _write(rows: list[Population], table: PopulationImport | None, *, actor: Actor, at: datetime) -> None:
    Population.objects.bulk_create(rows, batch_size=2000)
    within_id = table.within_id if table else None
    for (kind, year), areas in sorted(Counter((row.kind, row.year) for row in rows).items()):
        entered = PopulationEntered(year, kind, areas, table.pk if table else None)
        facts.publish(entered, actor=actor, at=at, area_id=within_id)


@transaction.atomic
def undo_populations(*, import_id: int, actor: Actor, at: datetime) -> PopulationImport:
    """Go back to the version before: each figure of a table gets a revision that says what the one before it said.

    A figure that was new is withdrawn. Nothing is deleted. Again by the same hand changes nothing.
    Refuses: NotUndoable if a figure was changed since, or another hand undid it.
    """
    row = locked.population_import(import_id)
    if row.undone_at is not None:
        if row.undone_by_id != actor.account_id:
            raise NotUndoable
        return row
    locked.people_counts()
    came = list(Population.objects.filter(came_with=row))
    ids = {p.division_id for p in came}
    revisions: dict[tuple[int, str, int], dict[int, Population]] = {}
    for p in Population.objects.filter(division_id__in=ids):
        revisions.setdefault((p.division_id, p.kind, p.year), {})[p.revision] = p
    back = []
    for p in came:
        known = revisions[p.division_id, p.kind, p.year]
        if max(known) != p.revision:
            raise NotUndoable
        before = known.get(p.revision - 1)
        back.append(
            Population(
                division_id=p.division_id, version_id=(before or p).version_id, kind=p.kind, year=p.year,
                revision=p.revision + 1, persons=(before or p).persons, source=(before or p).source,
                withdrawn=before is None or before.withdrawn, entered_at=at, entered_by_id=actor.account_id,
            )
        )  # fmt: skip
    _write(back, row, actor=actor, at=at)
    row.undone_at, row.undone_by_id = at, actor.account_id
    row.save(update_fields=["undone_at", "undone_by_id"])
    audit.record(
        "PopulationUndone", actor=actor, at=at, subject=("population_import", row.pk), area_id=row.within_id,
        detail={"figures": len(back)},
    )  # fmt: skip
    return row
