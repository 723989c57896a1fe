"""Proving by trying: what the application role could do to tables that only grow.

Rights on paper say little where a role inherits, owns or was granted something by hand. So each forbidden statement is
tried, as the application role, in a transaction that is rolled back whatever happens.
"""

from collections.abc import Iterable, Iterator

import psycopg
from psycopg import errors, sql

# What would change, empty, unguard or remove a table. None reads a row; each is refused before it takes a lock.
_ON_A_TABLE = (
    ("UPDATE", "UPDATE {table} SET {column} = {column} WHERE false"),
    ("DELETE", "DELETE FROM {table} WHERE false"),
    ("TRUNCATE", "TRUNCATE {table}"),
    ("ALTER", "ALTER TABLE {table} ADD COLUMN baiying_proof integer"),
    ("DISABLE TRIGGER", "ALTER TABLE {table} DISABLE TRIGGER USER"),
    ("DROP", "DROP TABLE {table}"),
)
_ELSEWHERE = (
    ("session_replication_role", "SET LOCAL session_replication_role = replica"),
    ("CREATE TABLE", "CREATE TABLE public.baiying_proof (x integer)"),
    ("CREATE FUNCTION", "CREATE FUNCTION public.baiying_proof() RETURNS integer LANGUAGE sql AS 'SELECT 1'"),
    ("ALTER FUNCTION", "ALTER FUNCTION public.{guard}() RENAME TO baiying_proof"),
    ("django_migrations", "UPDATE django_migrations SET id = id WHERE false"),
)
_GUARD = sql.Identifier("kit_refuse_change")
# A table and, where it is parted, all its parts.
_PARTS = "SELECT relid::regclass::text FROM pg_partition_tree(%s) UNION SELECT %s::regclass::text ORDER BY 1"


def forbidden_things_allowed(connection: "psycopg.Connection[tuple[object, ...]]", tables: Iterable[str]) -> list[str]:
    """What the connection's role may do though it must not, a few words each; nothing where all is well.

    The tables' parts are tried too. Changes nothing; waits for no lock longer than a second.
    """
    found = list(_about_roles(connection))
    for part in [part for table in tables for part in _parts(connection, table)]:
        column = _first_column(connection, part)
        for name, statement in _ON_A_TABLE:
            filled = sql.SQL(statement).format(table=_table(part), column=sql.Identifier(column))
            if not _refused(connection, filled):
                found.append(f"{name} {part}")
        # Tried, this one would queue behind whoever writes, and hold up all behind it.
        if connection.execute("SELECT has_table_privilege(%s, 'TRIGGER')", [part]).fetchone() != (False,):
            found.append(f"CREATE TRIGGER {part}")
    for name, statement in _ELSEWHERE:
        if not _refused(connection, sql.SQL(statement).format(guard=_GUARD)):
            found.append(name)
    return found


def _about_roles(connection: "psycopg.Connection[tuple[object, ...]]") -> Iterator[str]:
    row = connection.execute(
        "SELECT r.rolname, r.rolsuper, r.rolcreaterole, pg_has_role(current_user, c.relowner, 'MEMBER'),"
        " pg_get_userbyid(c.relowner) FROM pg_roles r, pg_class c"
        " WHERE r.rolname = current_user AND c.oid = 'kit_auditevent'::regclass"
    ).fetchone()
    assert row is not None
    name, is_super, makes_roles, is_owner, owner = row
    if is_super or makes_roles:
        yield f"{name} is SUPERUSER or CREATEROLE"
    if is_owner:
        yield f"{name} is, or may become, the owner {owner}"


def _parts(connection: "psycopg.Connection[tuple[object, ...]]", table: str) -> list[str]:
    return [str(name) for (name,) in connection.execute(_PARTS, [table, table]).fetchall()]


def _first_column(connection: "psycopg.Connection[tuple[object, ...]]", table: str) -> str:
    row = connection.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 1", [table]
    ).fetchone()
    assert row is not None
    return str(row[0])


def _table(name: str) -> sql.Composable:
    # What regclass writes is quoted already where it must be.
    return sql.SQL(name)


def _refused(connection: "psycopg.Connection[tuple[object, ...]]", statement: sql.Composed) -> bool:
    """Whether the database says that the role lacks the right. A trigger does not count: it can be taken off."""
    try:
        with connection.transaction(force_rollback=True):
            connection.execute("SET LOCAL lock_timeout = '1s'")
            connection.execute(statement)
    except errors.InsufficientPrivilege:
        return True
    except errors.Error:
        return False
    return False
