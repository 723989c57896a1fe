"""The build: browser libraries through npm, style sheets, message catalogues, collected static files.

Nothing is built twice: each step keeps a fingerprint of what it was made from.
"""

import errno
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from baiying.config import paths
from baiying.config.paths import Problem

ROOT = paths.ROOT
HOME = ROOT / "baiying"
VENDOR = HOME / "ui" / "static" / "vendor"
MODULES = ROOT / "node_modules"
NODE_MAJOR = 18
Say = Callable[[str], None]


def build_if_stale(say: Say, *, tests: bool = False) -> None:
    """Make what is missing or older than its sources; `tests` adds the browser and what checks pages."""
    with _alone():
        _compile_messages()
        if tests or _vendor_print() != _read(VENDOR / ".print"):
            _build_vendor(say, tests=tests)
        if _static_print() != _read(paths.var() / "static" / ".print"):
            _collect(say)


def forget() -> None:
    """Let the next build make everything anew."""
    (VENDOR / ".print").unlink(missing_ok=True)
    (paths.var() / "static" / ".print").unlink(missing_ok=True)


def is_built() -> bool:
    return _read(VENDOR / ".print") is not None and _read(paths.var() / "static" / ".print") is not None


def _compile_messages() -> None:
    sources = HOME.glob("**/locale/*/LC_MESSAGES/*.po")
    if all(_age(source.with_suffix(".mo")) >= _age(source) for source in sources):
        return
    command = [sys.executable, "-m", "baiying.config.messages"]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise Problem(f"译文没有编译好。The translations could not be compiled: {done.stderr.strip()[-300:]}")


def _age(path: Path) -> float:
    return path.stat().st_mtime if path.exists() else 0.0


def _build_vendor(say: Say, *, tests: bool) -> None:
    _install_modules(say, tests=tests)
    if _vendor_print() == _read(VENDOR / ".print"):
        return
    say("正在制作网页样式……")
    _tool(["npm", "run", "--silent", "build"], "网页样式没有做成。The style sheets could not be built")
    (VENDOR / ".print").write_text(_vendor_print())


def _install_modules(say: Say, *, tests: bool) -> None:
    lock = _digest([ROOT / "package-lock.json"])
    marks = [MODULES / ".all"] if tests else [MODULES / ".all", MODULES / ".run"]
    if any(_read(mark) == lock for mark in marks):
        return
    say("正在安装网页组件（npm，只需一次）……")
    only = [] if tests else ["--omit=dev"]
    command = ["npm", "ci", "--no-fund", "--no-audit", "--loglevel=error", *only]
    _tool(command, "网页组件没有装好，请检查网络后重试。npm could not install the browser libraries, check the network")
    (MODULES / (".all" if tests else ".run")).write_text(lock)


def _tool(command: list[str], sentence: str) -> None:
    """Run npm with the machine's Node if it is new enough, else with the one that pip brings."""
    environment = os.environ | {"PATH": f"{_node_folder()}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    program = shutil.which(command[0], path=environment["PATH"])
    if program is None:
        raise Problem("没有找到 npm。npm is missing: install Node 18 or newer, with npm.")
    done = subprocess.run(
        [program, *command[1:]], check=False, cwd=ROOT, env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise Problem(f"{sentence}: {(done.stderr or done.stdout).strip()[-600:]}")


def _node_folder() -> Path:
    own = Path(sys.prefix) / "bin"
    for folder in (shutil.which("node"), own / "node"):
        if folder and _is_new_enough(Path(folder)) and shutil.which("npm", path=str(Path(folder).parent)):
            return Path(folder).parent
    lock = ROOT / "requirements" / "node.txt"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", str(lock)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode or not _is_new_enough(own / "node"):
        raise Problem(
            f"需要 Node {NODE_MAJOR} 或更新版本，自动安装没有成功，请检查网络或自行安装 Node。"
            f"Node {NODE_MAJOR} or newer is needed and could not be installed: {done.stderr.strip()[-300:]}"
        )
    return own


def _is_new_enough(node: Path) -> bool:
    try:
        found = subprocess.run([node, "--version"], check=False, capture_output=True, text=True).stdout
        return int(found.strip().lstrip("v").split(".")[0]) >= NODE_MAJOR
    except (OSError, ValueError):
        return False


def _collect(say: Say) -> None:
    """Collect and compress into var/static, then put it in place at once, so that no page sees half of it."""
    say("正在整理静态文件……")
    static = paths.var() / "static"
    draft = static.with_name("static.new")
    shutil.rmtree(draft, ignore_errors=True)
    command = [sys.executable, "-m", "baiying.config.collecting", str(draft)]
    done = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        if os.strerror(errno.ENOSPC) in done.stderr:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(draft))
        raise Problem(f"静态文件没有整理好。Static files could not be collected: {done.stderr.strip()[-600:]}")
    (draft / ".print").write_text(_static_print())
    old = static.with_name("static.old")
    shutil.rmtree(old, ignore_errors=True)
    if static.exists():
        static.rename(old)
    draft.rename(static)
    shutil.rmtree(old, ignore_errors=True)


def _vendor_print() -> str:
    settings = [HOME / "ui" / "build.mjs", HOME / "ui" / "assets.json", ROOT / "package-lock.json"]
    patterns = ("*/templates/**/*.html", "*/templatetags/*.py", "*/forms.py", "*/forms/*.py", "*/widgets.py")
    sources = [p for pattern in patterns for p in HOME.glob(pattern)]
    sources += [*HOME.glob("ui/static/ui/**/*.css"), *HOME.glob("ui/static/ui/**/*.js")]
    return _digest([*settings, *sources])


def _static_print() -> str:
    files = [p for p in HOME.glob("*/static/**/*") if p.is_file() and not p.name.startswith(".")]
    # Sizes and times suffice: these are copies, and there are hundreds of them.
    lines = sorted(f"{p.relative_to(HOME)} {p.stat().st_size} {p.stat().st_mtime_ns}" for p in files)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _digest(files: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(files):
        digest.update(path.as_posix().encode() + path.read_bytes())
    return digest.hexdigest()


def _read(path: Path) -> str | None:
    try:
        return path.read_text()
    except OSError:
        return None


@contextmanager
def _alone() -> Iterator[None]:
    folder = ROOT / "var"
    folder.mkdir(exist_ok=True)
    with open(folder / "build.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
