"""Large tables stand in parts: made ahead, warned of in time, guarded each, archived and put back."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from baiying.demo import builders
from baiying.hours.models import EntrySource, HourEntry
from baiying.kit import audit
from baiying.kit.chain import logs, sealing, verifying
from baiying.kit.db import archives, guards, partitions
from baiying.kit.models import AuditEvent
from baiying.kit.values import actor as actors

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def run(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone() if cursor.description else None


def make(at: datetime) -> list[str]:
    with connection.cursor() as cursor:
        return partitions.make(cursor, at)


def names(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [part.name for part in partitions.parts(cursor, table)]


def note(at: datetime, action: str = "test") -> AuditEvent:
    audit.record(action, actor=actors.system("test"), at=at)
    return AuditEvent.objects.filter(action=action).order_by("-id")[0]


def lies_in(row: AuditEvent) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM kit_auditevent WHERE id = %s", [row.id])
        return str(cursor.fetchone()[0])


def test_parts_are_made_a_year_ahead_and_once() -> None:
    make(NOW)
    assert {"kit_auditevent_2026_11", "kit_auditevent_2027_11"} <= set(names("kit_auditevent"))
    assert {"hours_hourentry_2026", "hours_hourentry_2027"} <= set(names("hours_hourentry"))
    assert {"notices_message_2027_11"} <= set(names("notices_message"))
    assert make(NOW) == []


def test_a_month_begins_at_midnight_in_china() -> None:
    make(NOW)
    last, first = datetime(2026, 11, 30, 15, 59, tzinfo=UTC), datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
    assert (lies_in(note(last, "a")), lies_in(note(first, "b"))) == ("kit_auditevent_2026_11", "kit_auditevent_2026_12")


def test_a_row_without_a_part_is_kept_told_of_and_taken_home() -> None:
    make(NOW)
    far = datetime(2041, 6, 1, tzinfo=UTC)
    row = note(far)
    assert lies_in(row) == "kit_auditevent_other"
    [state] = [one for one in partitions.state(NOW) if one.table == "kit_auditevent"]
    assert (state.loose, state.good) == (True, False)
    assert make(NOW) == ["kit_auditevent_2041_06"]
    assert lies_in(row) == "kit_auditevent_2041_06"
    assert AuditEvent.objects.get(id=row.id).at == far
    assert not any(one.loose for one in partitions.state(NOW))


def test_fewer_than_three_months_left_is_said() -> None:
    make(NOW)
    assert all(one.good for one in partitions.state(NOW))
    # Also on the first of a month, when the last part has just been made.
    late = NOW + timedelta(days=330)
    bad = {one.table for one in partitions.state(late) if not one.good}
    assert {"kit_auditevent", "notices_message"} <= bad
    make(late)
    assert all(one.good for one in partitions.state(late))


def test_a_gap_before_later_parts_counts_as_the_end() -> None:
    make(NOW)
    run("DROP TABLE notices_message_2027_02")
    [state] = [one for one in partitions.state(NOW) if one.table == "notices_message"]
    assert (state.until, state.good) == (date(2027, 2, 1), False)


@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("table", ["kit_auditevent", "hours_hourentry", "kit_auditproof", "hours_entryproof"])
def test_each_part_of_an_append_only_table_refuses_change_to_its_owner(table: str, statement: str) -> None:
    make(datetime(2031, 1, 5, tzinfo=UTC))  # Parts made later are guarded like those of the migration.
    far = datetime(2031, 1, 6, tzinfo=UTC)
    note(far)
    person = builders.person(residence=builders.division("甲市", "city", "990100000000"))
    builders.entry(person, served_on=far.date())
    sealing.seal_all()
    for part in [*names(table), partitions.other(table)]:
        rows = run(f"SELECT count(*) FROM {part}")[0]
        if rows == 0 and not statement.startswith("TRUNCATE"):
            continue
        with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
            run(statement.format(part))
    assert run(f"SELECT count(*) FROM {table}")[0] == 1


def test_a_guard_that_was_taken_off_is_found() -> None:
    with connection.cursor() as cursor:
        assert guards.unguarded(cursor) == []
        cursor.execute("ALTER TABLE kit_auditevent_other DISABLE TRIGGER USER")
        assert guards.unguarded(cursor) == ["kit_auditevent_other"]


def test_one_source_makes_one_line_in_whichever_year() -> None:
    person = builders.person(residence=builders.division("甲市", "city", "990100000000"))
    first = builders.entry(person, served_on=date(2026, 12, 31), unique_source="attendance:7")
    with pytest.raises(IntegrityError, match="hours_entrysource_pkey"), transaction.atomic():
        builders.entry(person, served_on=date(2027, 1, 1), unique_source="attendance:7")
    assert HourEntry.objects.count() == 1
    assert EntrySource.objects.get(unique_source="attendance:7").entry_id == first.id


def test_an_old_part_goes_to_a_file_and_comes_back_unchanged(tmp_path: Path) -> None:
    make(NOW)
    old = [note(datetime(2021, 3, n, tzinfo=UTC), f"old{n}") for n in range(1, 6)]
    make(NOW)
    sealing.seal_all()
    before = list(AuditEvent.objects.order_by("id").values())
    done = archives.archive("kit_auditevent_2021_03", tmp_path, at=NOW)
    assert (done.rows, done.file.name) == (5, "kit_auditevent_2021_03.copy.gz")
    assert not AuditEvent.objects.filter(id=old[0].id).exists()
    report = verifying.verify(logs.log("audit"))
    assert report.archived == 5
    assert {finding.kind for finding in report.shown} <= {"misdated"}
    archives.restore(done.file, at=NOW)
    assert list(AuditEvent.objects.order_by("id").values()) == before
    assert verifying.verify(logs.log("audit")).archived == 0
    with connection.cursor() as cursor:
        assert guards.unguarded(cursor) == []


def test_rows_that_go_without_an_archive_are_removed_rows() -> None:
    make(NOW)
    row = note(datetime(2021, 3, 1, tzinfo=UTC))
    make(NOW)
    sealing.seal_all()
    run("ALTER TABLE kit_auditevent DETACH PARTITION kit_auditevent_2021_03")
    run("DROP TABLE kit_auditevent_2021_03")
    # Who has no key cannot say that it was archived.
    run(
        'INSERT INTO kit_archive ("table", part, since, until, rows, file, digest, mark, is_back, at) VALUES'
        " ('kit_auditevent', 'kit_auditevent_2021_03', '2021-03-01', '2021-04-01', 1, 'x', 'x', 'x', false, now())"
    )
    assert [(f.kind, f.id) for f in verifying.verify(logs.log("audit")).shown] == [("removed", row.id)]


def test_what_must_be_kept_is_not_archived(tmp_path: Path) -> None:
    make(NOW)
    for part in ("hours_hourentry_2026", "hours_hourentry_2023", "kit_auditevent_2026_11"):
        with pytest.raises(archives.Unfit, match="must stay"):
            archives.archive(part, tmp_path, at=NOW)
    with pytest.raises(archives.Unfit, match="no such part"):
        archives.archive("kit_auditevent_1999_01", tmp_path, at=NOW)
    assert not list(tmp_path.iterdir())


def test_a_changed_archive_is_not_put_back(tmp_path: Path) -> None:
    make(NOW)
    note(datetime(2021, 3, 1, tzinfo=UTC))
    make(NOW)
    done = archives.archive("kit_auditevent_2021_03", tmp_path, at=NOW)
    done.file.write_bytes(done.file.read_bytes() + b"\0")
    with pytest.raises(archives.Unfit, match="not an archive that was noted"):
        archives.restore(done.file, at=NOW)
