"""Audit and ledger are proved unchanged: what somebody changes, removes or slips in past the triggers is named."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from baiying.demo import builders
from baiying.hours.models import HourEntry
from baiying.kit import audit
from baiying.kit.chain import logs, sealing, verifying
from baiying.kit.models import AuditEvent, Seal
from baiying.kit.values import actor as actors

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)


def now() -> datetime:
    return datetime.now(UTC)


def write(count: int, action: str = "test") -> None:
    for n in range(count):
        audit.record(action, actor=actors.system("test"), at=now(), subject=("thing", n), detail={"n": n})


@contextmanager
def past_the_triggers(table: str) -> Iterator[Any]:
    """What whoever owns the database can do."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield cursor
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def verified(name: str = "audit", **more: Any) -> verifying.Report:
    return verifying.verify(logs.log(name), **more)


def found(name: str = "audit", **more: Any) -> list[tuple[str, int | None]]:
    return [(finding.kind, finding.id) for finding in verified(name, **more).shown]


def seal() -> None:
    sealing.seal_all()


def test_what_nobody_touched_is_good_and_what_is_new_waits_for_the_next_seal() -> None:
    write(12)
    seal()
    write(3)
    report = verified()
    assert (report.good, report.rows, report.seals, report.unsealed) == (True, 12, 1, 3)
    seal()
    report = verified()
    assert (report.good, report.rows, report.seals, report.unsealed) == (True, 15, 2, 0)
    assert report.head == f"2:{Seal.objects.get(log='audit', number=2).digest.hex()}"


def test_sealing_again_takes_nothing_twice() -> None:
    write(5)
    log = logs.log("audit")
    assert sealing.seal(log) == 5
    assert sealing.seal(log) == 0
    assert Seal.objects.filter(log="audit").count() == 1


@pytest.mark.parametrize("column", ["label = '改'", "action = 'x'", "ok = false", "detail = '{}'", "person_id = 1",
                                    "recorded_at = recorded_at - interval '1 second'"])  # fmt: skip
def test_a_changed_row_is_named(column: str) -> None:
    write(8)
    seal()
    row = AuditEvent.objects.order_by("id")[3]
    with past_the_triggers("kit_auditevent") as owner:
        owner.execute(f"UPDATE kit_auditevent SET {column} WHERE id = %s", [row.id])
    [finding] = verified().shown
    assert (finding.kind, finding.id, finding.at) == ("changed", row.id, row.at)
    assert str(finding).startswith(f"audit changed id={row.id} at={row.at}")


def test_a_row_moved_to_another_day_is_named() -> None:
    write(3)
    seal()
    row = AuditEvent.objects.order_by("id")[1]
    with past_the_triggers("kit_auditevent") as owner:
        owner.execute("UPDATE kit_auditevent SET at = at - interval '90 days' WHERE id = %s", [row.id])
    assert ("removed", row.id) in found()
    assert verified().findings > 1  # At its new day it has no proof, and is dated otherwise than it was recorded.


def test_a_removed_row_is_named_even_if_its_proof_went_with_it() -> None:
    write(8)
    seal()
    one, two = (row.id for row in AuditEvent.objects.order_by("id")[2:4])
    with past_the_triggers("kit_auditevent") as owner:
        owner.execute("DELETE FROM kit_auditevent WHERE id IN (%s, %s)", [one, two])
    assert found() == [("removed", one), ("removed", two)]
    with past_the_triggers("kit_auditproof") as owner:
        owner.execute("DELETE FROM kit_auditproof WHERE id = %s", [one])
    assert found() == [("removed", two), ("removed", one), ("seal", None)]


def test_a_row_slipped_in_with_an_old_date_is_named_whatever_its_writer_says_of_it() -> None:
    write(4)
    seal()
    columns = "at, action, role, label, subject_type, ok, detail, ip, device"
    values = "now() - interval '400 days', 'forged', '', '伪造', '', true, '{}', '', ''"
    with past_the_triggers("kit_auditevent") as owner:
        owner.execute(f"INSERT INTO kit_auditevent ({columns}) VALUES ({values}) RETURNING id")
        (dated,) = owner.fetchone()
        owner.execute(
            f"INSERT INTO kit_auditevent ({columns}, recorded_at, xid)"
            f" VALUES ({values}, now() - interval '400 days', 5) RETURNING id"
        )
        (hidden,) = owner.fetchone()
    seal()  # What is found is not taken up by the next seal as if it were new.
    assert sorted(found()) == [("inserted", hidden), ("misdated", dated)]


def test_the_application_cannot_date_an_audit_row_otherwise_than_it_is_written() -> None:
    database = connection.settings_dict["NAME"]
    url = os.environ["BAIYING_TEST_APP_URL"].replace("/postgres?", f"/{database}?")
    columns = "at, action, role, label, subject_type, ok, detail, ip, device"
    with psycopg.connect(url) as app:
        given = "%s, 'forged', '', '', '', true, '[]', '', ''"
        insert = f"INSERT INTO kit_auditevent ({columns}{{}}) VALUES ({given}{{}})"
        for days in (-400, -8, 1):
            with pytest.raises(psycopg.errors.CheckViolation), app.transaction():
                app.execute(insert.format("", ""), [now() + timedelta(days=days)])
        for column, value in (("recorded_at", "now()"), ("xid", "7")):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), app.transaction():
                app.execute(insert.format(f", {column}", f", {value}"), [now()])
        app.execute(insert.format("", ""), [now()])
        assert app.execute("SELECT count(*) FROM kit_auditevent WHERE action = 'forged'").fetchone() == (1,)
        app.rollback()


