"""The first page of the public list at a cost that does not grow with what is found; the same rows in the same order.

Where the order is by time alone, the next shifts tell. Where it is by what is near, the own village, township and
county tell, one after the other. Where neither is enough, nothing is given, and everything has to be read.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from baiying.activities.queries import narrowing, reading
from baiying.activities.queries.narrowing import TO_GET_THERE, Filters

# Only the next shifts with places, and of those before the last of them: others may begin at its minute. Nothing where
# there are no more shifts than these. Each row is looked at by itself, however much the index would find.
_SOONEST = """ahead AS MATERIALIZED (
  SELECT s.activity_id, s.starts_at FROM activities_shift s
   WHERE s.starts_at > %(reached)s AND s.taken < s.places AND s.closed_at IS NULL {shifts}
   ORDER BY s.starts_at LIMIT %(ahead)s
), shown AS MATERIALIZED (
  SELECT ahead.activity_id, min(ahead.starts_at) AS good, min(ahead.starts_at) AS first, true AS fits,
         bool_and(as_typed) AS as_typed
    FROM ahead, LATERAL (SELECT {as_typed} AS as_typed FROM activities_listed a
                          WHERE a.activity_id = ahead.activity_id AND a.recruit_until > %(at)s {where} OFFSET 0) a
   WHERE ahead.starts_at < (SELECT max(starts_at) FROM ahead) AND (SELECT count(*) FROM ahead) = %(ahead)s
   GROUP BY ahead.activity_id
)"""
# So many where words, places or teams leave few of them; fewer where only times are asked for.
_AHEAD, _AHEAD_OF_ALL = 2000, 400
# From so many on it is said that there are more, not how many.
MANY = 100
# With fewer activities in the city than these, all are read and counted: that takes no time.
MUCH = 2000
_IS_MUCH = "SELECT 1 FROM activities_listed OFFSET %(much)s LIMIT 1"

Found = tuple[list[Any], int]
_NOTHING: Found = ([], 0)


def first_page(filters: Filters, at: datetime, rows: int) -> Found:
    """So many rows in order, and how many there are at least; nothing where everything has to be read."""
    if filters.near is not None or (filters.home and filters.area_id is not None):
        return _NOTHING
    if reading.own_areas(filters):
        if not reading.rows_of(_IS_MUCH, {"much": MUCH})[0]:
            return _NOTHING
        return _nearest(filters, at, rows)
    # The whole list is one statement, and shown to all strangers for a moment (kit.moments).
    return _soonest(filters, at, rows) if filters.narrows and filters.young is None else _NOTHING


def _soonest(filters: Filters, at: datetime, rows: int) -> Found:
    """Where the order is by time alone, and there are at least MANY among the next shifts.

    What stands there as typed comes first, wherever in time.
    """
    values: dict[str, Any] = {
        "at": at,
        "reached": at + TO_GET_THERE,
        "limit": rows,
        "offset": 0,
        "as_typed": list(filters.meaning.written),
    }
    where, shifts = narrowing.of_activity(filters, values), narrowing.of_shift(filters, values)
    values["ahead"] = _AHEAD if where else _AHEAD_OF_ALL
    as_typed = reading.AS_TYPED if filters.meaning.written else "true"
    plain = {"least": "NULL::int", "far": "0::float8", "joined": "", "beyond": "", "way": "", "shifts": shifts}
    soon = _SOONEST.format(where=where, shifts=shifts, as_typed=as_typed)
    found, number = reading.rows_of(reading.SQL.format(found=soon, apart="(NOT as_typed)::int", **plain), values)
    if number < MANY:
        return _NOTHING
    if not _is_only_meant(found[-1]):
        return found, MANY
    written, _ = reading.read(filters, at, limit=rows, only_as_typed=True)
    first = [row for row in written if _is_written(row)]
    return [*first, *filter(_is_only_meant, found)][:rows], MANY


def _nearest(filters: Filters, at: datetime, rows: int) -> Found:
    """Where what is near comes first: the own village, township and county in turn, until one has enough.

    Whatever lies outside is farther off, and so behind everything inside that can be reached and has places. What is
    only meant stands behind all that is written, however far that is: so this is asked for once, of the whole city.
    """
    written: list[Any] | None = None if filters.meaning.written else []
    for area in reversed(reading.own_areas(filters)):
        found, number = reading.read(replace(filters, area_id=area), at, limit=rows)
        sure = [row for row in found if _is_written(row)]
        if len(sure) == rows:
            return sure, _tens(number, rows)
        meant = [row for row in found if _is_only_meant(row)]
        if not meant:
            continue
        if written is None:
            written = [row for row in reading.read(filters, at, limit=rows, only_as_typed=True)[0] if _is_written(row)]
        if len(written) + len(meant) >= rows:
            return [*written, *meant][:rows], _tens(number, rows)
    return _NOTHING


def _tens(number: int, rows: int) -> int:
    """A round number that is not above what there is."""
    return max(number, rows) // 10 * 10


def _is_written(row: Any) -> bool:
    """Whether a row has places, and says what was typed as it stands."""
    return bool(row[12] == 0)


def _is_only_meant(row: Any) -> bool:
    """Whether a row has places, but does not say what was typed as it stands."""
    return bool(row[12] == 1)
