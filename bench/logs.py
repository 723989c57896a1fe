"""What parts, dates and proofs cost: lines into the ledger against a flat table, and the audit sealed and verified."""

import os
import time
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, transaction

from baiying.kit.chain import logs, sealing, verifying
from baiying.kit.db import urls
from bench import report, system

_LINES = 3_000
_ROUNDS = 3
_EVENTS = 50_000
_COLUMNS = (
    "id, served_on, unique_source, public_id, person_id, minutes, source, tier, starts_at, ends_at, residence_id,"
    " service_area_id, area_id, category, age_band, reason, posted_at"
)
_INSERT = (
    "INSERT INTO {table} ({columns}) VALUES (%s, current_date, %s, %s, %s, 60, 'code', 'credit', now(), now(), 1, 1, 1,"
    " '', '18-34', '[]', now())"
)
# The ledger as it was before it stood in parts: one table, the unique source in it, the same marks for the figures.
_FLAT = """
  CREATE TABLE bench_ledger AS SELECT * FROM hours_hourentry;
  ALTER TABLE bench_ledger DROP COLUMN recorded_at, DROP COLUMN xid, ADD PRIMARY KEY (served_on, id),
    ADD UNIQUE (served_on, unique_source);
  CREATE INDEX ON bench_ledger (person_id, served_on);
  CREATE INDEX ON bench_ledger (attendance_id);
  CREATE INDEX ON bench_ledger (residence_id, served_on);
  CREATE INDEX ON bench_ledger (team_id, served_on);
  CREATE TRIGGER bench_marks AFTER INSERT ON bench_ledger REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION figures_mark_entries();
"""
_AUDIT = """
  INSERT INTO kit_auditevent
    (at, action, account_id, person_id, role, label, subject_type, subject_id, area_id, ok, detail, ip, device)
  SELECT clock_timestamp(), 'Measured', n, n, 'volunteer', '志愿者' || n, 'signup', n, 1, true,
         jsonb_build_object('shift_id', n, 'person_id', n, 'state', 'accepted'), '10.0.0.1', 'bench'
  FROM generate_series(1, %s) n
"""


def measure(_running: system.System) -> None:
    ledger()
    audit()


def ledger() -> None:
    """One line a statement, in turns; everything is rolled back."""
    with psycopg.connect(urls.owner_url(Path(os.environ["BAIYING_VAR"]))) as owner:
        owner.execute(_FLAT)
        owner.execute("ANALYZE bench_ledger")
        parts, flat = 0.0, 0.0
        for turn in range(_ROUNDS):
            flat += _insert(owner, "bench_ledger", turn)
            parts += _insert(owner, "hours_hourentry", turn)
        owner.rollback()
    count = _ROUNDS * _LINES
    report.line("ledger lines posted, in parts", count / parts, "/s", "one flat table", count / flat)


def _insert(owner: "psycopg.Connection[Any]", table: str, turn: int) -> float:
    statement = _INSERT.format(table=table, columns=_COLUMNS)
    first = 9_000_000_000 + turn * _LINES
    started = time.perf_counter()
    with owner.cursor() as cursor:
        for n in range(first, first + _LINES):
            cursor.execute(statement, [n, f"bench:{n}", f"b{n}"[-12:], n], prepare=True)
    return time.perf_counter() - started


def audit() -> None:
    """Written in one statement, sealed, verified; everything is rolled back."""
    log = logs.log("audit")
    with transaction.atomic():
        sealing.seal(log)
        with connection.cursor() as cursor:
            cursor.execute(_AUDIT, [_EVENTS])
        started = time.perf_counter()
        sealed = sealing.seal(log)
        took = time.perf_counter() - started
        started = time.perf_counter()
        found = verifying.verify(log)
        checked = time.perf_counter() - started
        transaction.set_rollback(True)
    assert found.good, found.shown
    assert sealed >= _EVENTS
    report.line("audit rows sealed", sealed / took, "/s")
    report.line("audit rows verified", found.rows / checked, "/s", rows=found.rows, seals=found.seals)
