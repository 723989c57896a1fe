"""The file of a backup: whole or not there, every changed byte noticed, keys only for who knows the passphrase."""

import io
import os
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from baiying.kit import audit
from baiying.kit.backups import ages, archive, keybox, samples
from baiying.kit.backups.archive import Manifest, Part, Reader, Unusable, Writer
from baiying.kit.values import actor as actors

PASSPHRASE = "correct horse battery staple"
AT = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
KEYS = keybox.Keys(bytes(range(32)), bytes(32), {1: b"a" * 32, 2: b"b" * 32})


def manifest(writer: Writer, *, taken_at: datetime = AT, city: str = "c1") -> Manifest:
    return Manifest(
        version="0.1.0", taken_at=taken_at, city=city, server=180000, database_size=10, migrations=["kit.0001_initial"],
        counts={"kit_auditevent": 3}, heads={"audit": "1:ab"}, master_keys=[1, 2], parts=writer.parts,
    )  # fmt: skip


def write(path: Path, *, keys: bool = True, **more: Any) -> Path:
    with archive.draft(path) as file:
        writer = Writer(file)
        writer.add(archive.FILES + "uploads/ab12", b"a table\n" * 20)
        writer.add(archive.DATABASE, bytes(range(256)) * 2)
        said = manifest(writer, **more)
        if keys:
            writer.add(archive.KEYS, keybox.seal(KEYS, passphrase=PASSPHRASE, manifest=said.digest()))
        writer.finish(said)
    return path


def contents(path: Path) -> dict[str, Any]:
    reader = Reader(path)
    reader.check()
    return {name: reader.content(name) for name in reader.manifest.parts} | {"manifest": reader.manifest}


def test_what_was_written_is_read_again_and_only_its_owner_may(tmp_path: Path) -> None:
    path = write(tmp_path / "x.backup")
    assert path.stat().st_mode & 0o777 == 0o600
    assert os.listdir(tmp_path) == ["x.backup"]
    reader = Reader(path)
    reader.check()
    assert reader.files == ["uploads/ab12"]
    box = reader.content(archive.KEYS)
    assert keybox.open_box(box, passphrase=PASSPHRASE, manifest=reader.manifest.digest()) == KEYS
    with pytest.raises(Unusable, match="口令不对"):
        keybox.open_box(box, passphrase=PASSPHRASE + "r", manifest=reader.manifest.digest())
    with pytest.raises(Unusable, match="不是同一份备份"):
        keybox.open_box(box, passphrase=PASSPHRASE, manifest="another")
    assert b"a" * 32 not in path.read_bytes()


def test_a_changed_byte_is_refused_or_changes_nothing_that_is_read(tmp_path: Path) -> None:
    """Bytes all over the file: a few only date or describe an entry, all others are noticed."""
    path = write(tmp_path / "x.backup")
    whole, good, dice = path.read_bytes(), contents(path), random.Random(7)
    harmless = 0
    for at in range(0, len(whole), 3):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << dice.randrange(8))]) + whole[at + 1 :])
        try:
            assert contents(path) == good
            harmless += 1
        except Unusable:
            pass
    assert harmless < len(whole) / 15
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(Unusable):
            contents(path)


def test_an_entry_that_is_not_in_the_manifest_or_leads_elsewhere_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.backup"
    with archive.draft(path) as file:
        writer = Writer(file)
        said = manifest(writer)
        writer.add("files/../../etc/x", b"")
        writer.finish(said)
    with pytest.raises(Unusable, match="清单不一致"):
        _ = Reader(path).files
    # Nor does it bring what no backup of ours holds, where no keys bind the manifest: a key, a page's file, a journal.
    for name in ("secret/secret_key", "static/ui.js", "before-restore-1/journal", "uploads/a/b", "uploads/..", "."):
        odd = tmp_path / f"{name.replace('/', '-')}.backup"
        with archive.draft(odd) as file:
            writer = Writer(file)
            writer.add(archive.FILES + name, b"x")
            writer.finish(manifest(writer))
        with pytest.raises(Unusable, match="清单不一致"):
            Reader(odd).check()
    other = tmp_path / "y.backup"
    with archive.draft(other) as file:
        writer = Writer(file)
        before = Manifest(**{**_fields(manifest(writer)), "parts": {}})
        writer.add("surplus", b"x")
        writer.finish(before)
    with pytest.raises(Unusable, match="清单不一致"):
        Reader(other).check()


