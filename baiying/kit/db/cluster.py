"""The embedded server seen from outside: its directories, its roles' passwords, its process. Connects to nothing.

Apart from `embedded`, so that the supervisor, which lives as long as everything else, needs no driver in its memory.
"""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from baiying.kit.db import binaries

# The superuser only makes the other two; the owner migrates; the application role runs web and worker.
ROLES = {"super": "postgres", "owner": "baiying_owner", "app": "baiying_app"}
MAJOR = "18"
# Says whose passwords a data directory knows: a digest of the superuser's.
OWNER_MARK = "baiying.mark"


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
        home = Path(f"/var/lib/baiying-{mark_of(var)}")
        return Where(home, home / name, home / f"{name}.s")
    sockets = var / f"{name}.s"
    if len(str(sockets)) > 80:  # The kernel's limit for a socket's path is 107 bytes.
        sockets = Path(os.environ.get("XDG_RUNTIME_DIR", "/tmp")) / f"baiying-{os.getuid()}-{mark_of(sockets)}"
    return Where(var, var / name, sockets)


def mark_of(text: object) -> str:
    return hashlib.sha256(str(text).encode()).hexdigest()[:10]


def password(var: Path, role: str) -> str:
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
    return f"postgresql://{ROLES[role]}:{quote(password(var, role))}@/{dbname}?host={quote(str(sockets))}"


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """A running server; `started` says whether this call started it or found it running."""

    var: Path
    place: Where
    test: bool
    started: bool = False

    def url(self, role: str = "app", dbname: str = "baiying") -> str:
        return url(self.var, role=role, dbname=dbname, test=self.test)

    @property
    def log(self) -> Path:
        """Where the server writes; opened for appending."""
        return log_of(self.place)

    def pid(self) -> int | None:
        """The postmaster's process id, None if it does not run."""
        return postmaster(self.place)

    def stop(self, mode: str = "fast") -> None:
        """Stop the server: "fast" in good order, "immediate" where the data may be recovered at the next start."""
        binaries.run("pg_ctl", "-D", str(self.place.data), "-m", mode, "-w", "-t", "60", "stop")


def postmaster(place: Where) -> int | None:
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


def log_of(place: Where) -> Path:
    return place.data / "server.log"
