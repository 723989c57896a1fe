"""Erasures outlive a restore: who closed the account after the backup was taken is closed in what comes back."""

import json
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest

from baiying.kit.backups import erasures
from tests.config.test_backup import City, city, other

__all__ = ["city", "other"]
NOON = datetime(2026, 12, 1, 4, tzinfo=UTC)


def _persons(at: City) -> dict[str, tuple[str, bool, bool]]:
    """By public id: name, whether closed, whether the number can still be found."""
    with psycopg.connect(at.owner) as connection:
        rows = connection.execute(
            "SELECT public_id, name, closed_at IS NOT NULL, id_no_hash IS NOT NULL FROM people_person"
        ).fetchall()
    return {str(pid): (str(name), bool(closed), bool(found)) for pid, name, closed, found in rows}


def test_who_was_erased_after_the_backup_is_erased_in_the_restored_city(
    city: City, other: City, tmp_path: Path
) -> None:
    file = city.backup(tmp_path / "x.backup")
    before = _persons(city)
    gone = next(pid for pid, row in before.items() if row[0] == "张一")
    beside = tmp_path / "elsewhere" / "erased.log"
    beside.parent.mkdir()
    beside.write_text(f"a line that nobody can read\n{gone} {NOON.isoformat()}\n{gone} {NOON.isoformat()}\n", "ascii")
    done = other.run("restore", str(file), environment={"BAIYING_ERASURES": str(beside)})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "再次清除" in done.stderr
    after = _persons(other)
    name, closed, found = after[gone]
    assert ("张一" in name, closed, found) == (False, True, False)
    assert {pid: row for pid, row in after.items() if pid != gone} == {
        pid: row for pid, row in before.items() if pid != gone
    }
    with psycopg.connect(other.owner) as connection:
        row = connection.execute("SELECT count(*) FROM kit_auditevent WHERE action = 'ErasedAgain'").fetchone()
    assert row == (1,)


def test_a_list_that_cannot_be_carried_out_restores_nothing(city: City, other: City, tmp_path: Path) -> None:
    file = city.backup(tmp_path / "x.backup")
    done = other.run("restore", str(file), environment={"BAIYING_ERASURES": str(tmp_path)})
    assert done.returncode != 0
    with psycopg.connect(other.owner) as connection:
        assert connection.execute("SELECT to_regclass('people_person')").fetchone() == (None,)


def test_the_list_holds_ids_and_instants_alone(tmp_path: Path, settings: pytest.FixtureRequest) -> None:
    settings.BAIYING_ERASURES = str(tmp_path / "new" / "erased.log")  # type: ignore[attr-defined]
    erasures.note("abcdefghijkm", NOON)
    erasures.note("abcdefghijkm", NOON)
    assert erasures.noted() == {"abcdefghijkm": NOON}
    assert erasures.path().read_text() == f"abcdefghijkm {NOON.isoformat()}\n" * 2


def test_what_is_held_by_law_is_held_in_the_restored_city_before_anything_goes(
    city: City, other: City, tmp_path: Path
) -> None:
    file = city.backup(tmp_path / "x.backup")
    kept = next(pid for pid, row in _persons(city).items() if row[0] == "张一")
    with psycopg.connect(city.owner) as connection:
        area = connection.execute("SELECT public_id FROM places_division ORDER BY id LIMIT 1").fetchone()
    assert area is not None
    noted = {
        "hold": "abcdefghijkm", "area": area[0], "ground": "dispute", "statute": "《民事诉讼法》", "case_no": "1 号",
        "tells": True, "untold_why": "", "cut_why": "", "asked_by": "gone", "decided_by": "gone too",
        "things": [["person", kept]], "until_on": "2099-12-31", "review_on": "", "asked_at": NOON.isoformat(),
        "decided_at": NOON.isoformat(),
    }  # fmt: skip
    beside = tmp_path / "elsewhere" / "erased.log"
    beside.parent.mkdir()
    (beside.parent / "holds.log").write_text(json.dumps(noted) + "\n", "ascii")
    done = other.run("restore", str(file), environment={"BAIYING_ERASURES": str(beside)})
    assert done.returncode == 0, done.stdout + done.stderr
    assert "held again: 1" in done.stderr
    with psycopg.connect(other.owner) as connection:
        row = connection.execute(
            "SELECT p.public_id, h.case_no FROM privacy_holdthing t JOIN privacy_hold h ON h.id = t.hold_id"
            " JOIN people_person p ON p.id = t.person_id WHERE h.decided_at IS NOT NULL"
        ).fetchone()
    assert row == (kept, "1 号")
