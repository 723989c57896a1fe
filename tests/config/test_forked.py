"""Web and worker forked from a program already loaded: they live, end and log like processes of their own."""

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from baiying.config import apart, forked
from baiying.config.paths import Problem


def _loader(tmp_path: Path, **changes: str) -> forked.Loader:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "baiying.config.settings"} | changes
    return forked.Loader(tmp_path / "program.log", environment)


def _module(tmp_path: Path, text: str) -> dict[str, str]:
    (tmp_path / "some_work.py").write_text(text)
    return {"PYTHONPATH": str(tmp_path)}


def test_a_forked_process_has_its_own_session_log_and_end(tmp_path: Path) -> None:
    says = "import os, sys\ndef main(words):\n    print(words, os.getsid(0) == os.getpid(), 'django' in sys.modules)\n"
    loader = _loader(tmp_path, **_module(tmp_path, says + "    sys.exit(3)\n"))
    try:
        one = loader.fork("some_work", ["a", "b"], tmp_path / "one.log")
        assert one.wait() == 3
        assert one.poll() == 3  # Asked again, it is remembered.
    finally:
        loader.end()
    assert (tmp_path / "one.log").read_text() == "['a', 'b'] True True\n"


def test_what_a_forked_process_dies_of_stands_in_its_log(tmp_path: Path) -> None:
    loader = _loader(tmp_path, **_module(tmp_path, "def main(words):\n    raise ValueError('no such thing')\n"))
    try:
        assert loader.fork("some_work", [], tmp_path / "one.log").wait() == 1
    finally:
        loader.end()
    assert "ValueError: no such thing" in (tmp_path / "one.log").read_text()


def test_whoever_loses_the_loader_still_sees_whether_the_process_lives(tmp_path: Path) -> None:
    loader = _loader(tmp_path, **_module(tmp_path, "import time\ndef main(words):\n    time.sleep(60)\n"))
    one = loader.fork("some_work", [], tmp_path / "one.log")
    loader.process.kill()
    assert one.poll() is None
    one.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 10
    while one.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert one.poll() is not None
    loader.end()


def test_whoever_is_ended_the_moment_it_was_started_ends(tmp_path: Path) -> None:
    loader = _loader(tmp_path, **_module(tmp_path, "import time\ndef main(words):\n    time.sleep(60)\n"))
    try:
        for _ in range(20):
            one = loader.fork("some_work", [], tmp_path / "one.log")
            os.killpg(one.pid, signal.SIGKILL)  # There is such a group.
            assert one.wait() == -signal.SIGKILL
    finally:
        loader.end()


def test_a_program_that_does_not_load_is_a_sentence_with_its_reason(tmp_path: Path) -> None:
    loader = _loader(tmp_path, DJANGO_SETTINGS_MODULE="no_such_settings")
    with pytest.raises(Problem, match=r"程序没有加载成功.*no_such_settings"):
        loader.fork("baiying.config.worker", [], tmp_path / "one.log")
    loader.end()


def test_a_worker_has_a_workers_patience_although_the_program_was_loaded_for_the_web(tmp_path: Path) -> None:
    text = (
        "import os\nfrom baiying.config import worker\nfrom django.db import connections\n"
        "def main(words):\n    os.environ['BAIYING_PROCESS'] = 'worker'\n    worker._be_patient()\n"
        "    print(connections['default'].get_connection_params()['options'])\n"
    )
    address = "postgresql://somebody@/nowhere?host=/nowhere"
    loader = _loader(tmp_path, **_module(tmp_path, text), BAIYING_DATABASE_URL=address)
    try:
        assert loader.fork("some_work", [], tmp_path / "one.log").wait() == 0
    finally:
        loader.end()
    assert "lock_timeout=15000" in (tmp_path / "one.log").read_text()


def test_work_apart_leaves_nothing_loaded_and_hands_back_what_was_raised() -> None:
    assert "colorsys" not in sys.modules
    assert apart.call("colorsys", "rgb_to_hsv", 0, 0, 0) == (0.0, 0.0, 0)
    assert "colorsys" not in sys.modules
    with pytest.raises(FileNotFoundError):
        apart.call("os", "listdir", "/no/such/folder")
    with pytest.raises(ChildProcessError):
        apart.call("os", "_exit", 1)


def test_the_supervisor_loads_neither_driver_nor_framework() -> None:
    code = (
        "import sys; import baiying.config.supervisor; print({'psycopg', 'django', 'http.client'} & set(sys.modules))"
    )
    assert apart.call("subprocess", "check_output", [sys.executable, "-c", code]) == b"set()\n"
