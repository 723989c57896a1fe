"""`baiying backup`, `restore` and `drill` as an operator meets them: real processes, clusters and files."""

import base64
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from psycopg import sql

from baiying.config.cli.backups import drilling
from baiying.demo import builders
from baiying.hours.models import HourEntry
from baiying.kit.backups import archive, dumping
from baiying.kit.backups.archive import Manifest, Reader, Writer
from baiying.kit.db import embedded, urls
from baiying.notices.models import Instance
from tests.own_database import copied

ROOT = Path(__file__).resolve().parent.parent.parent
PASSPHRASE = "correct horse battery staple"


@dataclass(frozen=True, slots=True)
class City:
    """A small city on a server of its own, as `baiying` is told of it."""

    var: Path
    owner: str
    app: str

    def run(
        self, *arguments: str, environment: "dict[str, str] | None" = None, **more: Any
    ) -> "subprocess.CompletedProcess[str]":
        addresses = {"BAIYING_DATABASE_URL": self.app, "BAIYING_OWNER_DATABASE_URL": self.owner}
        return run(self.var, *arguments, **more, environment=addresses | (environment or {}))

    def backup(self, target: Path, *arguments: str) -> Path:
        done = self.run("backup", str(target), *arguments)
        assert done.returncode == 0, done.stderr
        return Path(done.stdout.split("  ")[0])


def environment(var: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith("BAIYING_")}
    return kept | {"BAIYING_VAR": str(var), "BAIYING_BACKUP_PASSPHRASE": PASSPHRASE}


def run(
    var: Path, *arguments: str, environment: "dict[str, str] | None" = None, **more: Any
) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "baiying.config.cli", *arguments]
    surroundings = globals()["environment"](var) | (environment or {})
    return subprocess.run(
        command, cwd=ROOT, env=surroundings, check=False, capture_output=True, text=True, timeout=300, **more
    )


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """Two persons whose data keys are sealed by two master keys, some hours, an upload."""
    var = tmp_path_factory.mktemp("city")
    with copied(django_db_blocker), django_db_blocker.unblock():
        name = connections["default"].settings_dict["NAME"]
        keys = {1: settings.BAIYING_MASTER_KEYS[1], 2: os.urandom(32)}
        home = builders.division("甲市", "city", "990100000000")
        one = builders.person("张一", residence=home, phone="13900000001")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(settings, "BAIYING_MASTER_KEYS", keys)
            builders.person("李二", residence=home, phone="13900000002")
        for n in range(4):
            builders.entry(one, minutes=60 + n, served_on=date(2026, 3 + n, 2))
        Instance.objects.create(mark="abcdefghijklmnopqrstuvwx", confirmed_at=builders.NOW)
        _place(var / "secret" / "secret_key", os.urandom(32))
        _place(var / "secret" / "lookup_key", settings.BAIYING_LOOKUP_KEY)
        _place(var / "secret" / "master_key", keys[1])
        _place(var / "secret" / "master_key.2", keys[2])
        (var / "uploads").mkdir()
        (var / "uploads" / "ab12").write_text("编码,名称\n")
        owner = os.environ["BAIYING_OWNER_DATABASE_URL"].replace("/postgres?", f"/{name}?")
        app = os.environ["BAIYING_TEST_APP_URL"].replace("/postgres?", f"/{name}?")
        with psycopg.connect(owner, autocommit=True) as connection:
            # As after `baiying migrate`, which the test database did not see.
            _stamp(connection)
        connections["default"].close()
        yield City(var, owner, app)


def _stamp(connection: "psycopg.Connection[Any]") -> None:
    from baiying.config import migrating  # noqa: PLC0415

    connection.execute(f"COMMENT ON TABLE django_migrations IS 'baiying {migrating.fingerprint()}'")


