"""Our own launcher for the PostgreSQL that came with pip: roles with passwords, a socket, nothing on the network.

As root the server runs as a system user below /var/lib; otherwise data and socket stand below `var`. A killed run
leaves nothing that the next start does not understand. `test=True` means a second cluster that may be lost: without
fsync, with more connections, made anew when it does not start.
"""

import fcntl
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from baiying.kit import logs
from baiying.kit.db import binaries
from baiying.kit.db.binaries import LauncherProblem as LauncherProblem
from baiying.kit.db.cluster import MAJOR, OWNER_MARK, Where, log_of, mark_of, password, postmaster
from baiying.kit.db.cluster import ROLES as ROLES
from baiying.kit.db.cluster import EmbeddedServer as EmbeddedServer
from baiying.kit.db.cluster import url as url
from baiying.kit.db.cluster import where as where

_NEEDED_BYTES = 200 * 1024 * 1024


def ensure_running(var: Path, *, test: bool = False) -> EmbeddedServer:
    """Start the server, or attach to it if it runs. Safe to call from several processes at once.

    Raises LauncherProblem with one plain sentence when it cannot be done.
    """
    var = var.resolve()
    try:
        var.mkdir(parents=True, exist_ok=True)
        with _alone(var, test):
            server = _ensure(var, where(var, test=test), test)
            create_database_if_missing(server, "baiying")
            return server
    except PermissionError as error:
        raise LauncherProblem(
            f"没有权限使用 {error.filename or var}，数据库无法启动。No permission for {error.filename or var}."
        ) from error
    except OSError as error:
        raise LauncherProblem(f"数据库无法启动：{error}。The database cannot start: {error}.") from error
    except psycopg.OperationalError as error:
        raise LauncherProblem(
            f"连不上内置数据库：{str(error).strip()}。如 {var / 'secret'} 中的密码已改动，请恢复原文件。"
            f"Cannot connect to the embedded database."
        ) from error


