"""For migrations alone: a flat table becomes one that stands in parts, and keeps every row.

Applied migrations call this, so what it does to a table must not change. It is written without the models: columns
are those that the flat table has at that moment, whatever migrations before it added.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db import migrations

from baiying.kit import clock
from baiying.kit.db import functions

_COLUMNS = """
  SELECT attname::text FROM pg_attribute
  WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""
# A table that began with a row of the year 1 or 9999 is a mistake to be looked at, not two hundred parts.
_MOST_PARTS = 240


class Lost(Exception):
    """The new table does not hold what the old one held; the migration is taken back."""


@dataclass(frozen=True, slots=True)
class Cut:
    """By which column, into years or months, and how many of them after the running one."""

    column: str
    every: Literal["year", "month"]
    ahead: int


def into_parts(
    table: str,
    cut: Cut,
    *,
    added: str = "",
    filled: Mapping[str, str] | None = None,
    joined: str = "",
    sums: Sequence[str] = ("id",),
    after: str = "",
) -> migrations.RunPython:
    """Migration operation. All in the migration's transaction, under a lock on the table.

    `added` are further column definitions; `filled` says by which SQL expression over the old row `o` (and what
    `joined` joins to it) a column is filled, new or old; `sums` are expressions whose sums must be equal before and
    after; `after` is SQL for keys, indexes and triggers.
    """

    def forwards(apps: Any, schema_editor: Any) -> None:
        schema_editor.execute(functions.text("kit_refuse_change"), params=None)
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            _make_table(cursor, table, cut.column, added)
            _make_parts(cursor, table, cut)
            _copy(cursor, table, filled or {}, joined)
            _compare(cursor, table, sums)
            cursor.execute(f"DROP TABLE {table}_flat")
            cursor.execute(after)

    # Going back would have to join the parts again: a city restores its backup instead.
    return migrations.RunPython(forwards, migrations.RunPython.noop)


def _make_table(cursor: Any, table: str, column: str, added: str) -> None:
    cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
    (sequence,) = cursor.fetchone()
    cursor.execute(f"SELECT last_value, is_called FROM {sequence}")
    last, called = cursor.fetchone()
    cursor.execute(f"ALTER TABLE {table} ALTER COLUMN id DROP IDENTITY IF EXISTS")
    cursor.execute(f"DROP SEQUENCE IF EXISTS {sequence} CASCADE")
    cursor.execute(f"ALTER TABLE {table} RENAME TO {table}_flat")
    cursor.execute(
        f"CREATE TABLE {table} (LIKE {table}_flat INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING COMMENTS)"
        f" PARTITION BY RANGE ({column})"
    )
    cursor.execute(f"CREATE SEQUENCE {table}_id_seq AS bigint OWNED BY {table}.id")
    cursor.execute(f"SELECT setval('{table}_id_seq', %s, %s)", [last, called])
    cursor.execute(f"ALTER TABLE {table} ALTER COLUMN id SET DEFAULT nextval('{table}_id_seq')")
    if added:
        cursor.execute(f"ALTER TABLE {table} {added}")


def _make_parts(cursor: Any, table: str, cut: Cut) -> None:
    column, every = cut.column, cut.every
    cursor.execute("SELECT format_type(atttypid, NULL) FROM pg_attribute WHERE attrelid = %s::regclass"
                   " AND attname = %s", [table, column])  # fmt: skip
    by_day = cursor.fetchone()[0] == "date"
    value = column if by_day else f"({column} AT TIME ZONE 'Asia/Shanghai')"
    cursor.execute(f"SELECT DISTINCT date_trunc('{every}', {value})::date FROM {table}_flat")
    starts = {start for (start,) in cursor.fetchall()}
    start = clock.local_date(clock.now()).replace(day=1)
    for _ in range(cut.ahead + 1):
        start = start.replace(month=1) if every == "year" else start
        starts.add(start)
        start = _next(start, every)
    if len(starts) > _MOST_PARTS:
        raise Lost(f"{table} has rows in {len(starts)} different parts, from {min(starts)} to {max(starts)}")
    zone = "" if by_day else " 00:00:00+08"
    for start in sorted(starts):
        name = f"{table}_{start.year:04}" + ("" if every == "year" else f"_{start.month:02}")
        cursor.execute(
            f"CREATE TABLE {name} PARTITION OF {table}"
            f" FOR VALUES FROM ('{start}{zone}') TO ('{_next(start, every)}{zone}')"
        )
    cursor.execute(f"CREATE TABLE {table}_other PARTITION OF {table} DEFAULT")


def _next(start: date, every: str) -> date:
    if every == "year" or start.month == 12:
        return date(start.year + 1, 1, 1)
    return start.replace(month=start.month + 1)


def _copy(cursor: Any, table: str, filled: Mapping[str, str], joined: str) -> None:
    cursor.execute(_COLUMNS, [f"{table}_flat"])
    old = [name for (name,) in cursor.fetchall()]
    names = [*old, *(name for name in filled if name not in old)]
    values = [filled.get(name, f'o."{name}"') for name in names]
    listed = ", ".join(f'"{name}"' for name in names)
    cursor.execute(f"INSERT INTO {table} ({listed}) SELECT {', '.join(values)} FROM {table}_flat o {joined}")


def _compare(cursor: Any, table: str, sums: Sequence[str]) -> None:
    asked = ", ".join(["count(*)", *(f"sum({one})" for one in sums)])
    found = []
    for name in (f"{table}_flat", table):
        cursor.execute(f"SELECT {asked} FROM {name}")
        found.append(cursor.fetchone())
    if found[0] != found[1]:
        raise Lost(f"{table}: {found[0]} before, {found[1]} after")


def guards(table: str) -> str:
    """SQL: the triggers of a table that only grows, on it and, against TRUNCATE, on each of its parts."""
    return f"""
      CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
        FOR EACH ROW EXECUTE FUNCTION kit_refuse_change();
      CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
        FOR EACH STATEMENT EXECUTE FUNCTION kit_refuse_change();
      DO $$ DECLARE part text; BEGIN
        FOR part IN SELECT inhrelid::regclass FROM pg_inherits WHERE inhparent = '{table}'::regclass LOOP
          EXECUTE format('CREATE TRIGGER %s_no_truncate BEFORE TRUNCATE ON %s FOR EACH STATEMENT'
                         ' EXECUTE FUNCTION kit_refuse_change()', part, part);
        END LOOP;
      END $$;
    """


# Columns of a chained log (kit.chain) that only the database fills. The check refuses what is dated otherwise than
# it was recorded, but from the table's owner, who loads what happened before.
RECORDED = (
    "ADD COLUMN recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),"
    " ADD COLUMN xid bigint NOT NULL DEFAULT (pg_current_xact_id()::text::bigint)"
)


def dated_by_the_database(table: str, column: str) -> str:
    """SQL: the application cannot date a row otherwise than it was recorded, but for a week's delay."""
    return f"""
      ALTER TABLE {table} ADD CONSTRAINT {table}_dated CHECK (
        ({column} > recorded_at - interval '7 days' AND {column} < recorded_at + interval '1 hour')
        OR kit_may_backdate());
      CREATE INDEX {table}_recorded ON {table} USING brin (recorded_at, xid)
        WITH (pages_per_range = 16, autosummarize = on);
    """
