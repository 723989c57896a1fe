"""The system under test: the whole of it as `baiying run` starts it, on a database of its own, with the demo city."""

import http.client
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from baiying.kit.db import embedded

ROOT = Path(__file__).resolve().parent.parent
PORT = int(os.environ.get("BENCH_PORT", "8791"))


@dataclass(frozen=True, slots=True)
class System:
    var: Path
    port: int
    process: "subprocess.Popen[bytes]"
    seconds_to_first_answer: float

    def connect(self, role: str = "owner") -> "psycopg.Connection[tuple[object, ...]]":
        return psycopg.connect(embedded.url(self.var, role=role), autocommit=True)


def place(volunteers: int) -> Path:
    return Path(os.environ.get("BENCH_VAR", ROOT / "var")) / f"bench-{volunteers}"


@contextmanager
def running(volunteers: int) -> Iterator[System]:
    """Start the system with so many demo volunteers (loaded once, kept), stop it at the end."""
    var = place(volunteers)
    environment = {**os.environ, "BAIYING_VAR": str(var), "PORT": str(PORT), "BAIYING_DEMO": "0"}
    command = Path(sys.executable).with_name("baiying")
    if not (var / "loaded").exists():
        subprocess.run([command, "demo", "--volunteers", str(volunteers)], env=environment, check=True)
        (var / "loaded").touch()
    # The first start builds what every later one finds; the second is the one that is measured.
    with _started(command, environment):
        pass
    started = time.perf_counter()
    with _started(command, environment) as process:
        yield System(var, PORT, process, time.perf_counter() - started)


@contextmanager
def _started(command: Path, environment: dict[str, str]) -> "Iterator[subprocess.Popen[bytes]]":
    """The system from its first answer until it has stopped."""
    process = subprocess.Popen([command, "run"], env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait_for_answer()
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=60)


def _wait_for_answer() -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=2)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.02)
    raise SystemExit("The system did not answer within two minutes.")


def descendants(pid: int) -> set[int]:
    """The process and everything it started, and the database (which is not its child)."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    found = {pid}
    while more := {child for child, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def database_processes(system: System) -> set[int]:
    data = embedded.where(system.var).data
    return descendants(int((data / "postmaster.pid").read_text().split()[0]))


def processor_seconds(system: System) -> float:
    """What web, worker, supervisor and database have used of the processors so far.

    On a machine that others use too, a rate says how busy they are; this says what an answer costs.
    """
    ticks = 0
    for pid in descendants(system.process.pid) | database_processes(system):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def pss_megabytes(pids: set[int]) -> float:
    """Memory by proportional share: what is shared is counted once."""
    total = 0
    for pid in pids:
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += int(re.search(r"^Pss: +(\d+) kB", text, re.MULTILINE).group(1))  # type: ignore[union-attr]
    return total / 1024
