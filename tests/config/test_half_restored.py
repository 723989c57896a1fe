"""What starts after a restore that was broken off says so, instead of showing an empty city."""

from contextlib import nullcontext

import pytest
from django.db import connection

from baiying.config import migrating
from baiying.config.paths import Problem
from baiying.kit.backups import dumping


@pytest.mark.django_db
def test_former_tables_that_stand_aside_stop_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.ensure_connection()
    monkeypatch.setattr(migrating, "_connect_as_application", lambda: nullcontext(connection.connection))
    migrating.refuse_half_restored()
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {dumping.ASIDE}")
    with pytest.raises(Problem, match="baiying restore"):
        migrating.refuse_half_restored()
