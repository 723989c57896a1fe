"""Large tables stand in parts: the ledger by year, audit and messages by month.

A model says `PARTITIONED = By(...)`. Parts are made ahead of time by their owner: after every migration, and by
`baiying partitions make`. A row whose part is missing is not lost: it goes to the part of all others (`<table>_other`),
and the next `make` takes it home. The owner alone makes parts; `state` says when somebody should, and may be asked by
the application role.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from django.apps import apps
from django.db import connections, models, transaction

from baiying.kit import clock
from baiying.kit.db import guards

# Fewer days than this until the parts end: somebody must act.
WARN_DAYS = 92
_NAME = re.compile(r"^(?P<table>\w+?)_(?P<year>\d{4})(?:_(?P<month>\d{2}))?$")
_PARTS = """
  SELECT c.relname, greatest(c.reltuples, 0)::bigint, pg_total_relation_size(c.oid)
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
  WHERE i.inhparent = to_regclass(%s) ORDER BY c.relname
"""


@dataclass(frozen=True, slots=True)
class By:
    """How a table is cut: by which column, into years or months of China's calendar.

    `ahead` and `behind` count whole parts after and before the running one; `keep_months` is how long a part stays in
    the database at least before it may be archived, from its end.
    """

    column: str
    every: Literal["year", "month"]
    ahead: int
    behind: int
    keep_months: int


@dataclass(frozen=True, slots=True)
class Part:
    """One part and its days, the end exclusive. `rows` is the planner's guess, `size` in bytes."""

    name: str
    since: date
    until: date
    rows: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """How far a table's parts reach, and whether rows wait in the part of all others."""

    table: str
    until: date | None
    left_days: int
    loose: bool

    @property
    def good(self) -> bool:
        return self.left_days >= WARN_DAYS and not self.loose

    @property
    def sentence(self) -> str:
        """What is so and what to do, in both languages, as `baiying doctor` prints it."""
        if self.loose:
            return (
                f"{self.table} 有记录不在任何分区内，请执行 baiying partitions make"
                f" rows without a partition of their own: run baiying partitions make"
            )
        if not self.good:
            return (
                f"{self.table} 的分区只够 {self.left_days} 天，请执行 baiying partitions make"
                f" partitions end in {self.left_days} days: run baiying partitions make"
            )
        return f"{self.table} 的分区到 {self.until} partitions reach to {self.until}"


def tables() -> dict[str, type[models.Model]]:
    """Every model whose table stands in parts, by the table's name."""
    found = {m._meta.db_table: m for m in apps.get_models(include_auto_created=True) if hasattr(m, "PARTITIONED")}
    return dict(sorted(found.items()))


def cut_of(table: str) -> By:
    by: By = tables()[table].PARTITIONED  # type: ignore[attr-defined]
    return by


def other(table: str) -> str:
    """The part for rows that have no part of their own."""
    return f"{table}_other"


def start_of(day: date, every: str) -> date:
    return day.replace(month=1, day=1) if every == "year" else day.replace(day=1)


