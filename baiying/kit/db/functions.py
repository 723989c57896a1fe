"""Database functions: each stands in one file, `<room>/sql/<name>.sql`, the only place to edit it.

A file holds `CREATE OR REPLACE FUNCTION <room>_<name>(...)` and, for a trigger's function, the triggers that call it.
Files are installed after every migration; the function's comment keeps the digest of its file and of what the
database made of it, so that `state` finds a function that was forgotten, is of another version, or was changed by hand.
Knows nothing of Django: the process that keeps the others running asks for `state` at every start.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from psycopg import errors

HOME = Path(__file__).resolve().parents[2]
_MARK = "baiying sql"
_FOUND = """
  SELECT p.oid::bigint, p.oid::regprocedure::text, coalesce(obj_description(p.oid, 'pg_proc'), ''),
         encode(sha256(convert_to(pg_get_functiondef(p.oid), 'UTF8')), 'hex')
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname = 'public' AND p.prokind = 'f'
"""
_TRIGGERS = """
  SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
  WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal
    AND t.tgenabled IN ('O', 'A') AND t.tgparentid = 0
"""
_TRIGGER = re.compile(r"CREATE (?:OR REPLACE |CONSTRAINT )TRIGGER (\w+)\b.*?\bON (\w+)", re.S)


@dataclass(frozen=True, slots=True)
class Source:
    """One file: the function it defines, its text, and the triggers it puts on tables, as (trigger, table)."""

    path: Path
    function: str
    text: str

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]

    @property
    def triggers(self) -> set[tuple[str, str]]:
        return set(_TRIGGER.findall(self.text))


@dataclass(frozen=True, slots=True)
class _Installed:
    oid: int
    signature: str
    comment: str
    body: str


def sources(home: Path = HOME) -> list[Source]:
    """Every file of every room, in the order of their paths."""
    paths = sorted(home.glob("*/sql/*.sql"))
    return [Source(p, f"{p.parents[1].name}_{p.stem}", p.read_text(encoding="utf-8")) for p in paths]


def text(function: str) -> str:
    """The text of one function, for a migration that needs it before the others are installed."""
    return next(source.text for source in sources() if source.function == function)


def install(cursor: Any, home: Path = HOME) -> list[str]:
    """Bring every function to its file, drop those whose file is gone; gives the names of what changed.

    Runs as the owner, in the caller's transaction. What is already equal is not touched.
    """
    wanted = sources(home)
    changed = []
    for source in wanted:
        if _complaint(cursor, source) is None:
            continue
        _install_one(cursor, source)
        changed.append(source.function)
    names = {source.function for source in wanted}
    for row in _installed(cursor):
        if row.comment.startswith(_MARK) and _name(row.signature) not in names:
            cursor.execute(f"DROP FUNCTION {row.signature}")
            changed.append(row.signature)
    return changed


def state(cursor: Any, home: Path = HOME) -> list[str]:
    """What differs between database and files, one sentence each; nothing where all is well. Reads only."""
    wanted = sources(home)
    found = [line for source in wanted if (line := _complaint(cursor, source)) is not None]
    names = {source.function for source in wanted}
    left = [r.signature for r in _installed(cursor) if r.comment.startswith(_MARK) and _name(r.signature) not in names]
    return found + [f"{signature} has no file" for signature in left]


def _name(signature: str) -> str:
    return signature.partition("(")[0]


def _installed(cursor: Any, function: str | None = None) -> list[_Installed]:
    if function is None:
        cursor.execute(_FOUND)
    else:
        cursor.execute(_FOUND + " AND p.proname = %s", [function])
    return [_Installed(*row) for row in cursor.fetchall()]


def _complaint(cursor: Any, source: Source) -> str | None:
    rows = _installed(cursor, source.function)
    if not rows:
        return f"{source.function} is missing"
    if len(rows) > 1:
        return f"{source.function} stands {len(rows)} times"
    row = rows[0]
    if row.comment != _comment(source, row):
        foreign = row.comment.startswith(f"{_MARK} {source.digest} ")
        return f"{source.function} was changed by hand" if foreign else f"{source.function} is of another version"
    lost = source.triggers - _live_triggers(cursor)
    return f"{source.function}: trigger {min(lost)[0]} is missing or disabled" if lost else None


def _comment(source: Source, row: _Installed) -> str:
    return f"{_MARK} {source.digest} {row.body[:16]}"


def _live_triggers(cursor: Any) -> set[tuple[str, str]]:
    cursor.execute(_TRIGGERS)
    return {(name, table) for name, table in cursor.fetchall()}


def _install_one(cursor: Any, source: Source) -> None:
    before = _installed(cursor, source.function)
    # Functions may name each other and tables in any order: bodies are checked when they run, and by tests.
    cursor.execute("SET LOCAL check_function_bodies = off")
    cursor.execute("SAVEPOINT functions_try")
    try:
        cursor.execute(source.text)
    except Exception as error:
        cause = error if isinstance(error, errors.Error) else error.__cause__
        if not isinstance(cause, errors.InvalidFunctionDefinition):
            raise
        # Another result: the database does not replace such a function, it must go first.
        cursor.execute("ROLLBACK TO SAVEPOINT functions_try")
        _drop(cursor, before)
        cursor.execute(source.text)
    made = _installed(cursor, source.function)
    if len(made) > 1:
        # Other arguments make a second function beside the first.
        _drop(cursor, made)
        cursor.execute(source.text)
        made = _installed(cursor, source.function)
    for trigger, table in source.triggers:
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")
    (row,) = made
    cursor.execute(f"COMMENT ON FUNCTION {row.signature} IS '{_comment(source, row)}'")


def _drop(cursor: Any, rows: list[_Installed]) -> None:
    for row in rows:
        cursor.execute(f"DROP FUNCTION {row.signature}")
