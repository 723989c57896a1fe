"""Which parts of a log were archived on purpose: their rows are not missing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from baiying.kit import clock
from baiying.kit.chain.logs import Key, Log


def line_of(table: str, part: str, since: date, until: date, rows: int, digest: bytes, is_back: bool) -> str:
    """What the keyed hash of an archive's line covers."""
    return "|".join([table, part, str(since), str(until), str(rows), digest.hex(), str(is_back)])


@dataclass(frozen=True, slots=True)
class Gone:
    """Days, the ends exclusive, whose rows stand in archives."""

    periods: tuple[tuple[date, date], ...]

    def covers(self, at: date | datetime) -> bool:
        day = clock.local_date(at) if isinstance(at, datetime) else at
        return any(since <= day < until for since, until in self.periods)


def gone(log: Log, key: Key) -> Gone:
    """The parts whose last line says archived. A line without the right keyed hash says nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT "table", part, since, until, rows, digest, is_back, mark FROM kit_archive WHERE "table" = %s'
            " ORDER BY id",
            [log.table],
        )
        lines: list[tuple[Any, ...]] = cursor.fetchall()
    periods: dict[str, tuple[date, date]] = {}
    for table, part, since, until, rows, digest, is_back, mark in lines:
        if key.archive(line_of(table, part, since, until, rows, bytes(digest), is_back)) != bytes(mark):
            continue
        if is_back:
            periods.pop(part, None)
        else:
            periods[part] = (since, until)
    return Gone(tuple(periods.values()))
