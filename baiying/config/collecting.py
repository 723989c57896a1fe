"""Collects static files under names that carry their content's digest, compressed; run in a process of its own."""

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command


def collect(target: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "baiying.config.settings")
    settings.STATIC_ROOT = target
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)


if __name__ == "__main__":
    collect(Path(sys.argv[1]))
