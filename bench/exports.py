"""A city's persons as a workbook, and 660,000 rows as text: how long, and what they cost in memory."""

import io
import time
import tracemalloc
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Func, IntegerField, Value
from django.http import QueryDict
from openpyxl import load_workbook

from baiying.accounts.access import Scope
from baiying.figures import queries as figures
from baiying.kit import clock
from baiying.people import queries as people
from baiying.people.rights import Right
from baiying.people.views.listed import people_list
from baiying.places import queries as places
from baiying.ui import listing, workbooks
from baiying.ui.listing import asked, files
from baiying.ui.taken import pieces
from bench import report, system

# As many as a city of a million volunteers has that are counted.
MANY = 660_000
_PERSONS = listing.Listing(
    key="bench",
    title="persons",
    order=("-all_minutes", "person_id"),
    columns=(
        listing.Column("person", "person", lambda row: row.person_id),
        listing.Column("credit", "credit", lambda row: row.credit_minutes),
        listing.Column("all", "all", lambda row: row.all_minutes),
    ),
)


def measure(_running: system.System) -> None:
    """Everybody of the city, and half of them; then very many. Memory must not grow with the rows."""
    at = clock.now()
    city = places.divisions().filter(level="city").order_by("code")[0]
    cells = figures.persons_in(city.pk, clock.local_date(at).year)
    count = cells.count()
    started = time.perf_counter()
    file = _workbook(cells)
    seconds = time.perf_counter() - started
    rows = load_workbook(io.BytesIO(file.getvalue()), read_only=True).worksheets[0].max_row
    assert rows == count + 1, f"{rows} rows for {count} persons"
    whole, half = (_peak(lambda n=n: _workbook(cells[:n])) for n in (count, count // 2))
    report.line(
        f"{count:,} persons of a city as a workbook", seconds, "s", "mark: 2 s for 20,000", 2 * count / 20_000,
        rows_per_second=round(count / seconds), memory_mb=round(whole / 1e6, 1), memory_of_half_mb=round(half / 1e6, 1),
    )  # fmt: skip
    _listed()
    _many()


def _listed() -> None:
    """Everybody of the office's list as text, as it leaves the house: what a city of MANY would wait for."""
    scope = Scope(None, Right.SEE_PEOPLE)
    shown = asked.read_query(people_list(scope), QueryDict())
    rows = shown.rows(people.persons(scope))
    started = time.perf_counter()
    count = sum(text.count("\n") for text in pieces(["head"], files.lines(shown, rows), [])) - 1
    seconds = time.perf_counter() - started
    report.line(
        f"{count:,} persons of an office's list as text", seconds, "s", f"mark: 44 s for {MANY:,}", 44 * count / MANY,
        rows_per_second=round(count / seconds), seconds_for_many=round(MANY * seconds / count, 1),
    )  # fmt: skip


def _many() -> None:
    started = time.perf_counter()
    assert sum(text.count("\n") for text in _text(MANY)) == MANY + 1
    seconds = time.perf_counter() - started
    whole, tenth = (_peak(lambda n=n: deque(_text(n), maxlen=0)) for n in (MANY, MANY // 10))
    report.line(
        f"{MANY:,} rows of a list as text", seconds, "s", "flat memory", 60, rows_per_second=round(MANY / seconds),
        memory_mb=round(whole / 1e6, 1), memory_of_tenth_mb=round(tenth / 1e6, 1),
    )  # fmt: skip


def _workbook(cells: Any) -> Any:
    shown = asked.read_query(_PERSONS, QueryDict())
    return workbooks.answer("bench", [workbooks.Sheet("bench", ["a", "b", "c"], files.lines(shown, cells))], _MARK)


_MARK = workbooks.Mark("bench")
_GENERATED = listing.Listing(
    key="bench",
    title="rows",
    columns=tuple(listing.Column(f"c{n}", f"c{n}", lambda row: f"{row.name} {row.number}") for n in range(6)),
)


def _text(count: int) -> Iterator[str]:
    """So many rows out of the database, made and written as an export of a list is."""
    series = Func(Value(1), Value(count), function="generate_series", output_field=IntegerField())
    rows = places.divisions().filter(pk=places.divisions()[0].pk).order_by().annotate(number=series)
    shown = asked.read_query(_GENERATED, QueryDict())
    return pieces([str(one.title) for one in shown.columns], files.lines(shown, rows), [])


def _peak(work: Callable[[], Any]) -> int:
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
