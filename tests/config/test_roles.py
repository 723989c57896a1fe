"""Who holds which credentials: `baiying migrate` alone migrates, web and worker know no owner."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from psycopg import sql

from baiying.config import supervisor
from baiying.kit.db import embedded, guards, proof, urls

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def fresh(var: Path) -> dict[str, str]:
    """The environment of a city with a database of its own, in which nothing was migrated yet."""
    server = embedded.ensure_running(var)
    kept = {k: v for k, v in os.environ.items() if not k.startswith("BAIYING_")}
    own = {"BAIYING_DATABASE_URL": server.url("app"), "BAIYING_OWNER_DATABASE_URL": server.url("owner")}
    return kept | {"BAIYING_VAR": str(var)} | own


def _baiying(environment: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "baiying.config.cli", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def _tables(environment: dict[str, str]) -> int:
    with psycopg.connect(environment["BAIYING_OWNER_DATABASE_URL"]) as owner:
        row = owner.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert row is not None
    return int(row[0])


def test_no_process_but_migrate_makes_tables(fresh: dict[str, str]) -> None:
    for command in (("web", "--port", "1"), ("worker",), ("run", "--port", "18999"), ("figures", "reconcile")):
        done = _baiying(fresh, *command)
        assert done.returncode == 1
        assert "baiying migrate" in done.stderr + done.stdout
    assert _tables(fresh) == 0
    without = {k: v for k, v in fresh.items() if k != "BAIYING_OWNER_DATABASE_URL"}
    refused = _baiying(without, "migrate")
    assert refused.returncode == 1
    assert "BAIYING_OWNER_DATABASE_URL" in refused.stderr
    assert "Traceback" not in refused.stderr
    same = _baiying(fresh | {"BAIYING_APP_ROLE": "baiying_owner"}, "migrate")
    assert same.returncode == 1
    assert "baiying_owner" in same.stderr


def test_after_migrating_the_worker_runs_without_the_owners_address(fresh: dict[str, str]) -> None:
    assert _baiying(fresh, "migrate").returncode == 0
    assert _tables(fresh) > 40
    command = [sys.executable, "-m", "baiying.config.cli", "worker"]
    worker = subprocess.Popen(command, cwd=ROOT, env=fresh, start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        password = fresh["BAIYING_OWNER_DATABASE_URL"].split(":")[2].partition("@")[0]
        deadline = time.monotonic() + 60
        while not _is_at_work(fresh):
            assert worker.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.1)
        surroundings = Path(f"/proc/{worker.pid}/environ").read_bytes()
        assert b"BAIYING_DATABASE_URL" in surroundings
        assert b"BAIYING_OWNER_DATABASE_URL" not in surroundings
        assert password.encode() not in surroundings
        with psycopg.connect(fresh["BAIYING_OWNER_DATABASE_URL"]) as owner:
            found = owner.execute(
                "SELECT DISTINCT usename FROM pg_stat_activity"
                " WHERE usename LIKE 'baiying%' AND pid <> pg_backend_pid()"
            ).fetchall()
        assert found == [("baiying_app",)]
    finally:
        os.killpg(worker.pid, signal.SIGTERM)
        worker.wait(timeout=60)


def _is_at_work(environment: dict[str, str]) -> bool:
    with psycopg.connect(environment["BAIYING_OWNER_DATABASE_URL"]) as owner:
        row = owner.execute("SELECT EXISTS (SELECT FROM procrastinate_workers)").fetchone()
    return row == (True,)


def test_the_doctor_tries_what_the_application_must_not(fresh: dict[str, str]) -> None:
    healthy = _baiying(fresh, "doctor").stdout
    assert "✓ 应用角色改不了台账和操作记录" in healthy
    assert "✓ 数据库所有者与应用角色分开" in healthy
    alone = {k: v for k, v in fresh.items() if k != "BAIYING_OWNER_DATABASE_URL"}
    assert "✗ 没有设置 BAIYING_OWNER_DATABASE_URL" in _baiying(alone, "doctor").stdout
    one = fresh | {"BAIYING_DATABASE_URL": fresh["BAIYING_OWNER_DATABASE_URL"]}
    spoken = _baiying(one, "doctor")
    assert spoken.returncode == 1
    assert "是同一个角色" in spoken.stdout
    assert "DROP hours_hourentry" in spoken.stdout


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("grant", "word"),
    [
        ("GRANT UPDATE ON kit_auditevent TO {}", "UPDATE kit_auditevent"),
        ("GRANT DELETE ON hours_hourentry TO {}", "DELETE hours_hourentry"),
        ("GRANT TRUNCATE ON hours_hourentry TO {}", "TRUNCATE hours_hourentry"),
        ("GRANT TRIGGER ON kit_auditevent TO {}", "CREATE TRIGGER kit_auditevent"),
        ("GRANT UPDATE ON django_migrations TO {}", "django_migrations"),
    ],
)
def test_one_right_too_many_is_found(grant: str, word: str) -> None:
    role = sql.Identifier(settings.BAIYING_APP_ROLE)
    with connection.cursor() as cursor:
        raw = cursor.connection
        cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(role))
        assert proof.forbidden_things_allowed(raw, guards.append_only_tables()) == []
        cursor.execute("RESET ROLE")
        cursor.execute(sql.SQL(grant).format(role))
        cursor.execute(sql.SQL("SET LOCAL ROLE {}").format(role))
        assert proof.forbidden_things_allowed(raw, guards.append_only_tables()) == [word]
        cursor.execute("RESET ROLE")


@pytest.mark.django_db
def test_rights_are_not_given_in_silence_to_nobody_or_to_the_owner() -> None:
    for role in ("nobody_of_this_name", connection.settings_dict["USER"]):
        with override_settings(BAIYING_APP_ROLE=role), pytest.raises(guards.RoleProblem, match=role):
            guards.grant_rights("default")


def test_the_supervisor_hands_the_owners_address_to_its_steps_and_not_to_what_serves(tmp_path: Path) -> None:
    assert urls.OWNER in supervisor.surroundings(tmp_path, "migrate")
    for name in ("web", "worker"):
        assert urls.OWNER not in supervisor.surroundings(tmp_path, name)
