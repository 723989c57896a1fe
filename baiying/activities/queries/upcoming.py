"""The public list: one lean statement for a page of it, whatever the filters. Places left are always live."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from baiying.activities.rules import searching
from baiying.kit import clock

PAGE = 20


@dataclass(frozen=True, slots=True)
class Filters:
    """What the list is narrowed to; empty means everything. `day` is a day in China; `near` latitude, longitude."""

    search: str = ""
    area_id: int | None = None
    category: str = ""
    day: date | None = None
    near: tuple[float, float] | None = None
    within_km: float = 10.0
    search_categories: tuple[str, ...] = ()
    search_areas: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One activity in the list, with the shifts that one can still come to."""

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


@dataclass(frozen=True, slots=True)
class UpcomingPage:
    rows: list[Row]
    total: int
    number: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE))


# Names by sub-selects, not by joins: the planner has less to weigh, and it took as long as the reading.
_SQL = """
WITH page AS (
  SELECT s.activity_id, min(s.starts_at) AS next_start, count(*) AS shifts, sum(s.places) AS places,
         sum(s.places - s.taken) AS free,
         {distance} AS distance,
         count(*) OVER () AS total
    FROM activities_shift s JOIN activities_activity a ON a.id = s.activity_id
   WHERE s.starts_at > %(at)s AND s.closed_at IS NULL AND a.state = 'published' AND a.recruit_until > %(at)s {where}
   GROUP BY s.activity_id{group}
   ORDER BY {order} LIMIT %(limit)s OFFSET %(offset)s
)
SELECT a.public_id, a.title, a.address, a.categories,
       (SELECT name FROM teams_team WHERE id = a.team_id), (SELECT name FROM places_division WHERE id = a.area_id),
       page.next_start,
       (SELECT min(ends_at) FROM activities_shift
         WHERE activity_id = page.activity_id AND starts_at = page.next_start),
       page.shifts, page.places, page.free, page.distance, page.total
  FROM page JOIN activities_activity a ON a.id = page.activity_id
 ORDER BY {order_again}
"""

# Over the ground, flat within a city: 111.2 km to a degree.
_DISTANCE = (
    "111.2 * sqrt(power(a.latitude::float8 - %(lat)s, 2)"
    " + power((a.longitude::float8 - %(lon)s) * cos(radians(%(lat)s)), 2))"
)


def upcoming(filters: Filters, at: datetime, number: int = 1) -> UpcomingPage:
    """One page of what one can still sign up for: the next first, or the nearest first when `near` is given."""
    number = max(1, min(number, 500))
    values: dict[str, Any] = {"at": at, "limit": PAGE, "offset": (number - 1) * PAGE}
    where = _narrowing(filters, values)
    near = filters.near is not None
    sql = _SQL.format(
        where=where,
        distance=_DISTANCE if near else "NULL::float8",
        group=", a.latitude, a.longitude" if near else "",
        order="distance, next_start, s.activity_id" if near else "next_start, s.activity_id",
        order_again="page.distance, page.next_start, a.id" if near else "page.next_start, a.id",
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found = cursor.fetchall()
    if not found and number > 1:
        return upcoming(filters, at, 1)
    return UpcomingPage([Row(*row[:-1]) for row in found], found[0][-1] if found else 0, number)


# Above villages only: a village's name stands in title or address already.
_NAMED = """
SELECT id, name FROM places_division
 WHERE level IN ('city', 'county', 'township') AND id IN (
   SELECT unnest(path) FROM places_division WHERE id IN (
     SELECT area_id FROM activities_activity WHERE state = 'published' AND recruit_until > %s))
"""


def named_areas(at: datetime) -> list[tuple[int, str]]:
    """Id and name of the places above that have something to sign up for: what a search by a place's name can mean."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, [at])
        return list(cursor.fetchall())


def _searching(filters: Filters, values: dict[str, Any]) -> str:
    """The word in title or address, in the name of a category, or in the name of a place above."""
    pairs = searching.bigrams(filters.search)
    if pairs and all(len(p) == 2 for p in pairs):
        ways = ["a.bigrams @> %(pairs)s::varchar[]"]
        values["pairs"] = pairs
    else:
        ways = ["(a.title || ' ' || a.address) LIKE %(like)s"]
        values["like"] = "%" + filters.search.replace("\\", "").replace("%", "").replace("_", "") + "%"
    if filters.search_categories:
        ways.append("a.categories && %(named)s::varchar[]")
        values["named"] = list(filters.search_categories)
    if filters.search_areas:
        ways.append("a.area_id IN (SELECT id FROM places_division WHERE path && %(named_areas)s::bigint[])")
        values["named_areas"] = list(filters.search_areas)
    return "(" + " OR ".join(ways) + ")"


def _narrowing(filters: Filters, values: dict[str, Any]) -> str:
    parts = []
    if filters.search:
        parts.append(_searching(filters, values))
    if filters.area_id is not None:
        parts.append("a.area_id IN (SELECT id FROM places_division WHERE path @> ARRAY[%(area)s]::bigint[])")
        values["area"] = filters.area_id
    if filters.category:
        parts.append("a.categories @> ARRAY[%(category)s]::varchar[]")
        values["category"] = filters.category
    if filters.day is not None:
        start = clock.midnight(filters.day)
        # A night shift is there on each of its days.
        parts.append("s.ends_at > %(from)s AND s.starts_at < %(to)s")
        values.update({"from": start, "to": clock.next_midnight(start)})
    if filters.near is not None:
        lat, lon = filters.near
        south, north, west, east = searching.box(lat, lon, filters.within_km)
        parts.append("a.latitude BETWEEN %(south)s AND %(north)s AND a.longitude BETWEEN %(west)s AND %(east)s")
        values.update({"lat": lat, "lon": lon, "south": south, "north": north, "west": west, "east": east})
    return "".join(f" AND {part}" for part in parts)
