"""Append-only tables and the application role's rights.

A model that says `APPEND_ONLY = True` may be read and added to by the application role, nothing else, and triggers
refuse UPDATE, DELETE and TRUNCATE even to its owner. Rights are given anew after every migration.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connections, migrations


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


def append_only_tables() -> list[str]:
    return sorted(m._meta.db_table for m in apps.get_models() if getattr(m, "APPEND_ONLY", False))


class RoleProblem(Exception):
    """The two roles of the database are not two."""


def grant_rights(using: str, **_: Any) -> None:
    """Give the application role what it may do, and take away what it may not (run after migrating).

    Raises RoleProblem where there is no such role, or where it is the one that migrates: without it only triggers
    would stand between the application and the ledger, and their owner may take them off.
    """
    role = settings.BAIYING_APP_ROLE
    with connections[using].cursor() as cursor:
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
        cursor.execute(f'REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM "{role}"')