def moved(start: date, every: str, by: int) -> date:
    """The start of the part that lies `by` parts after (or before) the one that starts on `start`."""
    if every == "year":
        return start.replace(year=start.year + by)
    months = start.year * 12 + start.month - 1 + by
    return date(months // 12, months % 12 + 1, 1)


def part_from(table: str, every: str, start: date) -> Part:
    suffix = f"{start.year:04}" if every == "year" else f"{start.year:04}_{start.month:02}"
    return Part(f"{table}_{suffix}", start, moved(start, every, 1))


def parts(cursor: Any, table: str) -> list[Part]:
    """The dated parts that the database has, the oldest first. Reads only."""
    cursor.execute(_PARTS, [f"public.{table}"])
    found = []
    for name, rows, size in cursor.fetchall():
        dated = _NAME.match(name)
        if dated is None or dated["table"] != table:
            continue
        start = date(int(dated["year"]), int(dated["month"] or 1), 1)
        made = part_from(table, "month" if dated["month"] else "year", start)
        found.append(Part(name, start, made.until, rows, size))
    return sorted(found, key=lambda part: part.since)


def is_cut(cursor: Any, table: str) -> bool:
    """False in a database that has not come so far yet."""
    cursor.execute("SELECT relkind FROM pg_class WHERE oid = to_regclass(%s)", [f"public.{table}"])
    row = cursor.fetchone()
    return row is not None and row[0] == "p"


def make(cursor: Any, at: datetime) -> list[str]:
    """Make the parts that `at` asks for and give their names; nothing where all stand. As the owner, in a transaction.

    Also makes a part for every row that went to the part of all others, and takes the row there.
    """
    made = []
    for table in tables():
        if not is_cut(cursor, table):
            continue
        by, have = cut_of(table), {part.name for part in parts(cursor, table)}
        for part in [*_wanted(table, by, clock.local_date(at)), *_asked_for(cursor, table, by)]:
            if part.name not in have:
                add(cursor, table, part)
                have.add(part.name)
                made.append(part.name)
    return made


def _wanted(table: str, by: By, today: date) -> Iterator[Part]:
    running = start_of(today, by.every)
    for step in range(-by.behind, by.ahead + 1):
        yield part_from(table, by.every, moved(running, by.every, step))


def _asked_for(cursor: Any, table: str, by: By) -> list[Part]:
    cursor.execute(f"SELECT DISTINCT {_period(table, by)} FROM {other(table)}")
    return [part_from(table, by.every, start) for (start,) in cursor.fetchall()]


def is_dated_by_day(table: str) -> bool:
    return type(tables()[table]._meta.get_field(cut_of(table).column)) is models.DateField


def _period(table: str, by: By) -> str:
    """SQL: the first day of the part in which a row belongs."""
    value = by.column if is_dated_by_day(table) else f"{by.column} AT TIME ZONE 'Asia/Shanghai'"
    return f"date_trunc('{by.every}', {value})::date"


def bounds(table: str, part: Part) -> tuple[str, str]:
    """The part's limits as SQL texts: days, or the instants at which these days begin in China."""
    if is_dated_by_day(table):
        return f"'{part.since}'", f"'{part.until}'"
    return f"'{part.since} 00:00:00+08'", f"'{part.until} 00:00:00+08'"


def add(cursor: Any, table: str, part: Part) -> None:
    """Make one part with its guards, and take home what lies in the part of all others. As the owner."""
    since, until = bounds(table, part)
    column, rest = cut_of(table).column, other(table)
    cursor.execute(f"SELECT EXISTS (SELECT FROM {rest} WHERE {column} >= {since} AND {column} < {until})")
    if not cursor.fetchone()[0]:
        cursor.execute(f"CREATE TABLE {part.name} PARTITION OF {table} FOR VALUES FROM ({since}) TO ({until})")
    else:
        # Under one lock, so that no row is between the two parts. Triggers do not see it: the rows were counted
        # when they came. The new part gets its copies of the row triggers when it is attached.
        cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(f"CREATE TABLE {part.name} (LIKE {table} INCLUDING ALL)")
        cursor.execute(f"ALTER TABLE {rest} DISABLE TRIGGER USER")
        cursor.execute(
            f"WITH home AS (DELETE FROM {rest} WHERE {column} >= {since} AND {column} < {until} RETURNING *)"
            f" INSERT INTO {part.name} SELECT * FROM home"
        )
        cursor.execute(f"ALTER TABLE {rest} ENABLE TRIGGER USER")
        cursor.execute(f"ALTER TABLE {table} ATTACH PARTITION {part.name} FOR VALUES FROM ({since}) TO ({until})")
    guards.guard_part(cursor, table, part.name)


def state(at: datetime, using: str = "default") -> list[State]:
    """How far each large table's parts reach. Asks as whoever `using` is: reading suffices."""
    found = []
    today = clock.local_date(at)
    with connections[using].cursor() as cursor:
        for table in tables():
            if not is_cut(cursor, table):
                continue
            have = parts(cursor, table)
            until = _end_of_row(have, today)
            cursor.execute(f"SELECT EXISTS (SELECT FROM {other(table)})")
            left = (until - today).days if until else 0
            found.append(State(table, until, left, bool(cursor.fetchone()[0])))
    return found


def _end_of_row(have: list[Part], today: date) -> date | None:
    """The day up to which parts stand without a gap, from today on."""
    until = None
    for part in have:
        if part.since <= (until or today) < part.until:
            until = part.until
    return until


def make_after_migrating(using: str, **_: Any) -> None:
    """Receiver of post_migrate."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        make(cursor, clock.now())


def is_old_enough(table: str, part: Part, at: datetime) -> bool:
    """Whether the part has stayed as long as the table's rule asks for, counted from its end."""
    keep = cut_of(table).keep_months
    months = part.until.year * 12 + part.until.month - 1 + keep
    return date(months // 12, months % 12 + 1, 1) <= clock.local_date(at)