def _place(path: Path, key: bytes) -> None:
    path.parent.mkdir(mode=0o700, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(base64.b64encode(key))


@pytest.fixture
def new_var(tmp_path: Path) -> Iterator[Path]:
    """Another machine, with nothing on it."""
    var = tmp_path / "new"
    yield var
    for folder in (var, var / "drill" / "copy"):
        drilling._remove(folder)


@pytest.mark.law("GB22239-backup")
def test_a_city_goes_to_another_machine_whole_and_is_not_overwritten(city: City, new_var: Path, tmp_path: Path) -> None:
    file = city.backup(tmp_path)
    assert file.stat().st_mode & 0o777 == 0o600
    assert [one.name for one in tmp_path.iterdir()] == [file.name]
    done = run(new_var, "restore", str(file))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✗" not in done.stdout
    assert done.stdout.count("✓") == 7
    for name in ("secret/secret_key", "secret/lookup_key", "secret/master_key", "secret/master_key.2", "uploads/ab12"):
        assert (new_var / name).read_bytes() == (city.var / name).read_bytes(), name
        assert (new_var / name).stat().st_mode & 0o077 == 0
    server = embedded.ensure_running(new_var)
    try:
        _the_copy_is_the_city(server, Reader(file).manifest)
        _a_filled_city_stays(new_var, file)
        # Replaced, once confirmed; what differed makes room and is kept.
        (new_var / "uploads" / "later").write_text("x")
        answer = run(new_var, "restore", str(file), "--replace", "--unchecked", input="baiying\n")
        assert answer.returncode == 0, answer.stdout + answer.stderr
        assert not (new_var / "uploads" / "later").exists()
        [aside] = new_var.glob("before-restore-*")
        assert (aside / "uploads" / "later").exists()
        # And the copy can be backed up in turn, the newest alone kept.
        assert run(new_var, "backup", str(tmp_path), "--keep", "1").returncode == 0
        assert len(list(tmp_path.glob("*.backup"))) == 1
        assert not file.exists()
        assert server.pid() is not None
    finally:
        server.stop("immediate")


def _the_copy_is_the_city(server: embedded.EmbeddedServer, manifest: Manifest) -> None:
    with dumping.connect(server.url("owner")) as owner:
        found = dumping.counts(owner)
        # The check itself leaves a line in the audit, and the recount one of its own.
        for table in ("people_person", "hours_hourentry", "accounts_account", "kit_seal", "hours_hourproof"):
            assert found.get(table) == manifest.counts.get(table), table
        # Every machine at this database has the city's mark: the copy writes to nobody before it is confirmed anew.
        assert (found["notices_instance"], manifest.counts["notices_instance"]) == (0, 1)
        [(noted,)] = owner.execute("SELECT count(*) FROM kit_auditevent WHERE action = 'BackupRestored' AND ok")
        assert noted == 1
    with dumping.connect(server.url("app")) as app:
        for table in ("hours_hourentry", "kit_auditevent"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(f"UPDATE {table} SET id = id")


def _a_filled_city_stays(var: Path, file: Path) -> None:
    done = run(var, "restore", str(file))
    assert done.returncode == 1
    assert "这里已有数据（places_division 1" in done.stderr
    done = run(var, "restore", str(file), "--replace", input="yes\n")
    assert done.returncode == 1
    assert "没有确认" in done.stderr


@pytest.fixture
def other(city: City, tmp_path: Path) -> Iterator[City]:
    """An empty database on the city's own server."""
    server = os.environ["BAIYING_OWNER_DATABASE_URL"]
    name = f"{connections['default'].settings_dict['NAME']}_other"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    app = os.environ["BAIYING_TEST_APP_URL"]
    yield City(tmp_path / "other", *(url.replace("/postgres?", f"/{name}?") for url in (server, app)))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_a_restore_that_fails_gives_back_what_was_there(city: City, other: City, tmp_path: Path) -> None:
    file = city.backup(tmp_path / "x.backup")
    done = other.run("restore", str(file), "--unchecked")
    assert done.returncode == 0, done.stderr
    before = _everything(other)
    with psycopg.connect(other.owner) as connection:
        row = connection.execute("SELECT current_database()").fetchone()
    assert row is not None
    with psycopg.connect(other.app):
        busy = other.run("restore", str(file), "--replace")
    assert (busy.returncode, "请先停止网页和后台进程" in busy.stderr) == (1, True)
    failed = other.run("restore", str(_one_row_more(file)), "--replace", input=f"{row[0]}\n")
    assert failed.returncode == 1
    assert "✗ 行数与清单不一致" in failed.stderr
    assert "people_person 2 ≠ 3" in failed.stderr
    assert _everything(other) == before


def test_a_restore_that_is_killed_between_files_is_undone_by_the_next(city: City, other: City, tmp_path: Path) -> None:
    file = city.backup(tmp_path / "x.backup")
    assert other.run("restore", str(file), "--unchecked").returncode == 0
    (other.var / "uploads" / "ab12").write_text("edited since")
    before, owner = _everything(other), {"BAIYING_DATABASE_URL": other.app, "BAIYING_OWNER_DATABASE_URL": other.owner}
    dying = "import os; from baiying.config.cli.backups import aside; from baiying.config.cli.main import group\n"
    dying += "aside.Aside.place = lambda *given: os._exit(9)\ngroup()"
    name = urls.parse(other.owner)["NAME"]
    command = [sys.executable, "-c", dying, "restore", str(file), "--replace"]
    killed = subprocess.run(
        command, cwd=ROOT, env=environment(other.var) | owner, input=f"{name}\n", check=False, text=True, timeout=300
    )
    assert killed.returncode == 9
    assert not (other.var / "uploads").exists()
    refused = other.run("restore", str(file))
    assert "上次的恢复中断了" in refused.stderr
    assert "这里已有数据" in refused.stderr
    assert _everything(other) == before


def _everything(city: City) -> tuple[Any, ...]:
    with dumping.connect(city.owner) as owner:
        schemas = owner.execute("SELECT nspname FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY 1").fetchall()
        rows = dumping.counts(owner)
    files = {path.relative_to(city.var): path.read_bytes() for path in city.var.rglob("*") if path.is_file()}
    return schemas, rows, {name: text for name, text in files.items() if name.parts[0] in {"secret", "uploads"}}


def _one_row_more(file: Path) -> Path:
    """The same backup without keys, whose manifest counts a person who is not in the dump."""
    whole, path = Reader(file), file.with_name("more.backup")
    said = whole.manifest
    with archive.draft(path) as target, Writer(target) as writer:
        writer.add(archive.DATABASE, whole.content(archive.DATABASE))
        counts = said.counts | {"people_person": said.counts["people_person"] + 1}
        writer.finish(replace(said, counts=counts, master_keys=[], parts=writer.parts))
    return path


def test_a_server_that_is_older_than_our_programs_gets_the_dump_too(city: City, other: City, tmp_path: Path) -> None:
    """PostgreSQL 15 and 16 stop at a setting that our pg_restore sets: there psql takes the script without it."""
    whole = Reader(city.backup(tmp_path / "x.backup"))
    blocks = list(whole.blocks(archive.DATABASE))
    dumping.restore(other.owner, made_by=150000, here=150000, blocks=blocks)
    with dumping.connect(other.owner) as owner:
        assert dumping.counts(owner) == whole.manifest.counts
    with pytest.raises(archive.Unusable, match="already exists"):
        dumping.restore(other.owner, made_by=150000, here=150000, blocks=blocks)


def test_a_drill_names_a_missing_key_and_a_tampered_row_and_leaves_no_copy(city: City, tmp_path: Path) -> None:
    city.backup(tmp_path / "before.backup")  # Seals the hours.
    entry = HourEntry.objects.order_by("id")
    with psycopg.connect(city.owner, autocommit=True) as owner:
        row = owner.execute(str(entry.values("id").query) + " LIMIT 1").fetchone()
        assert row is not None
        owner.execute("ALTER TABLE hours_hourentry DISABLE TRIGGER USER")
        owner.execute("UPDATE hours_hourentry SET minutes = minutes + 600 WHERE id = %s", [row[0]])
        owner.execute("ALTER TABLE hours_hourentry ENABLE TRIGGER USER")
    kept = city.var / "secret" / "master_key.2"
    key = kept.read_bytes()
    kept.unlink()
    try:
        refused = city.run("backup", str(tmp_path))
        assert refused.returncode == 1
        assert "master key 2" in refused.stderr
        file = city.backup(tmp_path / "without.backup", "--without-keys")
        done = city.run("drill", str(file))
    finally:
        kept.write_bytes(key)
        with psycopg.connect(city.owner, autocommit=True) as owner:
            owner.execute("ALTER TABLE hours_hourentry DISABLE TRIGGER USER")
            owner.execute("UPDATE hours_hourentry SET minutes = minutes - 600 WHERE id = %s", [row[0]])
            owner.execute("ALTER TABLE hours_hourentry ENABLE TRIGGER USER")
    assert done.returncode == 1, done.stdout + done.stderr
    assert f"ledger changed id={row[0]}" in done.stdout
    assert re.search(r"people_person \S+ data_key_sealed master key 2", done.stdout)
    assert "✗ 密钥打不开" in done.stdout
    assert "/healthz 200, / 200" in done.stdout
    assert "✗ 演练没有通过" in done.stdout
    copy = city.var / "drill" / "copy"
    assert not copy.exists()
    assert not embedded.where(copy).data.exists()
    with psycopg.connect(city.owner) as owner:
        said = owner.execute("SELECT ok FROM kit_auditevent WHERE action = 'BackupDrilled'").fetchall()
    assert said == [(False,)]


def test_a_wrong_passphrase_a_flipped_byte_and_a_newer_version_touch_nothing(
    city: City, new_var: Path, tmp_path: Path
) -> None:
    file = city.backup(tmp_path / "x.backup")
    wrong = run(new_var, "restore", str(file), environment={"BAIYING_BACKUP_PASSPHRASE": "x" + PASSPHRASE})
    assert (wrong.returncode, "口令不对" in wrong.stderr) == (1, True)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2] + bytes([whole[len(whole) // 2] ^ 1]) + whole[len(whole) // 2 + 1 :])
    flipped = run(new_var, "drill", str(file))
    assert (flipped.returncode, "已损坏或被改动：database.dump" in flipped.stderr) == (1, True)
    newer = _newer(tmp_path / "newer.backup")
    for command in ("restore", "drill"):
        done = run(new_var, command, str(newer))
        assert (done.returncode, "更新的版本" in done.stderr) == (1, True), done.stderr
    assert "Traceback" not in wrong.stderr + flipped.stderr
    assert not (new_var / "secret").exists()
    assert not embedded.where(new_var).data.exists()


def _newer(path: Path) -> Path:
    with archive.draft(path) as file:
        writer = Writer(file)
        writer.add(archive.DATABASE, b"")
        writer.finish(
            Manifest(
                version="0.1.0",
                taken_at=builders.LONG_AGO,
                city="c",
                server=180000,
                database_size=1,
                migrations=["kit.9999_later"],
                counts={},
                heads={},
                master_keys=[],
                parts=writer.parts,
            )
        )
    return path


def test_a_backup_that_is_killed_or_stopped_leaves_no_archive(city: City, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "baiying.config.cli", "backup", str(tmp_path)]
    addresses = {"BAIYING_DATABASE_URL": city.app, "BAIYING_OWNER_DATABASE_URL": city.owner}
    for number in (signal.SIGKILL, signal.SIGTERM):
        with psycopg.connect(city.owner) as blocker:
            # Counting has to wait for this table: the backup is in its middle.
            blocker.execute("LOCK TABLE places_site IN ACCESS EXCLUSIVE MODE")
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment(city.var) | addresses,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            _eventually(lambda pid=process.pid: list(tmp_path.glob(f".*.{pid}.part")) != [])
            process.send_signal(number)
            if number == signal.SIGTERM:
                # Its statement waits for the lock in the database; a real one is answered within seconds.
                blocker.rollback()
            process.wait(timeout=60)
        assert process.returncode != 0
        assert list(tmp_path.glob("*.backup")) == []
    assert list(tmp_path.iterdir()) == []  # The second run took away what the killed one had left.


def _eventually(true: Any) -> None:
    deadline = time.monotonic() + 60
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_file_that_cannot_grow_is_a_sentence_and_leaves_nothing(city: City, tmp_path: Path) -> None:
    """The system refuses to write on, as a full disk does."""

    def small() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))

    # Not measured: the measuring would want to write on as well.
    unmeasured = {"COVERAGE_PROCESS_CONFIG": "", "COVERAGE_PROCESS_START": ""}
    done = city.run("backup", str(tmp_path), preexec_fn=small, environment=unmeasured)
    assert done.returncode == 1
    assert f"备份写不进 {tmp_path}" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_passphrase_that_is_short_or_open_to_others_is_refused(city: City, tmp_path: Path) -> None:
    file = tmp_path / "pass"
    file.write_text("short\n")
    file.chmod(0o644)
    assert "chmod 600" in city.run("backup", str(tmp_path), "--passphrase-file", str(file)).stderr
    file.chmod(0o600)
    assert "至少 16" in city.run("backup", str(tmp_path), "--passphrase-file", str(file)).stderr
    shutil.rmtree(tmp_path / "none", ignore_errors=True)
    assert "没有目录" in city.run("backup", str(tmp_path / "none" / "x.backup")).stderr
