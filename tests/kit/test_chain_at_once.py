"""Sealing while others write, out of the order of their numbers, and after the rows came to another cluster."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from django.db import connection, connections

from baiying.kit.chain import logs, sealing, verifying
from baiying.kit.models import Seal

INSERT = (
    "INSERT INTO kit_auditevent (at, action, role, label, subject_type, subject_id, ok, detail, ip, device)"
    " VALUES (clock_timestamp(), 'raced', '', '', 'thing', %s, true, '{}', '', '') RETURNING id"
)


@pytest.fixture
def address(own_database: str, django_db_blocker: Any) -> Iterator[str]:
    with django_db_blocker.unblock():
        yield own_database
        connections.close_all()


def seal() -> int:
    return sealing.seal(logs.log("audit"))


def verified() -> verifying.Report:
    return verifying.verify(logs.log("audit"))


def test_a_row_that_commits_late_with_a_low_number_is_taken_by_the_next_pass(address: str) -> None:
    with psycopg.connect(address) as slow, psycopg.connect(address, autocommit=True) as quick:
        (low,) = slow.execute(INSERT, [1]).fetchone() or (0,)
        (high,) = quick.execute(INSERT, [2]).fetchone() or (0,)
        assert low < high
        before = seal()
        assert seal() == 0
        slow.commit()
        assert seal() == 1
    assert Seal.objects.filter(log="audit").order_by("-number")[0].ids == [low]
    assert before >= 1
    report = verified()
    assert (report.good, report.unsealed) == (True, 0)


def test_nothing_is_lost_or_sealed_twice_while_many_write_and_two_seal(address: str) -> None:
    writers, each = 4, 60
    stop = threading.Event()

    def write(first: int) -> None:
        with psycopg.connect(address) as own:
            for n in range(each):
                own.execute(INSERT, [first * 1000 + n])
                # Some transactions hold two rows, some are taken back.
                if n % 5 == 0:
                    own.execute(INSERT, [first * 1000 + 500 + n])
                if n % 7 == 3:
                    own.rollback()
                else:
                    own.commit()

    def keep_sealing() -> None:
        while not stop.is_set():
            seal()
        connection.close()

    sealers = [threading.Thread(target=keep_sealing) for _ in range(2)]
    threads = [threading.Thread(target=write, args=(n,)) for n in range(writers)]
    for thread in [*sealers, *threads]:
        thread.start()
    for thread in threads:
        thread.join()
    stop.set()
    for thread in sealers:
        thread.join()
    seal()
    report = verified()
    assert (report.shown, report.unsealed) == ([], 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*), count(DISTINCT id) FROM kit_auditevent")
        rows, ids = cursor.fetchone()
    assert rows == ids == report.rows
    assert rows == sum(Seal.objects.filter(log="audit").values_list("rows", flat=True))


def test_after_a_restore_into_another_cluster_new_rows_are_sealed_and_old_ones_stay_proved(address: str) -> None:
    with psycopg.connect(address, autocommit=True) as one:
        for n in range(5):
            one.execute(INSERT, [n])
        seal()
        # Committed between the last seal and the backup; and in the new cluster transaction numbers begin anew, below
        # what the old rows carry.
        one.execute(INSERT, [5])
        one.execute("ALTER TABLE kit_auditevent DISABLE TRIGGER USER")
        one.execute("UPDATE kit_auditevent SET xid = xid + 1000000000 WHERE subject_id = 5")
        one.execute("ALTER TABLE kit_auditevent ENABLE TRIGGER USER")
        one.execute("ALTER TABLE kit_seal DISABLE TRIGGER USER")
    log, key = logs.log("audit"), logs.key_of("audit")
    _pretend_another_cluster(key)
    assert verified().shown == []
    with psycopg.connect(address, autocommit=True) as one:
        one.execute(INSERT, [6])
        assert sealing.seal(log) == 2
        one.execute(INSERT, [7])
        assert sealing.seal(log) == 1
        assert sealing.seal(log) == 0
    report = verified()
    assert (report.shown, report.unsealed) == ([], 0)


def _pretend_another_cluster(key: logs.Key) -> None:
    """The seals as another cluster would have written them: same chain, another cluster's number, a high horizon."""
    previous = b""
    with connection.cursor() as cursor:
        for one in Seal.objects.filter(log="audit").order_by("number"):
            cursor.execute("SELECT proof FROM kit_auditproof WHERE seal = %s ORDER BY at, id", [one.number])
            proofs = b"".join(bytes(proof) for (proof,) in cursor.fetchall())
            horizon = one.horizon + 900_000_000
            said = logs.Said("audit", one.number, one.ids, one.shape, one.complete, horizon, 7, one.sealed_at)
            digest = key.digest(said, previous, proofs)
            cursor.execute(
                "UPDATE kit_seal SET horizon = %s, cluster = 7, previous = %s, digest = %s"
                " WHERE log = 'audit' AND number = %s",
                [horizon, previous, digest, one.number],
            )
            previous = digest
        cursor.execute("ALTER TABLE kit_seal ENABLE TRIGGER USER")


def test_sealing_works_as_the_application_role(address: str, settings: Any) -> None:
    """The worker has no other."""
    with psycopg.connect(address, autocommit=True) as one:
        one.execute(INSERT, [1])
    with connection.cursor() as cursor:
        cursor.execute(f"SET ROLE {settings.BAIYING_APP_ROLE}")
        try:
            assert seal() >= 1
            assert verified().good
        finally:
            cursor.execute("RESET ROLE")
    assert Seal.objects.filter(log="audit", sealed_at__lte=datetime.now(UTC)).exists()
