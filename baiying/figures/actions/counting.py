"""Counting cells anew from the ledger, the countings and the moves. The callers hold the lock of the roll-up."""

from datetime import date, datetime

from django.db import connection

from baiying.figures import statements

Cell = tuple[int, int]


def count_days(days: list[date], at: datetime) -> None:
    """Count the trend cells of whole days anew, at every level."""
    counted = statements.AREA_DAYS.format(days="served_on = ANY(%(days)s)")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO figures_areaday AS old (area_id, day, credit_minutes, all_minutes, entries) {counted}"
            " ON CONFLICT (area_id, day) DO UPDATE SET credit_minutes = excluded.credit_minutes,"
            " all_minutes = excluded.all_minutes, entries = excluded.entries"
            " WHERE (old.credit_minutes, old.all_minutes, old.entries)"
            " IS DISTINCT FROM (excluded.credit_minutes, excluded.all_minutes, excluded.entries)",
            {"days": days, "at": at},
        )


def count_persons(cells: list[Cell], at: datetime) -> None:
    """Count the cells of persons anew, and those of the areas where they were and are."""
    before = _areas_of(cells)
    persons, years = [c[0] for c in cells], [c[1] for c in cells]
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH wanted AS (SELECT * FROM unnest(%(persons)s::bigint[], %(years)s::int[]) w(person_id, year))"
            " INSERT INTO figures_personyear AS old"
            " (person_id, year, area_id, counted, credit_minutes, all_minutes)"
            f" {statements.PERSON_YEARS} {statements.LEDGER_BY_PERSON}"
            " ON CONFLICT (person_id, year) DO UPDATE SET area_id = excluded.area_id, counted = excluded.counted,"
            " credit_minutes = excluded.credit_minutes, all_minutes = excluded.all_minutes"
            " WHERE (old.area_id, old.counted, old.credit_minutes, old.all_minutes) IS DISTINCT FROM"
            " (excluded.area_id, excluded.counted, excluded.credit_minutes, excluded.all_minutes)",
            {"persons": persons, "years": years, "at": at},
        )
    count_areas(before | _areas_of(cells), at)


def _areas_of(cells: list[Cell]) -> set[Cell]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT p.area_id, p.year FROM figures_personyear p"
            " JOIN unnest(%s::bigint[], %s::int[]) w(person_id, year) USING (person_id, year)",
            [[c[0] for c in cells], [c[1] for c in cells]],
        )
        return set(cursor.fetchall())


def empty(years: list[int] | None = None) -> None:
    """Take away the cells of whole years (None: of all), for persons, areas and days."""
    with connection.cursor() as cursor:
        if years is None:
            for table in ("personyear", "areayear", "areaday"):
                cursor.execute(f"DELETE FROM figures_{table}")
            return
        cursor.execute("DELETE FROM figures_personyear WHERE year = ANY(%s)", [years])
        cursor.execute("DELETE FROM figures_areayear WHERE year = ANY(%s)", [years])
        for year in years:
            cursor.execute(
                "DELETE FROM figures_areaday WHERE day BETWEEN %s AND %s", [date(year, 1, 1), date(year, 12, 31)]
            )


def count_years(years: list[int] | None, at: datetime) -> None:
    """Count whole years (None: all) anew, for persons, areas and days."""
    empty(years)
    everybody(at, years)
    every_area(at, years)
    every_day(at, years)


def everybody(at: datetime, years: list[int] | None = None) -> None:
    """Count every person's cells of whole years (None: of all) in one pass over the ledger; they were emptied."""
    wanted = "SELECT person_id, year FROM everybody WHERE %(years)s::int[] IS NULL OR year = ANY(%(years)s::int[])"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH everybody AS ({statements.EVERYBODY}), wanted AS MATERIALIZED ({wanted})"
            " INSERT INTO figures_personyear (person_id, year, area_id, counted, credit_minutes, all_minutes)"
            f" {statements.PERSON_YEARS} {statements.LEDGER_AT_ONCE}",
            {"at": at, "years": years},
        )
        cursor.execute("ANALYZE figures_personyear")


