"""Where the database is: from the environment, or the embedded one's address (without starting it)."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from baiying.kit.db import embedded


def parse(url: str) -> dict[str, Any]:
    """Django's settings for a postgresql:// URL; a socket directory may stand as ?host=."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": options.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False,
        "OPTIONS": options,
    }


def owner_url(var: Path) -> str:
    """The address for the role that migrates."""
    given = os.environ.get("BAIYING_OWNER_DATABASE_URL") or os.environ.get("BAIYING_DATABASE_URL")
    return given or embedded.url(var, role="owner")


def database_config(var: Path) -> dict[str, dict[str, Any]]:
    """`default` is the application role, `owner` migrates. Computes addresses only; starts nothing."""
    app = os.environ.get("BAIYING_DATABASE_URL") or embedded.url(var, role="app")
    return {"default": parse(app), "owner": parse(owner_url(var)) | {"TEST": {"MIRROR": "default"}}}
