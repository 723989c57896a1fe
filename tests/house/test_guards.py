"""Every append-only table has its guards in the database, and nothing is guarded that does not say so."""

import pytest
from django.db import connection

from baiying.kit.db import guards

# What a trigger may be for, as PostgreSQL keeps it (pg_trigger.tgtype).
DELETE, UPDATE, TRUNCATE = 8, 16, 32
ALL = DELETE | UPDATE | TRUNCATE


def guarded() -> dict[str, int]:
    """For each table, what its triggers refuse."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, bit_or(t.tgtype::int) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal AND t.tgenabled <> 'D' AND NOT c.relispartition"
            " AND p.proname = 'kit_refuse_change'"
            " GROUP BY c.relname"
        )
        return dict(cursor.fetchall())


@pytest.mark.django_db
def test_every_append_only_table_refuses_update_delete_and_truncate() -> None:
    found = guarded()
    wrong = [table for table in guards.append_only_tables() if found.get(table, 0) & ALL != ALL]
    assert not wrong, "Add guards.append_only(<table>) to a migration of the room: " + ", ".join(wrong)


@pytest.mark.django_db
def test_what_is_guarded_says_so_on_its_model() -> None:
    silent = sorted(set(guarded()) - set(guards.append_only_tables()) - set(guards.narrowed_tables()))
    assert not silent, (
        "Write APPEND_ONLY = True (or APPLICATION_MAY) on the model, or the application role keeps its rights: "
        + ", ".join(silent)
    )
