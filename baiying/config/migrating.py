"""Migrate when needed, and know quickly that it is not: the fingerprint of all migrations is kept in the database."""

import hashlib
import os
import subprocess
import sys
from importlib.metadata import version

import psycopg
from psycopg import sql

from baiying.config import paths
from baiying.config.paths import Problem
from baiying.kit.db import functions, urls

# Migrations change tables, files of SQL are functions; the models say which tables only grow; the guards give rights.
_PATTERNS = (
    "*/migrations/*.py",
    "*/sql/*.sql",
    "*/models.py",
    "*/models/*.py",
    "kit/db/guards.py",
    # What laws fix is written into the database after migrating.
    "kit/values/floors.py",
    "*/rules.py",
    "*/rules/*.py",
    "kit/db/functions.py",
)
_LOCK = 0x6261697969


def fingerprint() -> str:
    digest = hashlib.sha256()
    for package in ("Django", "procrastinate"):
        digest.update(version(package).encode())
    home = paths.ROOT / "baiying"
    for path in sorted(p for pattern in _PATTERNS for p in home.glob(pattern)):
        digest.update(path.relative_to(home).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:32]


def connect(url: str) -> "psycopg.Connection[tuple[object, ...]]":
    """Without Django."""
    given = urls.parse(url)
    return psycopg.connect(
        dbname=given["NAME"],
        user=given["USER"],
        password=given["PASSWORD"],
        host=given["HOST"],
        port=given["PORT"] or None,
        autocommit=True,
        connect_timeout=10,
        **given["OPTIONS"],
    )


def refuse_half_restored() -> None:
    """A restore that was killed left the former tables aside: what runs now would take the place for an empty city."""
    with _connect_as_application() as connection:
        if connection.execute("SELECT to_regnamespace('before_restore')").fetchone() != (None,):
            raise Problem(
                "上次的恢复没有做完，原来的数据还在旁边。请再执行一次 baiying restore：它先退回到恢复之前，再继续。"
                "A restore was broken off; the former data stand aside. Run baiying restore again: it goes back first."
            )


def _connect_as_application() -> "psycopg.Connection[tuple[object, ...]]":
    return connect(urls.app_url(paths.var()))


def is_needed() -> bool:
    """Whether the tables are of another version than the program; asked as the application role."""
    with _connect_as_application() as connection:
        row = connection.execute("SELECT obj_description(to_regclass('django_migrations'))").fetchone()
    return row is None or row[0] != f"baiying {fingerprint()}"


def has_tables() -> bool:
    """Whether any version of the program has been here."""
    with _connect_as_application() as connection:
        return connection.execute("SELECT to_regclass('django_migrations')").fetchone() != (None,)


def check() -> None:
    """For web and worker, which never migrate. Raises Problem unless the tables are of this version."""
    try:
        needed = is_needed()
    except psycopg.OperationalError as error:
        raise Problem(f"连不上数据库：{str(error).strip()}。The database cannot be reached.") from error
    if needed:
        raise Problem(
            "数据库结构与程序版本不一致，没有启动。请先以数据库所有者执行 baiying migrate。"
            "The tables are of another version than the program: run `baiying migrate` as the owner first."
        )


def functions_that_differ() -> list[str]:
    """Database functions that are not what their files say; for the doctor."""
    with _connect_as_application() as connection, connection.cursor() as cursor:
        return functions.state(cursor)


def migrate() -> None:
    """Bring the database to this version of the program. Two at once wait for each other."""
    owner = urls.owner_url(paths.var())
    with connect(owner) as connection:
        connection.execute("SET lock_timeout = 0")
        connection.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        # In a process whose default connection is the owner's: a data migration uses whatever is the default.
        environment = os.environ | {urls.APP: owner, urls.OWNER: owner}
        command = [sys.executable, "-m", "django", "migrate", "--no-input", "--skip-checks", "--verbosity=0"]
        settings = {"DJANGO_SETTINGS_MODULE": "baiying.config.settings", "BAIYING_PROCESS": "migrate"}
        done = subprocess.run(
            command, check=False, cwd=paths.ROOT, env=environment | settings, capture_output=True, text=True
        )
        if done.returncode:
            raise Problem(_explain(done.stderr.strip()))
        connection.execute(
            sql.SQL("COMMENT ON TABLE django_migrations IS {}").format(sql.Literal(f"baiying {fingerprint()}"))
        )


def _explain(errors: str) -> str:
    log = paths.var() / "log" / "migrate.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    log.write_text(errors + "\n")
    reason = errors.splitlines()[-1] if errors else ""
    return f"数据库结构没有升级成功，详情在 {log}。The database could not be migrated: {reason}"


def is_empty() -> bool:
    """No place and no account: nobody has begun. Asked in SQL, since the supervisor does without Django."""
    with _connect_as_application() as connection:
        row = connection.execute(
            "SELECT NOT EXISTS (SELECT FROM places_division) AND NOT EXISTS (SELECT FROM accounts_account)"
        ).fetchone()
    return bool(row and row[0])
