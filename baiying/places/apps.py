from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate

from baiying.kit import clock


class PlacesConfig(AppConfig):
    name = "baiying.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Infrastructure, not a domain matter: what laws fix follows every migration, as functions and rights do.
        post_migrate.connect(_write_floors, sender=self, dispatch_uid="places.write_floors")


def _write_floors(using: str, **_: Any) -> None:
    """As the owner. A database that was brought only half-way (in a test) has not all tables yet."""
    from baiying.places.actions import floors  # noqa: PLC0415 (models are not ready before)

    executor = MigrationExecutor(connections[using])
    if using == DEFAULT_DB_ALIAS and not executor.migration_plan(executor.loader.graph.leaf_nodes()):
        floors.write_floors()
        floors.raise_versions(at=clock.now())
