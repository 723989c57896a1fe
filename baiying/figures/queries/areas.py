"""Counted cells of areas, and which of them the public may not see."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import connection

from baiying.figures import rules
from baiying.figures.models import AreaParked, AreaYear
from baiying.figures.queries.targets import Key


def cells_of(area_ids: Collection[int], year: int) -> dict[int, rules.Cell]:
    """The cell of each area in a year; an area in which nobody was ever counted has an empty one."""
    found = {
        row.area_id: rules.Cell(
            registered=row.registered,
            credit_minutes=row.credit_minutes,
            all_minutes=row.all_minutes,
            credit_bins=row.credit_bins,
            all_bins=row.all_bins,
        )
        for row in AreaYear.objects.filter(area_id__in=list(area_ids), year=year)
    }
    return {area: found.get(area, rules.Cell()) for area in area_ids}


def parked_of(area_ids: Collection[int], year: int) -> dict[int, int]:
    """How many registered people of each area are parked; an area without any is not in it."""
    rows = AreaParked.objects.filter(area_id__in=list(area_ids), year=year, parked__gt=0)
    return dict(rows.values_list("area_id", "parked"))


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of one area and year, read in one statement: cell, instant of counting, targets, population."""

    cell: rules.Cell
    counted_at: datetime | None
    targets: dict[Key, Decimal]
    population: rules.PopulationUsed | None


def row_of(area_id: int, year: int, population_kind: str) -> Row:
    """One area's row; the population is the latest revision of the latest year up to the year asked for.

    One plain statement, because the front page is what everybody opens: the mapper would take longer than the reading.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ROW, {"area": area_id, "year": year, "kind": population_kind})
        counted_at, registered, credit, both, credit_bins, both_bins, targets, *people = cursor.fetchone()
    cell = rules.Cell() if registered is None else rules.Cell(registered, credit, both, credit_bins, both_bins)
    latest = {Key(area_id, code, tier, hours): value for code, tier, hours, value in json.loads(targets)}
    persons, of_year, source, revision = people
    population = rules.PopulationUsed(persons, population_kind, of_year, source, revision) if persons else None
    return Row(cell, counted_at, {k: Decimal(v) for k, v in latest.items() if v is not None}, population)


# Planned once per connection (migrations/0003): planning took longer than reading.
_ROW = "SELECT * FROM figures_front_row(%(area)s, %(year)s, %(kind)s)"


def populations_of(area_id: int, year: int) -> list[rules.PopulationUsed]:
    """An area's population by every kind that was entered: the latest revision of the latest year up to the year."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT ON (kind) persons, kind, year, source, revision FROM places_population p"
            " WHERE division_id = %s AND year <= %s AND persons > 0 AND NOT withdrawn"
            " AND NOT EXISTS (SELECT FROM places_population l WHERE l.division_id = p.division_id AND l.kind = p.kind"
            " AND l.year = p.year AND l.revision > p.revision) ORDER BY kind, year DESC, revision DESC",
            [area_id, year],
        )
        return [rules.PopulationUsed(*row) for row in cursor.fetchall()]


def families_on(area_path: Sequence[int], year: int) -> dict[int | None, dict[int, rules.Cell]]:
    """The cells beside an area and beside all that is above it, and those below it: by parent, then by area.

    Those who live in a parent but in none of its children stand under 0. The top stands under None.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT parent_id, area_id, registered, credit_minutes, all_minutes, credit_bins, all_bins"
            " FROM figures_areayear WHERE year = %s AND (parent_id = ANY(%s) OR area_id = %s)",
            [year, list(area_path), area_path[0]],
        )
        rows = cursor.fetchall()
    found: dict[int | None, dict[int, rules.Cell]] = {None: {}}
    for parent, area, *counts in rows:
        found.setdefault(None if area == area_path[0] else parent, {})[area] = rules.Cell(*counts)
    whole = {area: cell for cells in found.values() for area, cell in cells.items()}
    for parent, cells in found.items():
        if (
            parent is not None
            and (rest := rules.rest(whole.get(parent, rules.Cell()), list(cells.values()))).registered
        ):
            cells[0] = rest
    return found
