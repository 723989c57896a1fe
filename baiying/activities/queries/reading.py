"""The statement of the public list: everything that is found, in order, and a stretch of it."""

from datetime import datetime
from typing import Any

from django.db import connection

from baiying.activities.queries import narrowing, young
from baiying.activities.queries.narrowing import TO_GET_THERE, Filters

# Names by sub-selects, not by joins: the planner has less to weigh, and it took as long as the reading.
# What only the page shows is asked of its rows: of everything that was found it took as long as the finding.
SQL = """
WITH {found}, placed AS (
  SELECT shown.*, COALESCE(good, first) AS next_start, {far} AS far,
         (good IS NULL)::int * 2 + (NOT fits)::int * 4 + {apart} AS rank
    FROM shown {joined}
), page AS (
  SELECT * FROM placed {beyond} ORDER BY rank {way}, far {way}, next_start {way}, activity_id {way}
  LIMIT %(limit)s OFFSET %(offset)s
)
SELECT a.public_id, a.title, a.address, a.categories,
       (SELECT name FROM teams_team WHERE id = a.team_id), (SELECT name FROM places_division WHERE id = a.area_id),
       page.next_start,
       (SELECT min(ends_at) FROM activities_shift
         WHERE activity_id = page.activity_id AND starts_at = page.next_start),
       counted.shifts, counted.places, counted.free, page.far,
       page.rank, page.activity_id, page.fits, {least}, (SELECT count(*) FROM shown)
  FROM page JOIN activities_activity a ON a.id = page.activity_id,
       LATERAL (SELECT count(*) AS shifts, sum(s.places) AS places, sum(s.places - s.taken) AS free
                  FROM activities_shift s
                 WHERE s.activity_id = page.activity_id AND s.starts_at > %(at)s AND s.closed_at IS NULL {shifts}
               ) counted
 ORDER BY page.rank {way}, page.far {way}, page.next_start {way}, page.activity_id {way}
"""
EVERYTHING = """shown AS MATERIALIZED (
  SELECT s.activity_id,
         min(s.starts_at) FILTER (WHERE s.taken < s.places AND s.starts_at > %(reached)s AND {fits}) AS good,
         min(s.starts_at) AS first, bool_or({fits}) AS fits
    FROM activities_shift s JOIN activities_listed a ON a.activity_id = s.activity_id {of_post}
   WHERE s.starts_at > %(at)s AND s.closed_at IS NULL AND a.recruit_until > %(at)s
     {where} {shifts}
   GROUP BY s.activity_id
)"""
# Over the ground, flat within a city: 111.2 km to a degree.
_DISTANCE = (
    "111.2 * sqrt(power(a.latitude::float8 - %(lat)s, 2)"
    " + power((a.longitude::float8 - %(lon)s) * cos(radians(%(lat)s)), 2))"
)
_LEVELS = 3
AS_TYPED = "a.keys @> activities_keys(%(as_typed)s::text[])"
# What does not say what was typed as it stands. Asked of the index once, not of each row that was found.
_APART = (
    "(NOT shown.activity_id IN"
    " (SELECT activity_id FROM activities_listed WHERE keys @> activities_keys(%(as_typed)s::text[])))::int"
)


def read(
    filters: Filters,
    at: datetime,
    *,
    limit: int,
    offset: int = 0,
    place: dict[str, Any] | None = None,
    forward: bool = True,
    only_as_typed: bool = False,
) -> tuple[list[Any], int]:
    """Of everything that is found, in order, and how many that is."""
    values: dict[str, Any] = {"at": at, "reached": at + TO_GET_THERE, "limit": limit, "offset": offset}
    where, shifts = narrowing.of_activity(filters, values), narrowing.of_shift(filters, values)
    far, apart, joins = _order(filters, values)
    if only_as_typed:
        where, apart = f"{where} AND {AS_TYPED}", "0"
    if place is not None:
        values |= place
    sign = ">" if forward else "<"
    beyond = f"WHERE (rank, far, next_start, activity_id) {sign} (%(p_rank)s, %(p_far)s, %(p_start)s, %(p_id)s)"
    sql = SQL.format(
        found=EVERYTHING.format(
            where=where, shifts=shifts, fits=young.fits(filters.young, values), of_post=young.joins(filters.young)
        ),
        least=young.least_age(filters.young),
        shifts=shifts,
        far=far,
        apart=apart,
        joined="JOIN activities_listed a ON a.activity_id = shown.activity_id" + joins if joins is not None else "",
        beyond=beyond if place is not None else "",
        way="" if forward else "DESC",
    )
    return rows_of(sql, values)


def rows_of(sql: str, values: dict[str, Any]) -> tuple[list[Any], int]:
    """The rows of a statement of this kind, and how many it found in all."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchall()
    return found, found[0][-1] if found else 0


def own_areas(filters: Filters) -> tuple[int, ...]:
    """The county, township and village where somebody is at home, as far as they are known."""
    return filters.home[1:][:_LEVELS]


def _order(filters: Filters, values: dict[str, Any]) -> tuple[str, str, str | None]:
    """How far off something is, whether it is only meant and not written, and what must be joined to know it."""
    far, joins = "0::float8", None
    if filters.near is not None:
        far, joins = _DISTANCE, ""
    elif filters.home:
        # From the city down; what lies below the city is told apart, what lies outside is as far as can be.
        below = own_areas(filters)
        inside = " - ".join(f"(d.path @> ARRAY[{pk:d}]::bigint[])::int" for pk in below)
        far = f"({_LEVELS} - {inside})::float8" if below else far
        joins = " JOIN places_division d ON d.id = a.area_id" if below else None
    apart = "0"
    if filters.meaning.written:
        values["as_typed"] = list(filters.meaning.written)
        apart = _APART
    return far, apart, joins
