"""A city's persons as a workbook: how long, and what it costs in memory."""

import io
import time
import tracemalloc
from typing import Any

from openpyxl import load_workbook

from baiying.dashboards import exports
from baiying.dashboards.views import persons
from baiying.figures import queries as figures
from baiying.kit import clock
from baiying.places import queries as places
from bench import report, system


def measure(_running: system.System) -> None:
    """Everybody of the city, and half of them: memory must not grow with the rows."""
    at = clock.now()
    city = places.divisions().filter(level="city").order_by("code")[0]
    year = clock.local_date(at).year
    front = figures.front(city.pk, year, 20, at=at)
    cells = figures.persons_in(city.pk, year)
    count = cells.count()
    started = time.perf_counter()
    file = exports.persons(city.name, front, persons.lines_of(cells))
    seconds = time.perf_counter() - started
    rows = load_workbook(io.BytesIO(file.getvalue()), read_only=True).worksheets[0].max_row
    assert rows == count + 1, f"{rows} rows for {count} persons"
    whole, half = (_peak(city.name, front, cells[:n]) for n in (count, count // 2))
    report.line(
        f"{count:,} persons of a city as a workbook", seconds, "s", "mark: 2 s for 20,000", 2 * count / 20_000,
        rows_per_second=round(count / seconds), memory_mb=round(whole / 1e6, 1), memory_of_half_mb=round(half / 1e6, 1),
    )  # fmt: skip


def _peak(name: str, front: figures.Front, cells: Any) -> int:
    tracemalloc.start()
    exports.persons(name, front, persons.lines_of(cells))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
