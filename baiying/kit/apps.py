from django.apps import AppConfig
from django.db.models.signals import post_migrate

from baiying.kit.db import folding, guards, installing, partitions


class KitConfig(AppConfig):
    name = "baiying.kit"
    label = "kit"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        folding.register()
        # Infrastructure, not a domain matter: functions, parts and rights follow every migration.
        post_migrate.connect(installing.install_after_migrating, sender=self, dispatch_uid="kit.install_functions")
        post_migrate.connect(partitions.make_after_migrating, sender=self, dispatch_uid="kit.make_partitions")
        post_migrate.connect(guards.grant_rights, sender=self, dispatch_uid="kit.grant_rights")
