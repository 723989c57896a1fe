"""Database functions follow every migration."""

from typing import Any

from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from baiying.kit.db import functions


def install_after_migrating(using: str, **_: Any) -> None:
    """Receiver of post_migrate. A database that was brought only half-way (in a test) has not all tables yet."""
    connection = connections[using]
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return
    with transaction.atomic(using=using), connection.cursor() as cursor:
        functions.install(cursor)