def every_area(at: datetime, years: list[int] | None = None) -> None:
    """Count the cells of all areas where somebody has a cell in these years (None: all)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT area_id, year FROM figures_personyear"
            " WHERE %(years)s::int[] IS NULL OR year = ANY(%(years)s::int[])",
            {"years": years},
        )
        count_areas(set(cursor.fetchall()), at)


def every_day(at: datetime, years: list[int] | None = None) -> None:
    """Count the cells of all days of these years (None: all); they were emptied."""
    days = (
        "true"
        if years is None
        else f"served_on >= '{min(years)}-01-01'::date AND served_on < '{max(years) + 1}-01-01'::date"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO figures_areaday (area_id, day, credit_minutes, all_minutes, entries)"
            + statements.AREA_DAYS.format(days=days),
            {"at": at},
        )
        cursor.execute("ANALYZE figures_areayear, figures_areaday")


def count_areas(cells: set[Cell], at: datetime) -> None:
    """Count area cells and all above them anew: each is its own residents plus its children, deepest first.

    Above and below are those of the year's own tree: of its last day where it has ended, of now where it runs.
    """
    for level in _levels(cells, at):
        areas, years, parents = zip(*level, strict=True)
        with connection.cursor() as cursor:
            cursor.execute(
                _AREA_YEARS, {"areas": list(areas), "years": list(years), "parents": list(parents), "at": at}
            )


def _levels(cells: set[Cell], at: datetime) -> list[list[tuple[int, int, int | None]]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT w.year, places_path_on(w.area_id, " + statements.TREE_DAY.replace("{year}", "w.year") + ")"
            " FROM unnest(%(areas)s::bigint[], %(years)s::int[]) w(area_id, year)",
            {"areas": [c[0] for c in cells], "years": [c[1] for c in cells], "at": at},
        )
        rows = cursor.fetchall()
    by_depth: dict[int, set[tuple[int, int, int | None]]] = {}
    for year, path in rows:
        for depth, area in enumerate(path):
            by_depth.setdefault(depth, set()).add((area, year, path[depth - 1] if depth else None))
    return [sorted(by_depth[depth], key=lambda cell: cell[:2]) for depth in sorted(by_depth, reverse=True)]


_SAVE_AREAS = """
  INSERT INTO figures_areayear
    (area_id, year, parent_id, registered, credit_minutes, all_minutes, credit_bins, all_bins, counted_at)
  SELECT w.area_id, w.year, w.parent_id, coalesce(c.registered, 0), coalesce(c.credit_minutes, 0),
         coalesce(c.all_minutes, 0), coalesce(c.credit_bins, array_fill(0, ARRAY[{bins}])),
         coalesce(c.all_bins, array_fill(0, ARRAY[{bins}])), %(at)s
  FROM wanted w LEFT JOIN counted c USING (area_id, year)
  ON CONFLICT (area_id, year) DO UPDATE SET parent_id = excluded.parent_id, registered = excluded.registered,
    credit_minutes = excluded.credit_minutes, all_minutes = excluded.all_minutes,
    credit_bins = excluded.credit_bins, all_bins = excluded.all_bins, counted_at = excluded.counted_at
"""

_AREA_YEARS = (
    "WITH wanted AS MATERIALIZED (SELECT * FROM"
    " unnest(%(areas)s::bigint[], %(years)s::int[], %(parents)s::bigint[]) w(area_id, year, parent_id)),"
    " counted AS ("
    + statements.area_years(
        own="SELECT p.area_id, p.year, p.credit_minutes, p.all_minutes FROM figures_personyear p"
        " JOIN wanted USING (area_id, year) WHERE p.counted",
        below="SELECT a.parent_id AS area_id, a.year, a.registered, a.credit_minutes, a.all_minutes,"
        " a.credit_bins, a.all_bins FROM wanted w JOIN figures_areayear a"
        " ON a.parent_id = w.area_id AND a.year = w.year",
    )
    + ")"
    + _SAVE_AREAS.format(bins=statements.TOP + 1)
)
