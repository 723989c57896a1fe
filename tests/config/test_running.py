"""`baiying run` as a user meets it: real processes, killed at the worst moment."""

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from baiying.config import processes
from baiying.kit.db import embedded

ROOT = Path(__file__).resolve().parent.parent.parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _environment(var: Path, port: int) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("BAIYING_")}
    return kept | {"BAIYING_VAR": str(var), "PORT": str(port), "EMPTY": "1"}


def _start(var: Path, port: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "baiying.config.cli", "run"]
    return subprocess.Popen(
        command, cwd=ROOT, env=_environment(var, port), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )


def _address(process: "subprocess.Popen[str]") -> str:
    lines = []
    assert process.stdout is not None
    for line in process.stdout:
        lines.append(line)
        if line.startswith("http://"):
            return line.strip()
    raise AssertionError("".join(lines))


@contextmanager
def _running(var: Path, port: int) -> Iterator["subprocess.Popen[str]"]:
    process = _start(var, port)
    try:
        assert _address(process) == f"http://127.0.0.1:{port}"
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        process.stdout.close()
        process.wait(timeout=60)


def _status(port: int) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status
    except OSError:
        return 0
    finally:
        connection.close()


def _eventually(true: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if true():
            return True
        time.sleep(0.1)
    return False


def _pid(var: Path, name: str) -> int:
    records = json.loads((var / "run" / "children.json").read_text())
    return next((int(r["pid"]) for r in records if r["name"] == name), 0)


def _database_pid(var: Path) -> int | None:
    return embedded.EmbeddedServer(var, embedded.where(var), test=False).pid()


def test_what_is_killed_is_started_again_and_ctrl_c_stops_everything(var: Path) -> None:
    port = _free_port()
    with _running(var, port) as process:
        assert _status(port) == 200
        assert _eventually(lambda: _pid(var, "worker") > 0)
        for name in ("web", "worker"):
            before = _pid(var, name)
            os.kill(before, signal.SIGKILL)
            assert _eventually(lambda old=before, n=name: _pid(var, n) not in (0, old)), name  # type: ignore[misc]
        assert _eventually(lambda: _status(port) == 200)
        database = _database_pid(var)
        assert database is not None
        os.kill(database, signal.SIGKILL)
        assert _eventually(lambda: _database_pid(var) not in (None, database))
        assert _eventually(lambda: _status(port) == 200)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
    assert _database_pid(var) is None
    assert _status(port) == 0
    assert not (var / "run" / "children.json").exists()


def test_a_killed_supervisor_leaves_nothing_that_the_next_start_does_not_clear(var: Path) -> None:
    port = _free_port()
    with _running(var, port) as process:
        assert _eventually(lambda: _pid(var, "worker") > 0)
        orphans = [_pid(var, "web"), _pid(var, "worker")]
        process.kill()
        process.wait(timeout=10)
    assert _status(port) == 200  # Orphaned, still holding the port.
    with _running(var, port):
        assert _status(port) == 200
        assert not set(orphans) & {_pid(var, "web"), _pid(var, "worker")}
        assert not any(processes._members(orphan) for orphan in orphans)


def test_a_second_run_with_the_same_data_is_refused_with_a_sentence(var: Path) -> None:
    port = _free_port()
    with _running(var, port):
        second = _start(var, _free_port())
        said, _ = second.communicate(timeout=30)
    assert second.returncode == 1
    assert f"已经在运行：http://127.0.0.1:{port}" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("port", "sentence"), [("taken", "已被占用"), ("70000", "不是 1 到 65535 的数字"), ("x", "不是 1 到 65535 的数字")]
)
def test_a_port_that_cannot_be_had_is_refused_with_a_sentence(var: Path, port: str, sentence: str) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        chosen = str(other.getsockname()[1]) if port == "taken" else port
        done = subprocess.run(
            [sys.executable, "-m", "baiying.config.cli", "run", "--port", chosen],
            cwd=ROOT,
            env=_environment(var, 1),
            capture_output=True,
            text=True,
            timeout=60,
        )
    assert done.returncode == 1
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
