"""Process groups that we started: remembered on disk, so that a killed supervisor's children can be found and ended.

A number alone proves nothing, since the system reuses it: a process is ours if it leads or belongs to the recorded
group, runs our program and did not start before the record says.
"""

import json
import os
import signal
import subprocess
import time
from dataclasses import asdict, dataclass
from pathlib import Path

# Every child is started as `python -m baiying.config.<something>`; forked workers keep that command line.
_OURS = "baiying.config."


@dataclass(frozen=True, slots=True)
class Record:
    name: str
    pid: int
    started: float


def remember(path: Path, records: list[Record]) -> None:
    draft = path.with_suffix(".new")
    draft.write_text(json.dumps([asdict(r) for r in records]))
    draft.replace(path)


def recall(path: Path) -> list[Record]:
    try:
        return [Record(**r) for r in json.loads(path.read_text())]
    except (OSError, ValueError, TypeError):
        return []


def end_stale(path: Path) -> list[str]:
    """End what a killed run left behind; gives the names of what was still there."""
    found = []
    for record in recall(path):
        if _ours(record):
            end_group(record.pid, patience=5.0)
            found.append(record.name)
    path.unlink(missing_ok=True)
    return found


def end_group(group: int, *, patience: float) -> None:
    """Ask every process of the group to stop, and force those that do not."""
    for kind, wait in ((signal.SIGTERM, patience), (signal.SIGKILL, 2.0)):
        try:
            os.killpg(group, kind)
        except (ProcessLookupError, PermissionError):
            return
        deadline = time.monotonic() + wait
        while time.monotonic() < deadline:
            if not _members(group):
                return
            time.sleep(0.05)


def _ours(record: Record) -> bool:
    return any(_OURS in command and started >= record.started - 2 for command, started in _members(record.pid))


def _members(group: int) -> list[tuple[str, float]]:
    """Command line and start (seconds since 1970) of every living process of a group."""
    return _members_by_proc(group) if Path("/proc/self/stat").exists() else _members_by_ps(group)


def _members_by_proc(group: int) -> list[tuple[str, float]]:
    ticks = os.sysconf("SC_CLK_TCK")
    booted = time.time() - time.clock_gettime(time.CLOCK_BOOTTIME)
    found = []
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            fields = Path("/proc", entry, "stat").read_text().rpartition(")")[2].split()
            if int(fields[2]) != group or fields[0] == "Z":
                continue
            command = Path("/proc", entry, "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except (OSError, ValueError, IndexError):
            continue
        found.append((command, booted + int(fields[19]) / ticks))
    return found


def _members_by_ps(group: int) -> list[tuple[str, float]]:
    lines = subprocess.run(
        ["ps", "-A", "-o", "pgid=,stat=,etime=,command="], check=False, capture_output=True, text=True
    ).stdout.splitlines()
    found = []
    for line in lines:
        pgid, state, elapsed, command = line.split(None, 3)
        if int(pgid) == group and not state.startswith("Z"):
            days, _, clock = elapsed.rpartition("-")
            seconds = sum(int(p) * 60**i for i, p in enumerate(reversed(clock.split(":"))))
            found.append((command, time.time() - seconds - int(days or 0) * 86400))
    return found
