"""A city's front figures: from the roll-ups, against the same numbers recounted from the ledger, and as a page."""

import time
from collections.abc import Sequence
from pathlib import Path

from django.db import connection

from baiying.figures import actions, queries
from baiying.kit import clock
from baiying.places import queries as places
from bench import load, report, system

RECOUNT = (Path(__file__).parent / "sql" / "front_recount.sql").read_text(encoding="utf-8")
READS = 1_000
PAGES = 400
HOURS = 20


def quantile(seconds: Sequence[float], share: float) -> float:
    """In milliseconds."""
    ordered = sorted(seconds)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measure(running: system.System) -> None:
    city, volunteers = front_figures()
    _page(running.port, f"/city/{city}/", volunteers)


def front_figures() -> tuple[str, int]:
    """The line for the city of the present database. Returns its public id and the number of its volunteers."""
    at = clock.now()
    actions.roll_up(at=at)
    city = places.divisions().filter(level="city").order_by("code")[0]
    year = clock.local_date(at).year
    recounted, recount = _recount(city.pk, year, at)
    front = queries.front(city.pk, year, HOURS, at=at)
    shown = [
        front.cell.registered, front.cell.credit_minutes, front.cell.all_minutes,
        *(int(front.pair(c).of[tier].numerator) for c in ("share_any", "share_hours") for tier in ("credit", "all")),
    ]  # fmt: skip
    assert shown == recounted, f"the roll-up says {shown}, the recount {recounted}"
    volunteers = front.cell.registered
    times = []
    for _ in range(READS):
        started = time.perf_counter()
        queries.front(city.pk, year, HOURS, at=at)
        times.append(time.perf_counter() - started)
    p50, p99 = quantile(times, 0.5), quantile(times, 0.99)
    report.line(
        f"front figures of {volunteers:,} volunteers, p99", p99, "ms", "the same numbers recounted from the ledger",
        recount, p50_ms=round(p50, 2), times_faster=round(recount / p50),
    )  # fmt: skip
    return city.public_id, volunteers


def _recount(area: int, year: int, at: object) -> tuple[list[int], float]:
    """The numbers, and the median of five runs in milliseconds."""
    times, row = [], None
    with connection.cursor() as cursor:
        for _ in range(5):
            started = time.perf_counter()
            cursor.execute(RECOUNT, {"area": area, "year": year, "at": at, "hours": HOURS})
            row = cursor.fetchone()
            times.append(time.perf_counter() - started)
    assert row is not None
    return [int(value) for value in row], quantile(times, 0.5)


def _page(port: int, path: str, volunteers: int) -> None:
    load.fire(port, [load.get(path)] * 20, connections=4)
    for connections, name in ((1, "one reader"), (8, "eight readers")):
        result = load.fire(port, [load.get(path)] * PAGES, connections=connections)
        assert set(result.statuses) == {200}, dict(result.statuses)
        report.line(
            f"city page of {volunteers:,} volunteers, {name}", result.per_second, "req/s",
            p50_ms=round(result.quantile_ms(0.5), 1), p99_ms=round(result.quantile_ms(0.99), 1),
        )  # fmt: skip
