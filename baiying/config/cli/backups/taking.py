"""`baiying backup`: seal, then one moment of the database, the files and the keys, in one file."""

import time
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click

from baiying.config import keys, paths
from baiying.config.cli.demo import Progress
from baiying.config.paths import Problem
from baiying.kit import audit, clock
from baiying.kit.backups import ages, archive, dumping, keybox, samples
from baiying.kit.backups.archive import Manifest, Writer
from baiying.kit.chain import heads, logs, sealing
from baiying.kit.db import transaction, urls
from baiying.kit.values.actor import command

_SHOWN = 5
_HEADS = "SELECT DISTINCT ON (log) log, number, digest FROM kit_seal ORDER BY log, number DESC"


def place(target: Path, at: datetime) -> Path:
    """Where the file will stand: in a directory under a name made of the time, else under the name given."""
    path = target / f"baiying-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}{archive.SUFFIX}" if target.is_dir() else target
    if not path.parent.is_dir():
        raise Problem(f"没有目录 {path.parent}。There is no directory {path.parent}.")
    # There it would be a part of the next one, and that of the one after.
    if path.resolve().is_relative_to((paths.var() / "uploads").resolve()):
        raise Problem(
            "备份不能放在 var/uploads 里，那里的文件会进入下一份备份。A backup cannot stand among the uploads it holds."
        )
    if path.exists():
        raise Problem(f"{path} 已存在，没有覆盖。{path} is there already and was left as it is.")
    return path


def take(target: Path, *, passphrase: str | None, keep: int | None, current: bool) -> None:
    """Runs as the owner beside the running site. `current`: the tables are of this version; else nothing is sealed."""
    began, at = time.monotonic(), clock.now()
    path = place(target, at)
    if current:
        click.echo("封存操作记录和台账 sealing …", err=True)
        sealing.seal_all()
        heads.note(at)
        if passphrase is not None:
            _keys_fit()
    else:
        click.echo(
            "数据库结构是另一版本的：只导出，不封存、不试密钥、不记入操作记录。Tables of another version.", err=True
        )
    with archive.draft(path) as file, Writer(file) as writer:
        manifest = _write(writer, passphrase)
    _tell(path, manifest, time.monotonic() - began)
    if current:
        stay = archive.of_city(path.parent, manifest.city)[: keep or None]
        # Until then who was erased stands in a backup: said on the page of whoever is responsible for the data.
        oldest = stay[-1][0].isoformat() if stay else manifest.taken_at.isoformat()
        detail = {
            "file": path.name, "bytes": path.stat().st_size, "keys": manifest.master_keys, "oldest": oldest,
            "stay": len(stay),
        }  # fmt: skip
        with transaction.atomic():
            audit.record(ages.TAKEN, actor=command("backup"), at=clock.now(), detail=detail)
    for old in archive.older(path.parent, manifest.city, keep) if keep else ():
        old.unlink()
        click.echo(f"已删除旧备份 removed: {old.name}", err=True)


def _keys_fit() -> None:
    """A backup whose keys do not open its data would be found out on the worst day."""
    tried = samples.open_samples()
    if tried.unreadable:
        for one in tried.unreadable[:_SHOWN]:
            click.echo(f"  {' '.join(one)}", err=True)
        raise Problem(
            "现有的密钥打不开上面这些数据，没有备份。密钥在别处保管的，加 --without-keys。"
            "The keys at hand do not open these values; nothing was written. For keys kept elsewhere: --without-keys."
        )


def _write(writer: Writer, passphrase: str | None) -> Manifest:
    progress, url = Progress(), urls.owner_url(paths.var())
    # Before the snapshot: a head that was noted after it would say for ever that the end of the copy was cut off.
    noted = heads.path().read_bytes() if heads.path().is_file() else b""
    with dumping.snapshot(url) as moment:
        taken_at = clock.now()
        # After the snapshot began: what it holds was sealed by keys that were there before.
        held = keys.held(paths.var())
        _files(writer)
        _heads(writer, noted)
        click.echo("点数 counting …", err=True)
        counts, applied, ends = _said(moment)
        written = 0
        with writer.part(archive.DATABASE) as write:

            def counted(block: bytes) -> None:
                nonlocal written
                write(block)
                written += len(block)
                progress("导出数据库 dump", written, max(moment.size, written + 1))

            dumping.dump(url, moment, counted)
        progress("导出数据库 dump", written, written)
    manifest = Manifest(
        version=version("baiying"), taken_at=taken_at, city=logs.key_of("audit").mark.hex(), server=moment.server,
        database_size=moment.size, migrations=applied, counts=counts, heads=ends,
        master_keys=sorted(held.masters) if passphrase is not None else [], parts=writer.parts,
    )  # fmt: skip
    if passphrase is not None:
        writer.add(archive.KEYS, keybox.seal(held, passphrase=passphrase, manifest=manifest.digest()))
    writer.finish(manifest)
    return manifest


def _said(moment: dumping.Snapshot) -> tuple[dict[str, int], list[str], dict[str, str]]:
    """Rows of each table, applied migrations, and the end of each log, all of the same moment."""
    counts = dumping.counts(moment.connection)
    rows = moment.connection.execute("SELECT app || '.' || name FROM django_migrations ORDER BY 1").fetchall()
    found = moment.connection.execute(_HEADS).fetchall() if "kit_seal" in counts else []
    ends = {str(log): f"{number}:{bytes(digest).hex()}" for log, number, digest in found}  # type: ignore[call-overload]
    return counts, [str(name) for (name,) in rows], ends


def _files(writer: Writer) -> None:
    """Uploads that wait for somebody."""
    var = paths.var()
    for path in sorted((var / "uploads").glob("*")):
        if path.is_symlink() or not path.is_file() or path.name.startswith("draft-"):
            continue
        with path.open("rb") as file, writer.part(archive.FILES + path.relative_to(var).as_posix()) as write:
            while block := file.read(1 << 20):
                write(block)


def _heads(writer: Writer, noted: bytes) -> None:
    """The heads that had been noted outside the database when the snapshot was taken."""
    if noted:
        with writer.part(archive.FILES + heads.path().relative_to(paths.var()).as_posix()) as write:
            write(noted)


def _tell(path: Path, manifest: Manifest, seconds: float) -> None:
    rows = sum(manifest.counts.values())
    click.echo(
        f"{path}  {path.stat().st_size / 1e6:,.1f} MB  {len(manifest.counts)} tables  {rows:,} rows  {seconds:.0f} s"
    )
    if manifest.master_keys:
        click.echo("口令请与备份分开保管：没有口令，密封的数据永远打不开。Keep the passphrase elsewhere.", err=True)
    else:
        click.echo(
            "备份里没有密钥：请确认密钥另有保管。There are no keys inside: be sure that they are kept elsewhere.",
            err=True,
        )
