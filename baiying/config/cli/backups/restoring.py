"""`baiying restore`: a backup into an empty place, or over a city after a typed confirmation. Without Django."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

import click

from baiying.config import keys, migrating, paths, supervisor
from baiying.config.cli import database
from baiying.config.cli.backups import asking
from baiying.config.cli.backups.aside import Aside
from baiying.config.cli.demo import Progress
from baiying.config.paths import Problem
from baiying.kit.backups import archive, dumping, keybox
from baiying.kit.backups.archive import Manifest, Reader
from baiying.kit.db import urls

# Whose migrations stand outside the house.
_OTHERS = {
    "auth": "django.contrib.auth",
    "contenttypes": "django.contrib.contenttypes",
    "procrastinate": "procrastinate.contrib.django",
}


def restore(file: Path, passphrase_file: Path | None, *, replace: bool, check: bool) -> int:
    """Everything is looked at before anything is touched; what fails later is undone. 0 if all checks passed."""
    backup = Reader(file)
    backup.check(Progress())
    refuse_newer(backup.manifest)
    held = _keys(backup, passphrase_file)
    if supervisor.is_running(paths.var()):
        raise Problem("服务正在运行：请先停止（Ctrl-C），再恢复。The site is running: stop it before restoring.")
    # Nothing may start here meanwhile: it would stop the database under the restore.
    with supervisor.alone(paths.var(), "baiying restore"), asking.stopped_in_order(), database.running():
        url = urls.owner_url(paths.var())
        with dumping.connect(url) as connection:
            _take_up_what_was_broken_off(connection)
            _nobody_works(connection)
            _empty_or_agreed(connection, replace)
            _put_back(backup, url, connection, held)
        if not check:
            return 0
        # In a process of its own, which reads the keys that stand there now.
        command = [sys.executable, "-m", "baiying.config.cli", "check-restored", str(file.resolve())]
        return subprocess.run(command, check=False, cwd=paths.ROOT).returncode


def refuse_newer(manifest: Manifest) -> None:
    unknown = [name for name in manifest.migrations if not _is_known(name)]
    if unknown or _numbers(manifest.version) > _numbers(version("baiying")):
        raise Problem(
            f"这份备份来自更新的版本 {manifest.version}{'：' + unknown[0] if unknown else ''}，请先升级程序。"
            f"This backup was made by a newer version ({manifest.version}): upgrade the program first."
        )


def _is_known(migration: str) -> bool:
    label, _, name = migration.partition(".")
    if label in _OTHERS:
        found = find_spec(_OTHERS[label])
        folder = Path(found.origin).parent if found and found.origin else paths.ROOT
    else:
        folder = paths.ROOT / "baiying" / label
    return (folder / "migrations" / f"{name}.py").exists()


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdecimal())


def _keys(backup: Reader, passphrase_file: Path | None) -> keybox.Keys | None:
    """The keys that are inside, None where there are none: then those of this machine have to fit."""
    if not backup.has_keys:
        if not keys.are_there(paths.var()):
            raise Problem(
                "备份里没有密钥，这里也没有：请先把保管的密钥放进 var/secret 或环境变量。"
                "There are no keys inside, and none here: put those kept elsewhere in place first."
            )
        return None
    text = asking.passphrase(passphrase_file)
    held = keybox.open_box(backup.content(archive.KEYS), passphrase=text, manifest=backup.manifest.digest())
    if not keys.may_be(held, paths.var()):
        raise Problem(
            "环境变量里的密钥与备份里的不同，没有恢复：请去掉 BAIYING_MASTER_KEYS 等变量，或改成备份里的。"
            "The keys in the environment are not those of the backup: take them out, or set those of the backup."
        )
    return held


def _take_up_what_was_broken_off(connection: dumping.Connection) -> None:
    """A restore that was killed left the former tables aside, and perhaps files: both come back, files first.

    Once the former tables are forgotten, a restore counts as done; a journal that stayed open has nothing to undo.
    """
    broken_off = connection.execute("SELECT to_regnamespace(%s)", [dumping.ASIDE]).fetchone() != (None,)
    for aside in Aside.left_open(paths.var()):
        aside.undo() if broken_off else aside.close()
    if broken_off:
        dumping.take_back(connection)
        click.echo("上次的恢复中断了，已退回到恢复之前。A restore that was broken off was undone first.", err=True)


def _nobody_works(connection: dumping.Connection) -> None:
    # Without the right to see what others do, their kind is hidden; who they are is not. Autovacuum is nobody.
    row = connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        " AND usesysid IS NOT NULL"
    ).fetchone()
    if row != (0,):
        raise Problem(
            "有程序正连着这个数据库：请先停止网页和后台进程。Somebody works with this database: stop web and worker."
        )


def _empty_or_agreed(connection: dumping.Connection, replace: bool) -> None:
    lost = _what_is_there(connection)
    if not lost:
        return
    if not replace:
        raise Problem(
            f"这里已有数据（{lost}），没有恢复。要用备份代替它，加 --replace。"
            f"There are data here; nothing was done. To put the backup in their place: --replace."
        )
    row = connection.execute("SELECT current_database()::text").fetchone()
    name = str(row[0]) if row else ""
    click.echo(f"现有数据将被备份代替，不能找回：{lost}。These data will be lost.", err=True)
    if click.prompt(f"确认请输入数据库名 {name}。Type the database's name to confirm", err=True) != name:
        raise Problem("没有确认，没有恢复。Not confirmed; nothing was done.")


def _what_is_there(connection: dumping.Connection) -> str:
    """In words, what a restore would replace; empty where nobody has begun."""
    found = []
    counted = dumping.counts(connection)
    for table in ("places_division", "accounts_account", "people_person", "hours_hourentry"):
        if counted.get(table):
            found.append(f"{table} {counted[table]:,}")
    if counted and "django_migrations" not in counted:
        found.append(f"{len(counted)} tables of another program")
    uploads = paths.var() / "uploads"
    if uploads.is_dir() and any(uploads.iterdir()):
        found.append(str(uploads))
    return ", ".join(found)


def _put_back(backup: Reader, url: str, connection: dumping.Connection, held: keybox.Keys | None) -> None:
    var, manifest = paths.var(), backup.manifest
    here = _server(connection, manifest)
    aside = Aside(var, time.strftime("before-restore-%Y%m%d%H%M%S"))
    dumping.set_aside(connection)
    try:
        blocks = _with_progress(backup, Progress())
        dumping.restore(url, made_by=manifest.server, here=here, blocks=blocks)
        _counts_agree(connection, manifest)
        aside.make_room(var / "uploads")
        aside.make_room(var / "log" / "heads.log")
        # What waited in the backup may have left since: nothing leaves until somebody confirms (baiying channels).
        aside.make_room(var / "instance")
        for name in backup.files:
            aside.place(var / name, backup.blocks(archive.FILES + name))
        if held is not None:
            for name, content in keys.files_of(held, var).items():
                aside.place(var / "secret" / name, [content])
        # Rights and functions are not in a dump; and an older version becomes this one.
        click.echo("权限和版本 rights and version …", err=True)
        migrating.migrate()
        _erase_again()
        # Other machines at this database still have the mark of the one before: no copy is confirmed any more.
        connection.execute("DELETE FROM notices_instance")
    except BaseException:
        aside.undo()
        dumping.take_back(connection)
        raise
    dumping.forget_aside(connection)
    aside.close()
    if aside.folder.exists():
        click.echo(f"原来的密钥和文件移到了 {aside.folder}。Former keys and files were moved there.", err=True)


def _erase_again() -> None:
    """In a process of its own, with the keys that stand there now. Where it fails, nothing is restored: nobody may find
    in a restored city who left it."""
    command = [sys.executable, "-m", "baiying.config.cli", "erase-again"]
    if subprocess.run(command, check=False, cwd=paths.ROOT).returncode:
        raise Problem("✗ 已注销的人没有再次清除 the erasures could not be repeated")


def _server(connection: dumping.Connection, manifest: Manifest) -> int:
    """The version number of this server. Refuses one that is older than the dump's."""
    row = connection.execute("SELECT current_setting('server_version_num')::int").fetchone()
    here = int(str(row[0])) if row else 0
    if here // 10000 < manifest.server // 10000:
        raise Problem(
            f"备份来自 PostgreSQL {manifest.server // 10000}，这里是 {here // 10000}。"
            f"The backup is of PostgreSQL {manifest.server // 10000}, this server is {here // 10000}."
        )
    return here


def _with_progress(backup: Reader, progress: Callable[[str, int, int], None]) -> Iterator[bytes]:
    done, total = 0, backup.manifest.parts[archive.DATABASE].size
    for block in backup.blocks(archive.DATABASE):
        yield block
        done += len(block)
        progress("恢复数据库 restore", done, total)


def _counts_agree(connection: dumping.Connection, manifest: Manifest) -> None:
    found = dumping.counts(connection)
    wrong = [
        f"{table} {found.get(table)} ≠ {manifest.counts.get(table)}"
        for table in sorted({*found, *manifest.counts})
        if found.get(table) != manifest.counts.get(table)
    ]
    if wrong:
        raise Problem(f"✗ 行数与清单不一致 rows differ from the manifest: {'; '.join(wrong)}")
    click.echo(f"✓ 行数与清单一致 rows as in the manifest: {len(found)} tables, {sum(found.values()):,} rows")
