"""Sealing: what was added to a log since the last seal gets its proofs, batch by batch, outside the hot path.

Rows commit out of the order of their ids, so a seal closes what is *seen*, not what is numbered. Whatever is in flight
has a transaction number at or above the horizon that the pass notes before it looks, and is taken by the next pass.
In another cluster (after a restore) such numbers mean nothing: then the time of recording alone bounds the search.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import connection, transaction

from baiying.kit.chain import logs
from baiying.kit.chain.logs import Log

_BATCH = 5_000
# Rows of one pass, so that no transaction grows for ever; the next pass goes on.
_MOST = 200_000
_LAST = """
  SELECT number, digest, complete, horizon, cluster, sealed_at FROM kit_seal WHERE log = %s {} ORDER BY number DESC
  LIMIT 1
"""
_ADD_SEAL = """
  INSERT INTO kit_seal
    (log, number, rows, ids, shape, previous, digest, key_mark, complete, horizon, cluster, sealed_at)
  VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


@dataclass(frozen=True, slots=True)
class Head:
    """The newest seal of a log: what to keep elsewhere, so that cutting off the end is noticed."""

    log: str
    number: int
    digest: bytes

    def __str__(self) -> str:
        return f"{self.log} {self.number}:{self.digest.hex()}"


@dataclass(frozen=True, slots=True)
class _Pass:
    """What one pass works with: the key, the columns, and what it will note as sealed."""

    log: Log
    key: logs.Key
    shape: list[str]
    horizon: int
    cluster: int
    sealed_at: datetime


def head(name: str) -> Head | None:
    with connection.cursor() as cursor:
        cursor.execute(_LAST.format(""), [name])
        row = cursor.fetchone()
    return Head(name, row[0], bytes(row[1])) if row else None


@transaction.atomic
def seal(log: Log, *, most: int = _MOST) -> int:
    """Seal what is new; gives the number of rows. Nothing while another process seals this log.

    A row that was recorded long before the last seal and is not in it came in by a back door: it is left alone, and
    verifying names it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"kit.chain:{log.name}"])
        if not cursor.fetchone()[0]:
            return 0
        logs.settle_texts(cursor)
        shape = logs.columns(cursor, log.table)
        # Before the rows are looked at: every transaction below the horizon has ended by now.
        cursor.execute(
            "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint, system_identifier, clock_timestamp()"
            " FROM pg_control_system()"
        )
        this = _Pass(log, logs.key_of(log.name), shape, *cursor.fetchone())
        where, values = _new_rows(cursor, this)
        cursor.execute(_LAST.format(""), [log.name])
        last = cursor.fetchone()
        number, digest = (last[0], bytes(last[1])) if last else (0, b"")
        return _seal_all(cursor, this, where, values, number, digest, most)


def _new_rows(cursor: Any, this: _Pass) -> tuple[str, list[object]]:
    """The condition on rows that no finished pass has looked at."""
    cursor.execute(_LAST.format("AND complete"), [this.log.name])
    done = cursor.fetchone()
    if done is None:
        return "true", []
    _, _, _, horizon, cluster, sealed_at = done
    if cluster != this.cluster:
        return "l.recorded_at > %s", [sealed_at - logs.LATEST]
    return "l.recorded_at > %s AND l.xid >= %s", [sealed_at - logs.LATEST, horizon]


def _seal_all(cursor: Any, this: _Pass, where: str, values: list[object], number: int, digest: bytes, most: int) -> int:
    """Batch by batch from a cursor in the database; the last batch of a finished pass says that it is complete."""
    rows = _stream(this, where, values)
    sealed, batch = 0, _take(rows)
    while batch:
        following = _take(rows) if sealed + len(batch) < most else []
        # Cut off by `most` with a full batch: there may be more, which the next pass looks for from the same place.
        complete = not following and (sealed + len(batch) < most)
        number += 1
        digest = _add(cursor, this, number, digest, sorted(batch, key=lambda row: row[:2]), complete)
        sealed += len(batch)
        batch = following
    return sealed


def _stream(this: _Pass, where: str, values: list[object]) -> Iterator[tuple[Any, ...]]:
    log = this.log
    yield from logs.stream(
        f"SELECT l.{log.key}, l.id, {logs.as_text(this.shape)} FROM {log.table} l WHERE {where} AND NOT EXISTS"
        f" (SELECT FROM {log.proofs} p WHERE p.{log.key} = l.{log.key} AND p.id = l.id)",
        values,
    )


def _take(rows: Iterator[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return list(islice(rows, _BATCH))


def _add(cursor: Any, this: _Pass, number: int, previous: bytes, batch: list[tuple[Any, ...]], complete: bool) -> bytes:
    log, key = this.log, this.key
    keys, ids = [row[0] for row in batch], [row[1] for row in batch]
    proofs = [key.proof(text) for _, _, text in batch]
    said = logs.Said(log.name, number, ids, this.shape, complete, this.horizon, this.cluster, this.sealed_at)
    digest = key.digest(said, previous, b"".join(proofs))
    kind = "date" if type(keys[0]).__name__ == "date" else "timestamptz"
    cursor.execute(
        f"INSERT INTO {log.proofs} ({log.key}, id, seal, proof)"
        f" SELECT at, id, %s, proof FROM unnest(%s::{kind}[], %s::bigint[], %s::bytea[]) AS new (at, id, proof)",
        [number, keys, ids, proofs],
    )
    cursor.execute(
        _ADD_SEAL,
        [log.name, number, len(ids), ids, this.shape, previous, digest, key.mark, complete, this.horizon,
         this.cluster, this.sealed_at],
    )  # fmt: skip
    return digest


def seal_all() -> dict[str, int]:
    """Seal every log; gives how many rows each took up."""
    return {log.name: seal(log) for log in logs.logs()}