def test_the_owner_cannot_mend_the_chain_without_the_key() -> None:
    write(6)
    seal()
    row = AuditEvent.objects.order_by("id")[0]
    with past_the_triggers("kit_auditevent") as owner:
        owner.execute("UPDATE kit_auditevent SET label = '改' WHERE id = %s", [row.id])
    with past_the_triggers("kit_auditproof") as owner:
        owner.execute("UPDATE kit_auditproof SET proof = sha256('guess') WHERE id = %s", [row.id])
    assert found() == [("changed", row.id), ("seal", None)]


def test_a_seal_that_was_changed_or_taken_out_is_noticed() -> None:
    for _ in range(3):
        write(2)
        seal()
    with past_the_triggers("kit_seal") as owner:
        owner.execute(
            "UPDATE kit_seal SET sealed_at = sealed_at + interval '1 second' WHERE log = 'audit' AND number = 2"
        )
    assert found() == [("seal", None)]
    with past_the_triggers("kit_seal") as owner:
        owner.execute("DELETE FROM kit_seal WHERE log = 'audit' AND number = 2")
    assert ("seal", None) in found()


def test_a_last_seal_that_is_gone_leaves_proofs_that_say_so() -> None:
    write(3)
    seal()
    write(3)
    seal()
    with past_the_triggers("kit_seal") as owner:
        owner.execute("DELETE FROM kit_seal WHERE log = 'audit' AND number = (SELECT max(number) FROM kit_seal)")
    assert found() != []


def test_cutting_off_the_end_is_noticed_by_a_head_kept_elsewhere() -> None:
    write(2)
    seal()
    write(2, "late")
    seal()
    head = sealing.head("audit")
    assert head is not None
    with past_the_triggers("kit_auditevent") as owner:
        owner.execute("DELETE FROM kit_auditevent WHERE action = 'late'")
    with past_the_triggers("kit_auditproof") as owner:
        owner.execute("DELETE FROM kit_auditproof WHERE seal = 2")
    with past_the_triggers("kit_seal") as owner:
        owner.execute("DELETE FROM kit_seal WHERE log = 'audit' AND number = 2")
    assert found() == []  # From inside nothing is missing: that is why the head is kept elsewhere.
    assert found(heads=[(head.number, head.digest.hex())]) == [("head", None)]
    write(2, "other")
    seal()
    assert found(heads=[(head.number, head.digest.hex())]) == [("head", None)]


def test_another_key_is_told_from_a_changed_row(settings: Any) -> None:
    write(2)
    seal()
    settings.BAIYING_LOOKUP_KEY = bytes(32)
    kinds = {kind for kind, _ in found()}
    assert "key" in kinds


def test_the_ledger_is_proved_like_the_audit() -> None:
    person = builders.person(residence=builders.division("甲市", "city", "990100000000"))
    lines = [builders.entry(person, minutes=60 + n, served_on=date(2026, 3 + n, 2)) for n in range(4)]
    seal()
    report = verified("ledger")
    # The builders load what was before, as the owner: told, but no fault in the ledger.
    assert (report.good, report.rows, report.loaded_later) == (True, 4, 4)
    with past_the_triggers("hours_hourentry") as owner:
        owner.execute("UPDATE hours_hourentry SET minutes = minutes + 60 WHERE id = %s", [lines[1].id])
        owner.execute("DELETE FROM hours_hourentry WHERE id = %s", [lines[2].id])
    findings = {(f.kind, f.id): f for f in verified("ledger").shown}
    assert set(findings) == {("changed", lines[1].id), ("removed", lines[2].id)}
    assert lines[1].unique_source in str(findings["changed", lines[1].id])
    assert HourEntry.objects.count() == 3


def test_a_column_that_is_added_later_does_not_break_what_was_sealed() -> None:
    write(3)
    seal()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE kit_auditevent ADD COLUMN later text NOT NULL DEFAULT 'x'")
    write(3)
    seal()
    assert found() == []


def test_many_batches_are_one_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_BATCH", 10)
    write(35)
    with transaction.atomic():
        assert sealing.seal(logs.log("audit")) == 35
    assert list(Seal.objects.filter(log="audit").order_by("number").values_list("rows", "complete")) == [
        (10, False), (10, False), (10, False), (5, True),
    ]  # fmt: skip
    assert found() == []


def test_a_pass_that_is_cut_off_goes_on_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "_BATCH", 10)
    write(35)
    log = logs.log("audit")
    assert [sealing.seal(log, most=20), sealing.seal(log, most=20), sealing.seal(log, most=20)] == [20, 15, 0]
    assert found() == []
    assert verified().unsealed == 0