def create_database_if_missing(server: EmbeddedServer, name: str) -> bool:
    """Create the database owned by the owner role; True if it was made now."""
    with psycopg.connect(server.url("owner", "postgres"), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return False
        try:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
            return False
        return True


@contextmanager
def _alone(var: Path, test: bool) -> Iterator[None]:
    with open(var / f"pg{'-test' if test else ''}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _ensure(var: Path, place: Where, test: bool) -> EmbeddedServer:
    started = False
    if not (postmaster(place) and _connects(var, test)):
        _prepare(place)
        _put_orphan_aside(var, place, test)
        started = _start_or_attach(var, place, test)
    server = EmbeddedServer(var, place, test, started)
    _ensure_roles(server)
    return server


def _start_or_attach(var: Path, place: Where, test: bool) -> bool:
    if postmaster(place):
        return False
    if not (place.data / "PG_VERSION").exists():
        _initialise(var, place, test)
    version = (place.data / "PG_VERSION").read_text().strip()
    if version != MAJOR:
        raise LauncherProblem(
            f"数据目录 {place.data} 属于 PostgreSQL {version}，本程序自带的是 {MAJOR}，请先用旧版本导出再导入。"
            f"The data directory belongs to PostgreSQL {version}, this program brings {MAJOR}."
        )
    try:
        _start(place)
    except LauncherProblem:
        if not test:
            raise
        shutil.rmtree(place.data)
        _initialise(var, place, test)
        _start(place)
    return True


def _prepare(place: Where) -> None:
    standing = place.home if place.home.exists() else place.home.parent
    if shutil.disk_usage(standing).free < _NEEDED_BYTES:
        raise LauncherProblem(
            f"{standing} 所在磁盘剩余空间不足 200 MB，请清理后再启动。Less than 200 MB of disk are free at {standing}."
        )
    place.home.mkdir(mode=0o755, exist_ok=True)
    place.sockets.mkdir(mode=0o700, parents=True, exist_ok=True)
    if place.sockets.stat().st_uid not in {os.geteuid(), binaries.system_user_id()}:
        raise LauncherProblem(f"{place.sockets} 属于别的用户，请删除后再启动。{place.sockets} belongs to someone else.")
    binaries.give_to_system_user(place.sockets)


def _put_orphan_aside(var: Path, place: Where, test: bool) -> None:
    """A data directory whose passwords are gone (somebody emptied `var`) is kept under another name."""
    if not place.data.exists() or _belongs(var, place):
        return
    if postmaster(place):
        if not test:
            return
        binaries.run("pg_ctl", "-D", str(place.data), "-m", "immediate", "-w", "stop")
    if test:
        shutil.rmtree(place.data)
    else:
        place.data.rename(place.data.with_name(f"{place.data.name}-{time.strftime('%Y%m%d%H%M%S')}"))


def _belongs(var: Path, place: Where) -> bool:
    try:
        return (place.data / OWNER_MARK).read_text() == mark_of(password(var, "super"))
    except FileNotFoundError:
        return False


def _initialise(var: Path, place: Where, test: bool) -> None:
    # Made under another name and renamed when complete: a killed initdb leaves no half cluster.
    draft = place.data.with_name(f"{place.data.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    binaries.give_to_system_user(draft)
    given = place.home / f"init-{os.getpid()}"
    given.touch(mode=0o600)
    given.write_text(password(var, "super"))
    binaries.give_to_system_user(given)
    try:
        result = binaries.run(
            "initdb", "-D", str(draft), "-U", ROLES["super"], "-A", "scram-sha-256", "-E", "UTF8",
            "--locale=C.UTF-8", f"--pwfile={given}", "--no-instructions",
        )  # fmt: skip
    finally:
        given.unlink()
    if result.returncode:
        raise LauncherProblem(
            f"数据库初始化失败。The database could not be initialised: {result.stderr.strip()[-300:]}"
        )
    with open(draft / "postgresql.auto.conf", "a") as config:
        config.write("\n".join(_settings(place, test)) + "\n")
    (draft / OWNER_MARK).write_text(mark_of(password(var, "super")))
    shutil.rmtree(place.data, ignore_errors=True)
    draft.rename(place.data)


def _settings(place: Where, test: bool) -> list[str]:
    settings = [
        "listen_addresses = ''",
        f"unix_socket_directories = '{place.sockets}'",
        "unix_socket_permissions = 0700",
        f"max_connections = {300 if test else 120}",
        "shared_buffers = 64MB",
        "io_method = sync",  # No extra processes for reading ahead: one laptop, one disk.
        "jit = off",
        "timezone = 'UTC'",
        "log_timezone = 'Asia/Shanghai'",
        "wal_compression = on",
        "max_wal_size = 512MB",
        "max_locks_per_transaction = 128",
        "max_logical_replication_workers = 0",
    ]
    if test:
        # No autovacuum: its workers would keep a database that a test wants to drop.
        settings += ["fsync = off", "synchronous_commit = off", "full_page_writes = off", "autovacuum = off"]
    return settings


def _connects(var: Path, test: bool) -> bool:
    try:
        psycopg.connect(url(var, role="owner", dbname="postgres", test=test), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _start(place: Where) -> None:
    # No postmaster of this directory lives; a killed one that nobody has buried yet would count as alive.
    for stale in place.sockets.glob(".s.PGSQL.*"):
        stale.unlink(missing_ok=True)
    log = log_of(place)
    logs.keep_small(log)
    deadline = time.monotonic() + 20
    while True:
        result = binaries.run("pg_ctl", "-D", str(place.data), "-l", str(log), "-w", "-t", "300", "start")
        if result.returncode == 0:
            return
        tail = log.read_text(errors="replace")[-600:] if log.exists() else result.stderr[-600:]
        # After kill -9 of the postmaster its children need a moment to notice and to let go of the memory.
        if "shared memory" not in tail or time.monotonic() > deadline:
            raise LauncherProblem(f"数据库没有启动，日志在 {log}。PostgreSQL did not start: {tail.strip()}")
        time.sleep(0.3)


def _ensure_roles(server: EmbeddedServer) -> None:
    if not server.started:
        return
    with psycopg.connect(server.url("super", "postgres"), autocommit=True) as connection:
        for role, power in (("owner", "CREATEDB"), ("app", "NOCREATEDB")):
            name = sql.Identifier(ROLES[role])
            known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLES[role]]).fetchone()
            connection.execute(
                sql.SQL("{} ROLE {} LOGIN NOSUPERUSER NOCREATEROLE {} PASSWORD {}").format(
                    sql.SQL("ALTER" if known else "CREATE"), name, sql.SQL(power), password(server.var, role)
                )
            )
        # For whoever connects without the limits of kit.db.urls: nobody holds or waits for a lock for ever.
        for limit, value in (("lock_timeout", "60s"), ("idle_in_transaction_session_timeout", "15min")):
            connection.execute(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(sql.Identifier(ROLES["app"]), sql.SQL(limit), value)
            )
