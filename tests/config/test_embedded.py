"""The launcher of the embedded PostgreSQL: two roles, no network, and a start after whatever happened."""

import os
import re
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from baiying.kit.db import embedded

POWERS = "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"


def test_the_owner_may_make_databases_and_the_application_role_may_make_nothing(var: Path) -> None:
    server = embedded.ensure_running(var)
    with psycopg.connect(server.url("owner")) as owner:
        assert owner.execute(POWERS).fetchone() == (False, True, False)
        assert owner.execute("SHOW listen_addresses").fetchone() == ("",)
        assert owner.execute("SHOW synchronous_commit").fetchone() == ("on",)
    with psycopg.connect(server.url("app")) as app:
        assert app.execute(POWERS).fetchone() == (False, False, False)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("CREATE TABLE mine (id int)")


def test_nobody_enters_without_the_password_and_only_its_owner_reads_it(var: Path) -> None:
    server = embedded.ensure_running(var)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(re.sub(":[^:@]+@", ":wrong@", server.url("app")))
    for secret in (var / "secret").iterdir():
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    assert stat.S_IMODE((var / "secret").stat().st_mode) == 0o700


def test_a_database_killed_without_warning_comes_back_with_what_was_committed(var: Path) -> None:
    server = embedded.ensure_running(var)
    with psycopg.connect(server.url("owner")) as owner:
        owner.execute("CREATE TABLE kept AS SELECT 7 AS n")
    pid = server.pid()
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    _gone(pid)
    again = embedded.ensure_running(var)
    assert again.started
    with psycopg.connect(again.url("owner")) as owner:
        assert owner.execute("SELECT n FROM kept").fetchone() == (7,)


def test_a_stale_pid_file_that_names_a_living_stranger_is_no_obstacle(var: Path) -> None:
    server = embedded.ensure_running(var)
    pid_file = server.place.data / "postmaster.pid"
    content = pid_file.read_text()
    server.stop()
    pid_file.write_text(content.replace(content.split("\n")[0], str(os.getpid()), 1))
    assert embedded.ensure_running(var).started


def test_several_starters_at_once_get_one_server(var: Path) -> None:
    embedded.ensure_running(var).stop()
    code = "import sys; from pathlib import Path; from baiying.kit.db import embedded as e; "
    code += "s = e.ensure_running(Path(sys.argv[1])); print(s.started, s.pid())"
    starters = [
        subprocess.Popen([sys.executable, "-c", code, str(var)], stdout=subprocess.PIPE, text=True) for _ in range(4)
    ]
    answers = [s.communicate(timeout=60)[0].split() for s in starters]
    assert [a[0] for a in answers].count("True") == 1
    assert len({a[1] for a in answers}) == 1


def test_an_emptied_var_begins_anew_and_the_old_data_is_kept_aside(var: Path) -> None:
    server = embedded.ensure_running(var)
    server.stop()
    for secret in (var / "secret").iterdir():
        secret.unlink()
    fresh = embedded.ensure_running(var)
    assert fresh.started
    assert list(server.place.home.glob("pg-2*"))


def test_data_of_another_version_is_refused_with_a_sentence(var: Path) -> None:
    server = embedded.ensure_running(var)
    server.stop()
    version = server.place.data / "PG_VERSION"
    version.write_text("15\n")
    try:
        with pytest.raises(embedded.LauncherProblem, match="PostgreSQL 15"):
            embedded.ensure_running(var)
    finally:
        version.write_text("18\n")


def test_a_var_that_cannot_be_written_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(embedded.LauncherProblem, match="数据库无法启动"):
        embedded.ensure_running(tmp_path / "file" / "var")


def _gone(pid: int) -> None:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        if embedded.binaries.command_of(pid) is None:
            return
        time.sleep(0.05)
