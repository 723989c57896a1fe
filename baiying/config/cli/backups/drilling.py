"""`baiying drill`: a backup put back into a cluster of its own, proved, opened by a web process, and taken away."""

import base64
import fcntl
import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from baiying.config import keys, paths, processes
from baiying.config.cli.backups import asking, restoring
from baiying.config.cli.demo import Progress
from baiying.config.paths import Problem
from baiying.kit.backups import archive, keybox
from baiying.kit.backups.archive import Reader
from baiying.kit.db import embedded

_WEB_SECONDS = 60
# The copy needs the tables, their log while it is filled, and some air.
_ROOM = 1.5


def drill(file: Path, passphrase_file: Path | None) -> bool:
    """Whether everything was proved. Touches nothing of the city: the copy has a directory and a cluster of its own."""
    backup = Reader(file)
    backup.check(Progress())
    restoring.refuse_newer(backup.manifest)
    environment = _environment(backup, passphrase_file)
    with asking.stopped_in_order(), _alone() as copy:
        _enough_room(copy, backup.manifest.database_size)
        server = embedded.ensure_running(copy)
        environment |= {"BAIYING_VAR": str(copy)}
        path = str(file.resolve())
        good = _step(["restore", path, "--unchecked"], environment) and _step(["check-restored", path], environment)
        good = _answers(server.var, environment) and good
    click.echo("✓ 演练通过 The drill succeeded." if good else "✗ 演练没有通过 The drill failed.")
    return good


def _environment(backup: Reader, passphrase_file: Path | None) -> dict[str, str]:
    """Nothing of this city's settings but, where the backup has no keys, its keys."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BAIYING_")}
    if backup.has_keys:
        text = asking.passphrase(passphrase_file)
        # A wrong one is said before the cluster is made.
        keybox.open_box(backup.content(archive.KEYS), passphrase=text, manifest=backup.manifest.digest())
        return kept | {asking.PASSPHRASE: text}
    if not keys.are_there(paths.var()):
        raise Problem("备份里没有密钥，这里也没有，无法演练。There are no keys inside, and none here: no drill.")
    click.echo("备份里没有密钥，用这台机器的。There are no keys inside: those of this machine are tried.", err=True)
    held = keys.held(paths.var())
    return kept | {
        "BAIYING_SECRET_KEY": base64.b64encode(held.secret).decode(),
        "BAIYING_LOOKUP_KEY": base64.b64encode(held.lookup).decode(),
        "BAIYING_MASTER_KEYS": ",".join(f"{n}:{base64.b64encode(key).decode()}" for n, key in held.masters.items()),
    }


@contextmanager
def _alone() -> Iterator[Path]:
    """The directory of the copy. One drill at a time; what a killed one left goes first, ours at the end."""
    folder = paths.var() / "drill"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Problem("另一次演练正在进行。Another drill is under way.") from None
        copy = folder / "copy"
        _remove(copy)
        try:
            yield copy
        finally:
            _remove(copy)


def _remove(copy: Path) -> None:
    processes.end_stale(copy / "run" / "children.json")
    place = embedded.where(copy)
    server = embedded.EmbeddedServer(copy, place, test=False)
    if server.pid() is not None:
        server.stop("immediate")
    for folder in (place.sockets, place.data, copy, *([place.home] if place.home != copy else [])):
        shutil.rmtree(folder, ignore_errors=True)


def _enough_room(copy: Path, size: int) -> None:
    standing = embedded.where(copy).home
    while not standing.exists():
        standing = standing.parent
    free = shutil.disk_usage(standing).free
    if free < size * _ROOM:
        raise Problem(
            f"演练需要约 {size * _ROOM / 1e9:.1f} GB，{standing} 只剩 {free / 1e9:.1f} GB。"
            f"A drill of this backup needs about {size * _ROOM / 1e9:.1f} GB."
        )


def _step(arguments: list[str], environment: dict[str, str]) -> bool:
    command = [sys.executable, "-m", "baiying.config.cli", *arguments]
    process = subprocess.Popen(command, cwd=paths.ROOT, env=environment, start_new_session=True)
    try:
        return process.wait() == 0
    finally:
        if process.poll() is None:
            processes.end_group(process.pid, patience=10.0)
            process.wait()


def _answers(copy: Path, environment: dict[str, str]) -> bool:
    """A web process over the copy: it lives, and the front page comes from the restored tables."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    log = copy / "log" / "web.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    (copy / "run").mkdir(exist_ok=True)
    command = [sys.executable, "-m", "baiying.config.web", "127.0.0.1", str(port)]
    with log.open("ab") as output:
        web = subprocess.Popen(
            command, cwd=paths.ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            start_new_session=True,
        )  # fmt: skip
    processes.remember(copy / "run" / "children.json", [processes.Record("web", web.pid, time.time())])
    try:
        said = {page: _status(port, page, web) for page in ("/healthz", "/")}
    finally:
        processes.end_group(web.pid, patience=5.0)
        web.wait()
    good = all(status == 200 for status in said.values())
    listed = ", ".join(f"{page} {status}" for page, status in said.items())
    click.echo(f"{'✓' if good else '✗'} 网页能打开 a web process answers: {listed}")
    if not good:
        click.echo(log.read_text(errors="replace")[-1500:], err=True)
    return good


def _status(port: int, page: str, web: "subprocess.Popen[bytes]") -> int:
    deadline = time.monotonic() + _WEB_SECONDS
    while web.poll() is None and time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", page)
            return connection.getresponse().status
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    return 0
