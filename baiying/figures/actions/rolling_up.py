"""The roll-up: delete the marks one sees, then count those cells anew from the ledger and the registrations."""

from datetime import date, datetime

from django.db import connection

from baiying.figures import statements
from baiying.figures.models import RollUp
from baiying.kit import clock
from baiying.kit.db import transaction

# Any number, the same for roll-up, rebuild and reconciliation: one of them runs at a time.
LOCK = 20_261_124
BATCH = 5_000
MOST_BATCHES = 2_000
# Without marks the instant of counting is only moved on when it is this old: an idle system writes little.
IDLE_SECONDS = 20

Cell = tuple[int, int]


def roll_up(*, at: datetime, wait: bool = True) -> int:
    """Count every marked cell anew; give the number of marks used up.

    Several at once are harmless: with `wait` the second waits, without it goes away. Each batch is a transaction.
    """
    used = 0
    for _ in range(MOST_BATCHES):
        found = _batch(at, wait)
        if not found:
            break
        used += found
    return used


@transaction.atomic
def _batch(at: datetime, wait: bool) -> int:
    if not lock(wait=wait):
        return 0
    _open_year(at)
    days = _take_days()
    marks = _take_marks()
    if days:
        count_days(days)
    if marks:
        _count_persons(marks, at)
    if len(marks) < BATCH:
        _note_time(at, busy=bool(marks or days))
    return len(marks) + len(days)


