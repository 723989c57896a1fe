"""Where the database is: from the environment, or the embedded one's address (without starting it)."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from baiying.kit.db import embedded
from baiying.kit.db.binaries import LauncherProblem

APP = "BAIYING_DATABASE_URL"
OWNER = "BAIYING_OWNER_DATABASE_URL"


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


def app_url(var: Path) -> str:
    """The address for the role that runs web and worker."""
    return os.environ.get(APP) or embedded.url(var, role="app")


def owner_url(var: Path) -> str:
    """The address for the role that migrates. Raises LauncherProblem where a city's own database names none."""
    given = os.environ.get(OWNER)
    if not given and os.environ.get(APP):
        raise LauncherProblem(
            f"没有设置 {OWNER}：升级数据库结构要用数据库所有者的角色，它与应用角色不是同一个。"
            f"{OWNER} is not set: migrating needs the owner's role, which is not the application's."
        )
    return given or embedded.url(var, role="owner")


def take_owner(var: Path) -> None:
    """Let this process (a command, never web or worker) also act as the owner; before Django reads its settings."""
    os.environ[OWNER] = owner_url(var)


def leave_owner() -> None:
    """From here on this process and what it starts know no owner."""
    os.environ.pop(OWNER, None)


def database_config(var: Path) -> dict[str, dict[str, Any]]:
    """`default` is the application role; `owner` is there only in a process that was given the owner's address.

    Computes addresses only; starts nothing.
    """
    config = {"default": parse(app_url(var))}
    if os.environ.get(OWNER):
        config["owner"] = parse(owner_url(var)) | {"TEST": {"MIRROR": "default"}}
    return config
