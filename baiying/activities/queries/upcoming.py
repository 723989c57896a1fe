"""The public list: one lean statement for a stretch of it, whatever the filters. Places left are always live.

First comes what one can still get to and has a place free; among these what was typed as it stands before what it also
means, then what is near and soon. What is full, or begins within the hour, follows; it never leads.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection

from baiying.activities.queries import narrowing
from baiying.activities.queries.narrowing import TO_GET_THERE, Filters
from baiying.kit.values import numbers

PAGE = 20
_BETWEEN = "~"


@dataclass(frozen=True, slots=True)
class Row:
    """One activity in the list, with the shifts that one can still come to.

    `next_start` is that of the first shift that has a place and can be reached, else of the very first. `steps`: 0 in
    one's own village, 1 in the township, 2 in the county, 3 beyond; None where nobody said where one is at home.
    """

    public_id: str
    title: str
    address: str
    categories: Sequence[str]
    team: str
    area: str
    next_start: datetime
    next_end: datetime
    shifts: int
    places: int
    left: int
    distance_km: float | None
    steps: int | None


@dataclass(frozen=True, slots=True)
class UpcomingPage:
    """`older` and `newer` are places in the order to go on from, empty where nothing follows.

    `total` is how many there are at least where `has_more`, else exactly.
    """

    rows: list[Row]
    total: int
    number: int = 1
    older: str = ""
    newer: str = ""
    has_more: bool = False

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


# Names by sub-selects, not by joins: the planner has less to weigh, and it took as long as the reading.
# What only the page shows is asked of its rows: of everything that was found it took as long as the finding.
_SQL = """
WITH {found}, placed AS (
  SELECT shown.*, COALESCE(good, first) AS next_start, {far} AS far,
         (good IS NULL)::int * 2 + {apart} AS rank
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
       page.rank, page.activity_id, (SELECT count(*) FROM shown)
  FROM page JOIN activities_activity a ON a.id = page.activity_id,
       LATERAL (SELECT count(*) AS shifts, sum(s.places) AS places, sum(s.places - s.taken) AS free
                  FROM activities_shift s
                 WHERE s.activity_id = page.activity_id AND s.starts_at > %(at)s AND s.closed_at IS NULL {shifts}
               ) counted
 ORDER BY page.rank {way}, page.far {way}, page.next_start {way}, page.activity_id {way}
"""
_EVERYTHING = """shown AS MATERIALIZED (
  SELECT s.activity_id, min(s.starts_at) FILTER (WHERE s.taken < s.places AND s.starts_at > %(reached)s) AS good,
         min(s.starts_at) AS first
    FROM activities_shift s JOIN activities_listed a ON a.activity_id = s.activity_id
   WHERE s.starts_at > %(at)s AND s.closed_at IS NULL AND a.recruit_until > %(at)s
     {where} {shifts}
   GROUP BY s.activity_id
)"""
# Only the next shifts with places, and of those before the last of them: others may begin at its minute. Nothing where
# there are no more shifts than these. Each row is looked at by itself, however much the index would find.
_SOONEST = """ahead AS MATERIALIZED (
  SELECT s.activity_id, s.starts_at FROM activities_shift s
   WHERE s.starts_at > %(reached)s AND s.taken < s.places AND s.closed_at IS NULL {shifts}
   ORDER BY s.starts_at LIMIT %(ahead)s
), shown AS MATERIALIZED (
  SELECT ahead.activity_id, min(ahead.starts_at) AS good, min(ahead.starts_at) AS first, bool_and(as_typed) AS as_typed
    FROM ahead, LATERAL (SELECT {as_typed} AS as_typed FROM activities_listed a
                          WHERE a.activity_id = ahead.activity_id AND a.recruit_until > %(at)s {where} OFFSET 0) a
   WHERE ahead.starts_at < (SELECT max(starts_at) FROM ahead) AND (SELECT count(*) FROM ahead) = %(ahead)s
   GROUP BY ahead.activity_id
)"""
# So many where words, places or teams leave few of them; fewer where only times are asked for.
_AHEAD, _AHEAD_OF_ALL = 2000, 400
# From so many on it is said that there are more, not how many.
MANY = 100

# Over the ground, flat within a city: 111.2 km to a degree.
_DISTANCE = (
    "111.2 * sqrt(power(a.latitude::float8 - %(lat)s, 2)"
    " + power((a.longitude::float8 - %(lon)s) * cos(radians(%(lat)s)), 2))"
)
_LEVELS = 3
_AS_TYPED = "a.keys @> activities_keys(%(as_typed)s::text[])"
# What does not say what was typed as it stands. Asked of the index once, not of each row that was found.
_APART = (
    "(NOT shown.activity_id IN"
    " (SELECT activity_id FROM activities_listed WHERE keys @> activities_keys(%(as_typed)s::text[])))::int"
)


def upcoming(filters: Filters, at: datetime, number: int = 1) -> UpcomingPage:
    """One page by its number, for the open interface and the front page: with all that there is, counted."""
    number = max(1, min(number, 500))
    rows, total = _read(filters, at, limit=PAGE, offset=(number - 1) * PAGE)
    if not rows and number > 1:
        return upcoming(filters, at, 1)
    return UpcomingPage([_row(row, filters) for row in rows], total, number)


def stretch(filters: Filters, at: datetime, *, older: str = "", newer: str = "") -> UpcomingPage:
    """What follows a place in the order, or what comes before it; the beginning for a place that is none."""
    if place := _place(newer):
        back, total = _read(filters, at, limit=PAGE + 1, place=place, forward=False)
        rows = back[:PAGE][::-1]
        return _stretch(rows, total, filters, older=True, newer=len(back) > PAGE)
    place = _place(older)
    if place is None and (soonest := _soonest(filters, at)):
        return replace(_stretch(soonest[:PAGE], MANY, filters, older=True, newer=False), has_more=True)
    found, total = _read(filters, at, limit=PAGE + 1, place=place)
    if not found and place is not None:
        return stretch(filters, at)
    return _stretch(found[:PAGE], total, filters, older=len(found) > PAGE, newer=place is not None)


def _stretch(rows: list[Any], total: int, filters: Filters, *, older: bool, newer: bool) -> UpcomingPage:
    if not rows:
        return UpcomingPage([], total)
    first, last = _written(rows[0]), _written(rows[-1])
    shown = [_row(row, filters) for row in rows]
    return UpcomingPage(shown, total, older=last if older else "", newer=first if newer else "")


def _row(row: Any, filters: Filters) -> Row:
    far = row[11]
    distance = far if filters.near is not None else None
    steps = int(far) if filters.near is None and filters.home else None
    return Row(*(*row[:11], distance, steps))


def _written(row: Any) -> str:
    return _BETWEEN.join((str(row[12]), repr(row[11]), row[6].isoformat(), str(row[13])))


def _place(text: str) -> dict[str, Any] | None:
    parts = text.split(_BETWEEN) if len(text) < 120 else []
    if len(parts) != 4:
        return None
    rank, key = numbers.whole(parts[0], least=0, most=9), numbers.whole(parts[3], least=1, most=2**63 - 1)
    try:
        far, start = float(parts[1]), datetime.fromisoformat(parts[2])
    except ValueError:
        return None
    # An instant without its zone was typed by hand: no page of ours says one.
    if rank is None or key is None or start.tzinfo is None or not 0 <= far < 99_999:
        return None
    return {"p_rank": rank, "p_far": far, "p_start": start, "p_id": key}


def _read(
    filters: Filters,
    at: datetime,
    *,
    limit: int,
    offset: int = 0,
    place: dict[str, Any] | None = None,
    forward: bool = True,
) -> tuple[list[Any], int]:
    """Of everything that is found, in order, and how many that is."""
    values: dict[str, Any] = {"at": at, "reached": at + TO_GET_THERE, "limit": limit, "offset": offset}
    where, shifts = narrowing.of_activity(filters, values), narrowing.of_shift(filters, values)
    far, apart, joins = _order(filters, values)
    if place is not None:
        values |= place
    sign = ">" if forward else "<"
    beyond = f"WHERE (rank, far, next_start, activity_id) {sign} (%(p_rank)s, %(p_far)s, %(p_start)s, %(p_id)s)"
    sql = _SQL.format(
        found=_EVERYTHING.format(where=where, shifts=shifts),
        shifts=shifts,
        far=far,
        apart=apart,
        joined="JOIN activities_listed a ON a.activity_id = shown.activity_id" + joins if joins is not None else "",
        beyond=beyond if place is not None else "",
        way="" if forward else "DESC",
    )
    return _rows(sql, values)


def _rows(sql: str, values: dict[str, Any]) -> tuple[list[Any], int]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchall()
    return found, found[0][-1] if found else 0


def _soonest(filters: Filters, at: datetime) -> list[Any]:
    """The first page and a row more, where the next shifts alone tell; empty where everything must be read.

    The same rows in the same order as `_read`, at a cost that does not grow with what is found. It takes an order by
    time alone, and at least MANY among the next shifts; what stands there as typed comes first, wherever in time.
    """
    # The whole list is one statement, and shown to all strangers for a moment (kit.moments).
    if not filters.narrows or filters.near is not None or len(filters.home) > 1:
        return []
    values: dict[str, Any] = {
        "at": at,
        "reached": at + TO_GET_THERE,
        "limit": PAGE + 1,
        "offset": 0,
        "as_typed": list(filters.meaning.written),
    }
    where, shifts = narrowing.of_activity(filters, values), narrowing.of_shift(filters, values)
    values["ahead"] = _AHEAD if where else _AHEAD_OF_ALL
    as_typed = _AS_TYPED if filters.meaning.written else "true"
    plain = {"far": "0::float8", "joined": "", "beyond": "", "way": "", "shifts": shifts}
    soon = _SOONEST.format(where=where, shifts=shifts, as_typed=as_typed)
    found, number = _rows(_SQL.format(found=soon, apart="(NOT as_typed)::int", **plain), values)
    if number < MANY or not _is_only_meant(found[-1]):
        return found if number >= MANY else []
    said = _EVERYTHING.format(where=f"{where} AND {_AS_TYPED}", shifts=shifts)
    written, _ = _rows(_SQL.format(found=said, apart="0", **plain), values)
    first = [row for row in written if not row[12]]
    return [*first, *filter(_is_only_meant, found)][: PAGE + 1]


def _is_only_meant(row: Any) -> bool:
    """Whether a row has places, but does not say what was typed as it stands."""
    return bool(row[12] == 1)


def _order(filters: Filters, values: dict[str, Any]) -> tuple[str, str, str | None]:
    """How far off something is, whether it is only meant and not written, and what must be joined to know it."""
    far, joins = "0::float8", None
    if filters.near is not None:
        far, joins = _DISTANCE, ""
    elif filters.home:
        # From the city down; what lies below the city is told apart, what lies outside is as far as can be.
        below = filters.home[1:][:_LEVELS]
        inside = " - ".join(f"(d.path @> ARRAY[{pk:d}]::bigint[])::int" for pk in below)
        far = f"({_LEVELS} - {inside})::float8" if below else far
        joins = " JOIN places_division d ON d.id = a.area_id" if below else None
    apart = "0"
    if filters.meaning.written:
        values["as_typed"] = list(filters.meaning.written)
        apart = _APART
    return far, apart, joins


def count(filters: Filters, at: datetime) -> tuple[int, datetime | None]:
    """How many there are, and when the first of them begins: for what an empty page proposes."""
    values: dict[str, Any] = {"at": at}
    where = narrowing.of_activity(filters, values) + narrowing.of_shift(filters, values)
    with connection.cursor() as cursor:
        cursor.execute(_COUNT.format(where=where), values)
        number, first = cursor.fetchone()
    return number, first


_COUNT = """
SELECT count(DISTINCT s.activity_id), min(s.starts_at)
  FROM activities_shift s JOIN activities_listed a ON a.activity_id = s.activity_id
 WHERE s.starts_at > %(at)s AND s.closed_at IS NULL AND a.recruit_until > %(at)s {where}
"""
