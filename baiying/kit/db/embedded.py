"""Our own launcher for the PostgreSQL that came with pip: roles with passwords, a socket, nothing on the network.

As root the server runs as a system user below /var/lib; otherwise data and socket stand below `var`. A killed run
leaves nothing that the next start does not understand. `test=True` means a second cluster that may be lost: without
fsync, with more connections, made anew when it does not start.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from baiying.kit import logs
from baiying.kit.db import binaries
from baiying.kit.db.binaries import LauncherProblem as LauncherProblem

# The superuser only makes the other two; the owner migrates; the application role runs web and worker.
ROLES = {"super": "postgres", "owner": "baiying_owner", "app": "baiying_app"}
MAJOR = "18"
# Says whose passwords a data directory knows: a digest of the superuser's.
_OWNER_MARK = "baiying.mark"
_NEEDED_BYTES = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Where:
    """The directories of one embedded server."""

    home: Path
    data: Path
    sockets: Path


def where(var: Path, *, test: bool = False) -> Where:
    var = var.resolve()
    name = "pg-test" if test else "pg"
    if os.geteuid() == 0:
        home = Path(f"/var/lib/baiying-{_mark(var)}")
        return Where(home, home / name, home / f"{name}.s")
    sockets = var / f"{name}.s"
    if len(str(sockets)) > 80:  # The kernel's limit for a socket's path is 107 bytes.
        sockets = Path(os.environ.get("XDG_RUNTIME_DIR", "/tmp")) / f"baiying-{os.getuid()}-{_mark(sockets)}"
    return Where(var, var / name, sockets)


def _mark(text: object) -> str:
    return hashlib.sha256(str(text).encode()).hexdigest()[:10]


def _password(var: Path, role: str) -> str:
    path = var / "secret" / f"pg_{role}"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.parent.chmod(0o700)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(24))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def url(var: Path, *, role: str, dbname: str = "baiying", test: bool = False) -> str:
    """The address of the embedded server for a role; the server need not run."""
    sockets = where(var, test=test).sockets
    return f"postgresql://{ROLES[role]}:{quote(_password(var, role))}@/{dbname}?host={quote(str(sockets))}"


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """A running server; `started` says whether this call started it or found it running."""

    var: Path
    place: Where
    test: bool
    started: bool = False

    def url(self, role: str = "app", dbname: str = "baiying") -> str:
        return url(self.var, role=role, dbname=dbname, test=self.test)

    def create_database_if_missing(self, name: str) -> bool:
        """Create the database owned by the owner role; True if it was made now."""
        with psycopg.connect(self.url("owner", "postgres"), autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return False
            try:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                return False
            return True

    @property
    def log(self) -> Path:
        """Where the server writes; opened for appending."""
        return _log(self.place)

    def pid(self) -> int | None:
        """The postmaster's process id, None if it does not run."""
        return _postmaster(self.place)

    def stop(self, mode: str = "fast") -> None:
        """Stop the server: "fast" in good order, "immediate" where the data may be recovered at the next start."""
        binaries.run("pg_ctl", "-D", str(self.place.data), "-m", mode, "-w", "-t", "60", "stop")


def ensure_running(var: Path, *, test: bool = False) -> EmbeddedServer:
    """Start the server, or attach to it if it runs. Safe to call from several processes at once.

    Raises LauncherProblem with one plain sentence when it cannot be done.
    """
    var = var.resolve()
    try:
        var.mkdir(parents=True, exist_ok=True)
        with _alone(var, test):
            server = _ensure(var, where(var, test=test), test)
            server.create_database_if_missing("baiying")
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


@contextmanager
def _alone(var: Path, test: bool) -> Iterator[None]:
    with open(var / f"pg{'-test' if test else ''}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _ensure(var: Path, place: Where, test: bool) -> EmbeddedServer:
    started = False
    if not (_postmaster(place) and _connects(var, test)):
        _prepare(place)
        _put_orphan_aside(var, place, test)
        started = _start_or_attach(var, place, test)
    server = EmbeddedServer(var, place, test, started)
    _ensure_roles(server)
    return server


def _start_or_attach(var: Path, place: Where, test: bool) -> bool:
    if _postmaster(place):
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
    if _postmaster(place):
        if not test:
            return
        binaries.run("pg_ctl", "-D", str(place.data), "-m", "immediate", "-w", "stop")
    if test:
        shutil.rmtree(place.data)
    else:
        place.data.rename(place.data.with_name(f"{place.data.name}-{time.strftime('%Y%m%d%H%M%S')}"))


def _belongs(var: Path, place: Where) -> bool:
    try:
        return (place.data / _OWNER_MARK).read_text() == _mark(_password(var, "super"))
    except FileNotFoundError:
        return False


def _initialise(var: Path, place: Where, test: bool) -> None:
    # Made under another name and renamed when complete: a killed initdb leaves no half cluster.
    draft = place.data.with_name(f"{place.data.name}.new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    binaries.give_to_system_user(draft)
    password = place.home / f"init-{os.getpid()}"
    password.touch(mode=0o600)
    password.write_text(_password(var, "super"))
    binaries.give_to_system_user(password)
    try:
        result = binaries.run(
            "initdb", "-D", str(draft), "-U", ROLES["super"], "-A", "scram-sha-256", "-E", "UTF8",
            "--locale=C.UTF-8", f"--pwfile={password}", "--no-instructions",
        )  # fmt: skip
    finally:
        password.unlink()
    if result.returncode:
        raise LauncherProblem(
            f"数据库初始化失败。The database could not be initialised: {result.stderr.strip()[-300:]}"
        )
    with open(draft / "postgresql.auto.conf", "a") as config:
        config.write("\n".join(_settings(place, test)) + "\n")
    (draft / _OWNER_MARK).write_text(_mark(_password(var, "super")))
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


def _postmaster(place: Where) -> int | None:
    """The living postmaster of this directory; a stale file left by a killed one is removed."""
    path = place.data / "postmaster.pid"
    try:
        pid = int(path.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    command = binaries.command_of(pid)
    if command is None or "postgres" not in command or str(place.data) not in command:
        path.unlink(missing_ok=True)
        return None
    return pid


def _connects(var: Path, test: bool) -> bool:
    try:
        psycopg.connect(url(var, role="owner", dbname="postgres", test=test), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _log(place: Where) -> Path:
    return place.data / "server.log"


def _start(place: Where) -> None:
    # No postmaster of this directory lives; a killed one that nobody has buried yet would count as alive.
    for stale in place.sockets.glob(".s.PGSQL.*"):
        stale.unlink(missing_ok=True)
    log = _log(place)
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
                    sql.SQL("ALTER" if known else "CREATE"), name, sql.SQL(power), _password(server.var, role)
                )
            )
        # For whoever connects without the limits of kit.db.urls: nobody holds or waits for a lock for ever.
        for limit, value in (("lock_timeout", "60s"), ("idle_in_transaction_session_timeout", "15min")):
            connection.execute(
                sql.SQL("ALTER ROLE {} SET {} = {}").format(sql.Identifier(ROLES["app"]), sql.SQL(limit), value)
            )
