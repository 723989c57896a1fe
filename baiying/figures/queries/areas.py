"""Counted cells of areas, and which of them the public may not see."""

from collections.abc import Collection, Sequence

from django.db import connection

from baiying.figures import rules
from baiying.figures.models import AreaYear


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


def withheld_children(cells: dict[int, rules.Cell], least: int) -> frozenset[int]:
    """Which of a parent's children the public may not see; give the cells of all the children."""
    return rules.withheld({area: cell.registered for area, cell in cells.items()}, least)


def is_withheld(area_path: Sequence[int], year: int, least: int) -> bool:
    """Whether the public may not see the figures of the area at the end of the path, or of any area above it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.parent_id, d.id, coalesce(a.registered, 0) FROM places_division d"
            " LEFT JOIN figures_areayear a ON a.area_id = d.id AND a.year = %s"
            " WHERE d.parent_id = ANY(%s) OR d.id = %s",
            [year, list(area_path[:-1]), area_path[0]],
        )
        rows = cursor.fetchall()
    siblings: dict[int | None, dict[int, int]] = {}
    for parent, area, registered in rows:
        siblings.setdefault(parent, {})[area] = registered
    hidden = {area for family in siblings.values() for area in rules.withheld(family, least)}
    return bool(hidden & set(area_path))
