"""The public list: one lean statement for a stretch of it, whatever the filters. Places left are always live.

First comes what one can still get to and has a place free; among these what was typed as it stands before what it also
means, then what is near and soon. What is full, or begins within the hour, follows; it never leads.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext

from baiying.activities.queries import first_page, narrowing, reading
from baiying.activities.queries.narrowing import Filters
from baiying.kit import clock
from baiying.kit.values import identifiers, numbers

PAGE = 20
_BETWEEN = "~"


@dataclass(frozen=True, slots=True)
class Row:
    """One activity in the list, with the shifts that one can still come to.

    `next_start` is that of the first shift that has a place and can be reached, else of the very first. `steps`: 0 in
    one's own village, 1 in the township, 2 in the county, 3 beyond; None where nobody said where one is at home.
    `unfit`: for a minor who reads, from which age on it is, 0 where it is only in school hours; None where it is for
    him, and for everybody of age.
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
    unfit: int | None = None

    @property
    def unfit_words(self) -> str:
        """Why it is not for the minor who reads, short; empty where it is."""
        if self.unfit is None:
            return ""
        return gettext("只收满 %(n)s 岁的") % {"n": self.unfit} if self.unfit else gettext("上课时间")


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


def upcoming(filters: Filters, at: datetime, number: int = 1) -> UpcomingPage:
    """One page by its number, for the open interface and the front page: with all that there is, counted."""
    number = max(1, min(number, 500))
    rows, total = reading.read(filters, at, limit=PAGE, offset=(number - 1) * PAGE)
    if not rows and number > 1:
        return upcoming(filters, at, 1)
    return UpcomingPage([_row(row, filters) for row in rows], total, number)


def stretch(filters: Filters, at: datetime, *, older: str = "", newer: str = "") -> UpcomingPage:
    """What follows a place in the order, or what comes before it; the beginning for a place that is none."""
    if place := _place(newer):
        back, total = reading.read(filters, at, limit=PAGE + 1, place=place, forward=False)
        rows = back[:PAGE][::-1]
        return _stretch(rows, total, filters, older=True, newer=len(back) > PAGE)
    place = _place(older)
    if place is None:
        soonest, least = first_page.first_page(filters, at, PAGE + 1)
        if soonest:
            return replace(_stretch(soonest[:PAGE], least, filters, older=True, newer=False), has_more=True)
    found, total = reading.read(filters, at, limit=PAGE + 1, place=place)
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
    return Row(*(*row[:11], distance, steps, _unfit(row, filters)))


def _unfit(row: Any, filters: Filters) -> int | None:
    if filters.young is None or row[14]:
        return None
    age = identifiers.age_on(filters.young.born, clock.local_date(row[6]))
    return row[15] if row[15] is not None and row[15] > age else 0


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
