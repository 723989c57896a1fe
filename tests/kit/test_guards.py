"""Tables that only grow: nobody changes them, not even their owner."""

import os
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from baiying.kit import audit
from baiying.kit.db import guards
from baiying.kit.models import AuditEvent
from baiying.kit.values import actor as actors

AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.law("GB40143-5.2.2")
@pytest.mark.law("GB22239-audit")
def test_the_owner_is_refused_by_triggers_on_every_append_only_table(statement: str) -> None:
    audit.record("test", actor=actors.system("test"), at=AT)
    assert "hours_hourentry" in guards.append_only_tables()
    for table in guards.append_only_tables():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM pg_trigger WHERE tgrelid = '{table}'::regclass AND NOT tgisinternal")
            assert cursor.fetchone()[0] >= 2, f"{table} has no guard"
    with connection.cursor() as cursor:
        assert guards.unguarded(cursor) == []
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format("kit_auditevent"))
    assert AuditEvent.objects.filter(action="test").count() == 1


def rights_on(app: "psycopg.Connection[Any]", table: str) -> Any:
    """Reading, adding (at least of some columns), changing, deleting, emptying."""
    asked = (
        f"has_table_privilege('{table}', 'SELECT'), has_any_column_privilege('{table}', 'INSERT'),"
        f" has_any_column_privilege('{table}', 'UPDATE'),"
        f" has_table_privilege('{table}', 'DELETE'), has_table_privilege('{table}', 'TRUNCATE')"
    )
    return app.execute(f"SELECT {asked}").fetchone()


@pytest.mark.django_db
def test_the_application_role_may_read_and_add_and_nothing_else() -> None:
    database = connection.settings_dict["NAME"]
    url = os.environ["BAIYING_TEST_APP_URL"].replace("/postgres?", f"/{database}?")
    with connection.cursor() as cursor:
        parts = guards.parts_of_tables(cursor)
    with psycopg.connect(url, autocommit=True) as app:
        for table in guards.append_only_tables():
            assert rights_on(app, table) == (True, True, False, False, False), table
            for part in parts.get(table, ()):
                assert rights_on(app, part) == (True, False, False, False, False), part
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    app.execute(f"DROP TABLE {part}")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("CREATE TABLE mine (x int)")
