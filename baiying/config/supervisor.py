"""`baiying run`: starts everything in order, keeps it running, stops everything in order. Knows nothing of Django."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from baiying.config import apart, assets, exposure, paths, processes
from baiying.config.forked import Loader, Process
from baiying.config.paths import Problem
from baiying.kit import logs
from baiying.kit.db.binaries import LauncherProblem
from baiying.kit.db.cluster import EmbeddedServer

_READY_SECONDS = 60
# The processes that serve; they never hold the owner's credentials.
_FOR_EVER = ("program", "web", "worker")
_OWNER = "BAIYING_OWNER_DATABASE_URL"
# Asked apart (`apart`), so that this process never loads the driver.
_DATABASES, _MIGRATING, _EMBEDDED = "baiying.config.databases", "baiying.config.migrating", "baiying.kit.db.embedded"
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Options:
    host: str
    port: int
    demo: bool
    build: bool = True


@dataclass(eq=False)
class Child:
    """One of our processes: how it is started, and how it fared."""

    name: str
    module: str
    words: list[str] = field(default_factory=list)
    process: Process | None = None
    started: float = 0.0
    failures: int = 0
    again_at: float = 0.0


@dataclass
class Supervisor:
    options: Options
    say: Say
    var: Path
    children: list[Child] = field(default_factory=list)
    database: EmbeddedServer | None = None
    loader: Loader | None = None
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def records(self) -> Path:
        return self.var / "run" / "children.json"

    def start(self) -> None:
        """Everything up to the first answered request."""
        processes.end_stale(self.records)
        _check_port(self.options.host, self.options.port)
        if self.options.build:
            assets.build_if_stale(self.say)
        web = Child("web", "baiying.config.web", [self.options.host, str(self.options.port)])
        if sys.platform == "linux":  # The program loads while the database starts.
            self.loader = Loader(logs.of_process(self.var, "program"), surroundings(self.var, "program"))
        self._start_database()
        self._fill_database()
        self._begin(web)
        self._wait_until_answered(web)
        if not self.stopping.is_set():
            self._begin(Child("worker", "baiying.config.worker"))

    def watch(self) -> None:
        """Until asked to stop: whoever dies is started again."""
        while not self.stopping.wait(0.5):
            self._keep_logs_small()
            if self.database is not None and self.database.pid() is None:
                self._restart_database()
            for child in self.children:
                self._revive(child)

    def _keep_logs_small(self) -> None:
        for child in self.children:
            logs.keep_small(logs.of_process(self.var, child.name))
        if self.database is not None:
            logs.keep_small(self.database.log)

    def stop(self) -> None:
        for child in reversed(self.children):
            if child.process is not None:
                processes.end_group(child.process.pid, patience=15.0)
                child.process.wait()
        if self.loader is not None:
            self.loader.end()
        self.records.unlink(missing_ok=True)
        if self.database is not None:
            self.database.stop()

    def _start_database(self) -> None:
        if not os.environ.get("BAIYING_DATABASE_URL"):
            self.database = apart.call(_EMBEDDED, "ensure_running", self.var)

    def _fill_database(self) -> None:
        if self.database is None:
            apart.call(_DATABASES, "check")
        elif apart.call(_DATABASES, "is_behind"):
            self.say("正在准备数据库……")
            self._step("migrate")
        if self.options.demo and self.database is not None and apart.call(_MIGRATING, "is_empty"):
            self.say("数据库是空的，正在载入演示城市（不需要可用 make run EMPTY=1）……")
            self._step("demo", required=False)

    def _restart_database(self) -> None:
        self.say("数据库意外停止，正在重新启动。")
        try:
            self._start_database()
        except LauncherProblem as problem:
            self.say(str(problem))
            self.stopping.wait(5)
            return
        for child in self.children:  # Their connections are broken: web forks anew, the worker starts anew.
            if child.process is not None and child.process.poll() is None:
                child.process.send_signal(signal.SIGHUP if child.name == "web" else signal.SIGTERM)

    def _step(self, command: str, *, required: bool = True) -> None:
        """One of our own commands, to its end, on this terminal."""
        child = Child(command, "baiying.config.cli", [command])
        self._spawn(child, on_terminal=True)
        while child.process is not None and child.process.poll() is None:
            if self.stopping.wait(0.05):
                raise _Interrupted
        self.children.remove(child)
        if child.process is not None and child.process.poll() and required:
            raise Problem(f"{command} 没有完成，见上面的说明。The step “{command}” failed, see above.")

    def _begin(self, child: Child) -> None:
        """Start it for the first time: from the program already loaded, where there is one."""
        if self.loader is None:
            self._spawn(child)
            return
        log = logs.of_process(self.var, child.name)
        logs.keep_small(log)
        child.process = self.loader.fork(child.module, child.words, log)
        self._note(child)

    def _spawn(self, child: Child, *, on_terminal: bool = False) -> None:
        """Start it by itself, with the program as it stands on the disk."""
        logs.keep_small(logs.of_process(self.var, child.name))
        with open(logs.of_process(self.var, child.name), "ab") as log:
            child.process = subprocess.Popen(
                [sys.executable, "-m", child.module, *child.words],
                stdin=subprocess.DEVNULL,
                stdout=None if on_terminal else log,
                stderr=None if on_terminal else subprocess.STDOUT,
                cwd=paths.ROOT,
                env=surroundings(self.var, child.name),
                start_new_session=True,
            )
        self._note(child)

    def _note(self, child: Child) -> None:
        child.started = time.time()
        if child not in self.children:
            self.children.append(child)
        alive = [c for c in self.children if c.process is not None]
        processes.remember(
            self.records, [processes.Record(c.name, c.process.pid, c.started) for c in alive if c.process]
        )

    def _revive(self, child: Child) -> None:
        if child.process is None or child.process.poll() is None:
            return
        now = time.time()
        if child.again_at < child.started:  # Seen dead for the first time.
            child.failures = 0 if now - child.started > 60 else child.failures + 1
            child.again_at = now + min(30.0, 0.5 * 2**child.failures)
            processes.end_group(child.process.pid, patience=2.0)  # Forked workers hold the port.
            self.say(f"{child.name} 意外停止，正在重新启动；日志在 {logs.of_process(self.var, child.name)}")
        if now >= child.again_at and not self.stopping.is_set() and self._fits(child):
            self._spawn(child)

    def _fits(self, child: Child) -> bool:
        """The program may have been replaced while it ran: nothing starts beside tables of another version."""
        try:
            apart.call(_MIGRATING, "check")
        except Problem as problem:
            self.say(str(problem))
            child.again_at = time.time() + 5
            return False
        return True

    def _wait_until_answered(self, web: Child) -> None:
        deadline = time.monotonic() + _READY_SECONDS
        while not self.stopping.is_set():
            if _answers(self.options.host, self.options.port):
                return
            if (web.process and web.process.poll() is not None) or time.monotonic() > deadline:
                log = logs.of_process(self.var, "web")
                lines = log.read_text(errors="replace").strip().splitlines()
                raise Problem(f"网页服务没有启动，日志在 {log}。The web server did not start: {(lines or [''])[-1]}")
            time.sleep(0.05)


def run(options: Options, say: Say) -> None:
    """Runs until Ctrl-C or SIGTERM; raises Problem or LauncherProblem when it cannot start."""
    var = paths.var()
    with alone(var, f"http://{_shown(options.host)}:{options.port}"):
        supervisor = Supervisor(options, say, var)
        _on_signals(supervisor.stopping)
        try:
            supervisor.start()
            if not supervisor.stopping.is_set():
                say(f"http://{_shown(options.host)}:{options.port}")
                if told := exposure.warning(options.host):
                    say(told)
                say("按 Ctrl-C 停止。日志、数据库和密钥都在 " + str(var))
                supervisor.watch()
        except (_Interrupted, Problem):
            # What fails because it is being stopped needs no explanation.
            if not supervisor.stopping.is_set():
                raise
        finally:
            supervisor.stopping.set()
            _ignore_signals()
            supervisor.stop()
    say("已停止，数据已保存。")


class _Interrupted(Exception):
    pass


def _on_signals(stopping: threading.Event) -> None:
    def stop(_number: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def _ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


@contextmanager
def alone(var: Path, who: str) -> Iterator[None]:
    """One supervisor, or one restore, for one `var`; the lock goes with the process, however it ends."""
    for folder in (var, var / "run", var / "log"):
        folder.mkdir(parents=True, exist_ok=True)
    with open(var / "run" / "supervisor.lock", "a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise Problem(
                f"已经在运行：{lock.read().strip()}。要再开一套，请换数据目录和端口：BAIYING_VAR=… PORT=… make run。"
                "Already running with this data directory."
            ) from error
        lock.truncate(0)
        lock.write(who)
        lock.flush()
        yield


def is_running(var: Path) -> bool:
    """Whether a supervisor keeps the database of this `var`."""
    try:
        with open(var / "run" / "supervisor.lock") as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False


def _check_port(host: str, port: int) -> None:
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except PermissionError as error:
        raise Problem(
            f"没有权限使用端口 {port}，请选 1024 以上的端口：PORT=8000 make run。No permission for port {port}."
        ) from error
    except (OSError, OverflowError) as error:
        raise Problem(
            f"端口 {port} 已被占用或地址 {host} 不可用，请换一个端口：PORT={port % 60000 + 1} make run。"
            f"Port {port} is in use, or the address is not of this machine: choose another with PORT=."
        ) from error


def surroundings(var: Path, child: str) -> dict[str, str]:
    """The environment of one of our processes: the owner's address is for steps only."""
    kept = {name: value for name, value in os.environ.items() if child not in _FOR_EVER or name != _OWNER}
    return kept | {"BAIYING_VAR": str(var)}


def _shown(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)


def _answers(host: str, port: int) -> bool:
    # By hand: a library for one line would stay in memory for months.
    try:
        with socket.create_connection(
            ({"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host), port), timeout=10
        ) as asked:
            asked.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
            with asked.makefile("rb") as answer:
                return answer.readline().startswith(b"HTTP/1.1 200")
    except OSError:
        return False
