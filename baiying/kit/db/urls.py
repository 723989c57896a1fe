"""Where the database is: from the environment, or the embedded one's address (without starting it)."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from baiying.kit.db import cluster
from baiying.kit.db.binaries import LauncherProblem

APP = "BAIYING_DATABASE_URL"
OWNER = "BAIYING_OWNER_DATABASE_URL"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a connection waits, in seconds; 0 means for ever.

    `lock` for somebody else's lock, `statement` for one statement, `idle` while a transaction stands open and nothing
    is asked of the database.
    """

    lock: float
    statement: float
    idle: float


# By what the process is for (BAIYING_PROCESS, set by the commands): a page must answer, a recount may take its time.
PATIENCE = {
    "web": Patience(lock=3, statement=20, idle=30),
    "worker": Patience(lock=15, statement=900, idle=600),
    "migrate": Patience(lock=15, statement=0, idle=0),
    "": Patience(lock=60, statement=0, idle=0),
}


def patience() -> Patience:
    """What the process at hand may wait for; BAIYING_LOCK_TIMEOUT, BAIYING_STATEMENT_TIMEOUT and
    BAIYING_IDLE_TIMEOUT (seconds) win over the table."""
    given = PATIENCE.get(os.environ.get("BAIYING_PROCESS", ""), PATIENCE[""])
    return Patience(
        lock=float(os.environ.get("BAIYING_LOCK_TIMEOUT") or given.lock),
        statement=float(os.environ.get("BAIYING_STATEMENT_TIMEOUT") or given.statement),
        idle=float(os.environ.get("BAIYING_IDLE_TIMEOUT") or given.idle),
    )


def parse(url: str) -> dict[str, Any]:
    """Django's settings for a postgresql:// URL; a socket directory may stand as ?host=.

    The limits of `patience` go with every connection, unless the address brings its own `options` (a pooler may want
    none: then they stand at the role).
    """
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", parts.hostname or "")
    options.setdefault("options", _limits(patience()))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(host),
        "PORT": options.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": None,
        # A city's own server may be restarted by others: a connection that died with it is made anew before a request.
        # The embedded one tells its processes itself.
        "CONN_HEALTH_CHECKS": APP in os.environ,
        "OPTIONS": options,
    }


def app_url(var: Path) -> str:
    """The address for the role that runs web and worker."""
    return os.environ.get(APP) or cluster.url(var, role="app")


def _limits(wanted: Patience) -> str:
    given = {
        "lock_timeout": wanted.lock,
        "statement_timeout": wanted.statement,
        "idle_in_transaction_session_timeout": wanted.idle,
    }
    return " ".join(f"-c {name}={round(seconds * 1000)}" for name, seconds in given.items())


def owner_url(var: Path) -> str:
    """The address for the role that migrates. Raises LauncherProblem where a city's own database names none."""
    given = os.environ.get(OWNER)
    if not given and os.environ.get(APP):
        raise LauncherProblem(
            f"没有设置 {OWNER}：升级数据库结构要用数据库所有者的角色，它与应用角色不是同一个。"
            f"{OWNER} is not set: migrating needs the owner's role, which is not the application's."
        )
    return given or cluster.url(var, role="owner")


def take_owner(var: Path) -> None:
    """Let this process (a command, never web or worker) act as the owner; before Django reads its settings.

    Its `default` connection too: what it loads may be dated before today (sql/may_backdate.sql).
    """
    os.environ[APP] = os.environ[OWNER] = owner_url(var)


def leave_owner() -> None:
    """From here on this process and what it starts know no owner."""
    os.environ.pop(OWNER, None)


def database_config(var: Path) -> dict[str, dict[str, Any]]:
    """`default` is the application role; `owner` is there only in a process that was given the owner's address.

    Computes addresses only; starts nothing.
    """
    config = {"default": parse(app_url(var))}
    # For Django alone, not for the programs of the database. Only statements that ask for it are kept ready
    # (kit.db.prepared), the mapper's own never.
    config["default"]["OPTIONS"]["prepare_threshold"] = None if os.environ.get("BAIYING_PREPARED") == "0" else 1
    if os.environ.get(OWNER):
        config["owner"] = parse(owner_url(var)) | {"TEST": {"MIRROR": "default"}}
    return config
