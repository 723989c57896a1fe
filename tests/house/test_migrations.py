"""An applied migration never changes: a city that has applied it would keep the old tables and believe otherwise."""

from pathlib import Path

import pytest

from scripts import freeze_migrations as freezing

FOLDERS = sorted(freezing.ROOT.glob("baiying/*/migrations"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_no_applied_migration_was_changed_and_every_new_one_is_frozen(folder: Path) -> None:
    now = {path.name: freezing.checksum(path) for path in freezing.migrations(folder)}
    kept = freezing.frozen(folder)
    changed = sorted(name for name in kept if now.get(name) != kept[name])
    assert not changed, f"{folder.parent.name}: {changed} changed after they were applied; add a migration instead"
    new = sorted(now.keys() - kept.keys())
    assert not new, f"{folder.parent.name}: {new} not frozen yet; `make fix` writes the checksums"


def test_a_changed_migration_is_noticed(tmp_path: Path) -> None:
    one = tmp_path / "0001_initial.py"
    one.write_text("first = 1\n")
    freezing.freeze(tmp_path)
    one.write_text("first = 2\n")
    freezing.freeze(tmp_path)
    assert freezing.frozen(tmp_path)["0001_initial.py"] != freezing.checksum(one)
