"""Append-only tables and the application role's rights.

A model that says `APPEND_ONLY = True` may be read and added to by the application role, nothing else, and triggers
refuse UPDATE, DELETE and TRUNCATE even to its owner. One with `APPLICATION_MAY` may be read, and what that names.
Rights are given anew after every migration.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, migrations, transaction


def append_only(table: str) -> migrations.RunSQL:
    """Migration operation: triggers that refuse every change of the table but INSERT."""
    return migrations.RunSQL(
        f"""
        CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table}
          FOR EACH ROW EXECUTE FUNCTION kit_refuse_change();
        CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table}
          FOR EACH STATEMENT EXECUTE FUNCTION kit_refuse_change();
        """,
        f"DROP TRIGGER {table}_no_change ON {table}; DROP TRIGGER {table}_no_truncate ON {table};",
    )


def narrowed_tables() -> dict[str, tuple[str, ...]]:
    """Tables whose model says what the application may do besides reading (`APPLICATION_MAY`)."""
    models = (m for m in apps.get_models() if hasattr(m, "APPLICATION_MAY"))
    return {m._meta.db_table: tuple(m.APPLICATION_MAY) for m in models}


def append_only_tables() -> list[str]:
    return sorted(m._meta.db_table for m in apps.get_models() if getattr(m, "APPEND_ONLY", False))


class RoleProblem(Exception):
    """The two roles of the database are not two."""


# Written by the database alone: the application role may not name them, so their defaults hold for whatever it writes.
BY_DATABASE = ("recorded_at", "xid")


def parts_of_tables(cursor: Any) -> dict[str, list[str]]:
    """The parts of every table, append-only or not, that stands in parts."""
    cursor.execute(
        "SELECT p.relname, c.relname FROM pg_inherits i JOIN pg_class p ON p.oid = i.inhparent"
        " JOIN pg_class c ON c.oid = i.inhrelid WHERE p.relkind = 'p' AND p.relnamespace = 'public'::regnamespace"
    )
    found: dict[str, list[str]] = {}
    for table, part in cursor.fetchall():
        found.setdefault(table, []).append(part)
    return found


def guard_part(cursor: Any, table: str, part: str) -> None:
    """Give a part what it does not inherit: the guard against TRUNCATE, and no rights but reading. As the owner.

    UPDATE and DELETE are refused by triggers that the part gets from its table. DROP TABLE needs the owner: the
    application role cannot, and the owner can be refused by a superuser's event trigger alone, which we have not.
    """
    if table in append_only_tables():
        cursor.execute(
            f"CREATE OR REPLACE TRIGGER {part}_no_truncate BEFORE TRUNCATE ON {part}"
            " FOR EACH STATEMENT EXECUTE FUNCTION kit_refuse_change()"
        )
    role = settings.BAIYING_APP_ROLE
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
    if cursor.fetchone() is not None:
        cursor.execute(f'REVOKE ALL ON {part} FROM "{role}"')
        cursor.execute(f'GRANT SELECT ON {part} TO "{role}"')


def unguarded(cursor: Any) -> list[str]:
    """Append-only tables and parts of them that lack a guard, or whose guard is disabled; nothing where all is well."""
    cursor.execute(
        "SELECT c.relname, bool_or(t.tgtype & 16 > 0), bool_or(t.tgtype & 8 > 0), bool_or(t.tgtype & 32 > 0)"
        " FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
        " WHERE p.proname = 'kit_refuse_change' AND t.tgenabled IN ('O', 'A') GROUP BY 1"
    )
    whole = {name for name, *kinds in cursor.fetchall() if all(kinds)}
    parts = parts_of_tables(cursor)
    wanted = [name for table in append_only_tables() for name in (table, *parts.get(table, ()))]
    return [name for name in wanted if name not in whole]


def grant_rights(using: str, **_: Any) -> None:
    """Give the application role what it may do, and take away what it may not (run after migrating).

    Raises RoleProblem where there is no such role, or where it is the one that migrates: without it only triggers
    would stand between the application and the ledger, and their owner may take them off.
    """
    role = settings.BAIYING_APP_ROLE
    # In one transaction: nobody meets the moment between what is given and what is taken away again.
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT current_user = %s, EXISTS (SELECT FROM pg_roles WHERE rolname = %s)", [role, role])
        is_owner, is_there = cursor.fetchone()
        if is_owner or not is_there:
            raise RoleProblem(
                f"数据库里要有与所有者不同的应用角色 {role}（BAIYING_APP_ROLE）。"
                f"The database needs an application role {role} that is not the owner."
            )
        cursor.execute(f'GRANT USAGE ON SCHEMA public TO "{role}"')
        cursor.execute(f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}"')
        cursor.execute(f'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO "{role}"')
        for table in append_only_tables():
            cursor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM "{role}"')
        _leave_columns_to_the_database(cursor, role)
        for parts in parts_of_tables(cursor).values():
            for part in parts:
                cursor.execute(f'REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON "{part}" FROM "{role}"')
        for table, allowed in narrowed_tables().items():
            cursor.execute(f'REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON "{table}" FROM "{role}"')
            if allowed:
                cursor.execute(f'GRANT {", ".join(allowed)} ON "{table}" TO "{role}"')
        cursor.execute(f'REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM "{role}"')


def _leave_columns_to_the_database(cursor: Any, role: str) -> None:
    """Rows may be added without naming `recorded_at` and `xid`: nobody but the owner can write another date."""
    cursor.execute(
        "SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum) FROM pg_attribute a"
        " JOIN pg_class c ON c.oid = a.attrelid WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition"
        " AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped GROUP BY 1"
    )
    for table, columns in cursor.fetchall():
        if not set(BY_DATABASE) <= set(columns):
            continue
        may = ", ".join(f'"{name}"' for name in columns if name not in BY_DATABASE)
        cursor.execute(f'REVOKE INSERT ON "{table}" FROM "{role}"')
        cursor.execute(f'GRANT INSERT ({may}) ON "{table}" TO "{role}"')