def lock(*, wait: bool) -> bool:
    """Become the only one who counts until the transaction ends; without `wait`, false if somebody else does."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        row = cursor.fetchone()
        return bool(row and row[0])


def _open_year(at: datetime) -> None:
    # On 1 January nobody does anything, and yet everybody registered stands in the new year's denominator.
    year = clock.local_date(at).year
    row = RollUp.objects.filter(pk=1).first()
    if row is not None and row.opened_year >= year:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO figures_mark (person_id, year) SELECT DISTINCT person_id, %s::int FROM people_registration"
            " WHERE counted_from IS NOT NULL AND (ended_at IS NULL OR ended_at > %s)",
            [year, clock.midnight(date(year, 1, 1))],
        )
    RollUp.objects.update_or_create(pk=1, defaults={"opened_year": year}, create_defaults=_fresh(at, year))


def _fresh(at: datetime, year: int) -> dict[str, object]:
    return {"counted_at": at, "opened_year": year}


def _take_marks() -> list[Cell]:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM figures_mark WHERE id IN (SELECT id FROM figures_mark ORDER BY id LIMIT %s)"
            " RETURNING person_id, year",
            [BATCH],
        )
        return [(person, year) for person, year in cursor.fetchall()]


def _take_days() -> list[date]:
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM figures_daymark WHERE id IN (SELECT id FROM figures_daymark ORDER BY id LIMIT %s)"
            " RETURNING day",
            [BATCH],
        )
        return sorted({day for (day,) in cursor.fetchall()})


def count_days(days: list[date]) -> None:
    """Count the trend cells of whole days anew, at every level."""
    counted = statements.AREA_DAYS.format(days="served_on = ANY(%s)")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO figures_areaday AS old (area_id, day, credit_minutes, all_minutes, entries) {counted}"
            " ON CONFLICT (area_id, day) DO UPDATE SET credit_minutes = excluded.credit_minutes,"
            " all_minutes = excluded.all_minutes, entries = excluded.entries"
            " WHERE (old.credit_minutes, old.all_minutes, old.entries)"
            " IS DISTINCT FROM (excluded.credit_minutes, excluded.all_minutes, excluded.entries)",
            [days],
        )


def _count_persons(marks: list[Cell], at: datetime) -> None:
    cells = sorted(_wanted(marks, at))
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


def _wanted(marks: list[Cell], at: datetime) -> set[Cell]:
    # Year 0 stands for every year of the person: those already counted, and those of the registrations.
    cells = {m for m in marks if m[1]}
    everywhere = sorted({person for person, year in marks if not year})
    if everywhere:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT person_id, year FROM figures_personyear WHERE person_id = ANY(%(persons)s) UNION"
                f" {statements.YEARS_OF_REGISTRATIONS} AND r.person_id = ANY(%(persons)s)",
                {"persons": everywhere, "at": at},
            )
            cells |= set(cursor.fetchall())
    return cells


def _areas_of(cells: list[Cell]) -> set[Cell]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT p.area_id, p.year FROM figures_personyear p"
            " JOIN unnest(%s::bigint[], %s::int[]) w(person_id, year) USING (person_id, year)",
            [[c[0] for c in cells], [c[1] for c in cells]],
        )
        return set(cursor.fetchall())


def count_areas(cells: set[Cell], at: datetime) -> None:
    """Count area cells and all above them anew: each is its own residents plus its children, deepest first."""
    for level in _levels(cells):
        areas, years = [c[0] for c in level], [c[1] for c in level]
        with connection.cursor() as cursor:
            cursor.execute(_AREA_YEARS, {"areas": areas, "years": years, "at": at})


def _levels(cells: set[Cell]) -> list[list[Cell]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT u.area_id, w.year, u.depth FROM unnest(%s::bigint[], %s::int[]) w(area_id, year)"
            " JOIN places_division d ON d.id = w.area_id"
            " CROSS JOIN LATERAL unnest(d.path) WITH ORDINALITY u(area_id, depth)",
            [[c[0] for c in cells], [c[1] for c in cells]],
        )
        rows = cursor.fetchall()
    by_depth: dict[int, list[Cell]] = {}
    for area, year, depth in rows:
        by_depth.setdefault(depth, []).append((area, year))
    return [sorted(by_depth[depth]) for depth in sorted(by_depth, reverse=True)]


_SAVE_AREAS = """
  INSERT INTO figures_areayear
    (area_id, year, registered, credit_minutes, all_minutes, credit_bins, all_bins, counted_at)
  SELECT w.area_id, w.year, coalesce(c.registered, 0), coalesce(c.credit_minutes, 0), coalesce(c.all_minutes, 0),
         coalesce(c.credit_bins, array_fill(0, ARRAY[{bins}])), coalesce(c.all_bins, array_fill(0, ARRAY[{bins}])),
         %(at)s
  FROM wanted w LEFT JOIN counted c USING (area_id, year)
  ON CONFLICT (area_id, year) DO UPDATE SET registered = excluded.registered,
    credit_minutes = excluded.credit_minutes, all_minutes = excluded.all_minutes,
    credit_bins = excluded.credit_bins, all_bins = excluded.all_bins, counted_at = excluded.counted_at
"""

_AREA_YEARS = (
    "WITH wanted AS MATERIALIZED (SELECT * FROM unnest(%(areas)s::bigint[], %(years)s::int[]) w(area_id, year)),"
    " counted AS ("
    + statements.area_years(
        own="SELECT p.area_id, p.year, p.credit_minutes, p.all_minutes FROM figures_personyear p"
        " JOIN wanted USING (area_id, year) WHERE p.counted",
        below="SELECT d.parent_id AS area_id, a.year, a.registered, a.credit_minutes, a.all_minutes,"
        " a.credit_bins, a.all_bins FROM wanted w JOIN places_division d ON d.parent_id = w.area_id"
        " JOIN figures_areayear a ON a.area_id = d.id AND a.year = w.year",
    )
    + ")"
    + _SAVE_AREAS.format(bins=statements.TOP + 1)
)


def _note_time(at: datetime, *, busy: bool) -> None:
    row = RollUp.objects.filter(pk=1).first()
    if row is not None and (at > row.counted_at if busy else (at - row.counted_at).total_seconds() > IDLE_SECONDS):
        RollUp.objects.filter(pk=1).update(counted_at=at)


@transaction.atomic
def note_reconciliation(*, at: datetime, drift: int) -> None:
    """Keep when the last full recount was, and how many cells differed."""
    RollUp.objects.filter(pk=1).update(reconciled_at=at, drift=drift)