def test_keys_belong_to_the_very_data_that_they_came_with() -> None:
    """A dump that was exchanged, its manifest put right, is another backup for its keys."""
    parts = {archive.DATABASE: Part("a" * 64, 10), "files/uploads/x": Part("b" * 64, 1)}
    other = {**parts, archive.DATABASE: Part("c" * 64, 10)}
    made = [_said(parts), _said(other), _said({**parts, archive.KEYS: Part("d" * 64, 5)})]
    assert made[0].digest() != made[1].digest()
    assert made[0].digest() == made[2].digest()


def _said(parts: dict[str, Part]) -> Manifest:
    taken_at = datetime(2026, 11, 28, tzinfo=UTC)
    return Manifest(
        version="0.1.0", taken_at=taken_at, city="ab", server=180000, database_size=10, migrations=[], counts={},
        heads={}, master_keys=[1], parts=parts,
    )  # fmt: skip


def _fields(said: Manifest) -> dict[str, Any]:
    return {name: getattr(said, name) for name in Manifest.__slots__}


def test_a_newer_format_and_what_is_no_backup_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "x.backup"
    path.write_text("no zip")
    with pytest.raises(Unusable, match="不是完整的"):
        Reader(path)
    buffer = io.BytesIO()
    writer = Writer(buffer)
    said = manifest(writer)
    writer.add(archive.MANIFEST, said.text().replace(b'"format": 1', b'"format": 2'))
    writer._zip.close()
    path.write_bytes(buffer.getvalue())
    with pytest.raises(Unusable, match="更新的版本"):
        Reader(path)


def test_what_fails_leaves_nothing_and_what_a_killed_run_left_goes(tmp_path: Path) -> None:
    left = tmp_path / ".x.backup.1.part"
    left.write_text("half")
    with pytest.raises(KeyError):
        _fail_half_way(tmp_path / "y.backup")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "z.backup").write_text("there")
    (tmp_path / "link.backup").symlink_to(tmp_path / "nowhere")
    with pytest.raises(Unusable, match="已存在"), archive.draft(tmp_path / "link.backup"):
        pass
    assert (tmp_path / "link.backup").is_symlink()
    with pytest.raises(Unusable, match="已存在"), archive.draft(tmp_path / "z.backup"):
        pass
    assert (tmp_path / "z.backup").read_text() == "there"


def _fail_half_way(path: Path) -> None:
    with archive.draft(path) as file:
        file.write(b"half")
        assert len(list(path.parent.iterdir())) == 1
        raise KeyError


def test_only_older_backups_of_the_same_city_are_too_many(tmp_path: Path) -> None:
    mine = [write(tmp_path / f"{n}.backup", keys=False, taken_at=AT - timedelta(days=n)) for n in range(4)]
    write(tmp_path / "other.backup", keys=False, city="c2", taken_at=AT - timedelta(days=9))
    (tmp_path / "no.backup").write_text("something else")
    assert archive.older(tmp_path, "c1", 2) == mine[2:]


@pytest.mark.parametrize("poor", ["short", "aaaaaaaaaaaaaaaaaaaaaaa", "abababababababababab", "fifteen letters"])
def test_a_poor_passphrase_is_refused(poor: str) -> None:
    with pytest.raises(Unusable, match="至少 16"):
        keybox.seal(KEYS, passphrase=poor, manifest="m")


@pytest.mark.django_db
def test_the_machine_room_warns_when_the_last_good_backup_is_old(settings: Any) -> None:
    now = datetime.now(UTC)

    def shown(at: datetime) -> dict[str, bool]:
        return {gauge.name: gauge.good for gauge in ages.gauges(at)}

    with connection.cursor() as cursor:  # Not scolded in the first days.
        cursor.execute("UPDATE django_migrations SET applied = %s", [now - timedelta(days=1)])
    assert shown(now) == {"backup_age": True, "drill_age": True}
    assert shown(now + timedelta(days=3)) == {"backup_age": False, "drill_age": True}
    later = now + timedelta(days=3)
    audit.record(ages.TAKEN, actor=actors.command("backup"), at=now, ok=True)
    audit.record(ages.DRILLED, actor=actors.command("drill"), at=now, ok=False)
    assert shown(now + timedelta(days=1, hours=23))["backup_age"]
    assert not shown(later)["backup_age"]
    assert not shown(now + timedelta(days=95))["drill_age"]
    settings.BAIYING_BACKUP_DAYS = settings.BAIYING_DRILL_DAYS = 0
    assert shown(later) == {}


@pytest.mark.django_db
def test_samples_name_the_values_of_every_key_that_is_missing(cast: Any, settings: Any) -> None:
    tried = samples.open_samples()
    assert not tried.unreadable
    assert tried.values
    assert tried.masters == set(settings.BAIYING_MASTER_KEYS)
    settings.BAIYING_MASTER_KEYS = {9: bytes(32)}
    assert samples.open_samples().unreadable
