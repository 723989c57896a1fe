"""Verifying a log: every row against its proof, every seal against its digest, the end against heads kept elsewhere.

Reads only, in streams: memory does not grow with the log. What is wrong is named, row by row.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection, transaction

from baiying.kit.chain import archived, logs
from baiying.kit.chain.logs import Log

Progress = Callable[[int, int], None]
# Rows of the seals that are compared together: few enough to be looked up by key.
_ROWS_AT_ONCE = 50_000
_SEALS = """
  SELECT number, rows, ids, shape, previous, digest, key_mark, complete, horizon, cluster, sealed_at
  FROM kit_seal WHERE log = %s ORDER BY number
"""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was sealed. `kind`: changed, removed, inserted, misdated, seal, key, head."""

    kind: str
    log: str
    id: int | None
    at: date | datetime | None
    what: str

    def __str__(self) -> str:
        named = f" id={self.id}" if self.id is not None else ""
        when = f" at={self.at}" if self.at is not None else ""
        return f"{self.log} {self.kind}{named}{when} {self.what}".rstrip()


@dataclass(slots=True)
class Report:
    """What verifying found, and how much it looked at."""

    log: str
    rows: int = 0
    seals: int = 0
    unsealed: int = 0
    archived: int = 0
    loaded_later: int = 0
    head: str = ""
    findings: int = 0
    shown: list[Finding] = field(default_factory=list)

    @property
    def good(self) -> bool:
        return not self.findings


@dataclass(frozen=True, slots=True)
class _Seal:
    number: int
    rows: int
    ids: list[int]
    shape: list[str]
    previous: bytes
    digest: bytes
    key_mark: bytes
    complete: bool
    horizon: int
    cluster: int
    sealed_at: datetime


@transaction.atomic
def verify(
    log: Log,
    *,
    heads: Iterable[tuple[int, str]] = (),
    progress: Progress = lambda _done, _all: None,
    tell: Callable[[Finding], None] = lambda _finding: None,
    keep: int = 100,
) -> Report:
    """Go through one log; `tell` hears of every finding, the report keeps the first `keep`.

    `heads` are numbers and digests (hexadecimal) of seals noted elsewhere: each must still stand.
    """
    report = Report(log.name)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL transaction_read_only = on")
        logs.settle_texts(cursor)
        # Rows are looked up by key, a few thousand at a time; joining whole tables for each would be worse.
        cursor.execute("SET LOCAL enable_hashjoin = off")
        cursor.execute("SET LOCAL enable_mergejoin = off")
        wanted = dict(heads)
        for finding in _findings(cursor, log, wanted, report, progress):
            report.findings += 1
            if len(report.shown) < keep:
                report.shown.append(finding)
            tell(finding)
    return report


def _findings(cursor: Any, log: Log, heads: dict[int, str], report: Report, progress: Progress) -> Iterator[Finding]:
    cursor.execute("SELECT coalesce(sum(rows), 0) FROM kit_seal WHERE log = %s", [log.name])
    total = int(cursor.fetchone()[0])
    chain = _Chain(log, report, heads)
    for together in _together(log):
        yield from chain.follow(together)
        progress(report.rows, total)
    yield from chain.ends()
    cursor.execute("SET LOCAL enable_hashjoin = on")
    cursor.execute("SET LOCAL enable_mergejoin = on")
    cursor.execute("SET LOCAL enable_partitionwise_join = on")
    yield from _without_proof(cursor, log, report)
    yield from _loose_proofs(cursor, log, chain.number)
    yield from _misdated(log, report)


def _together(log: Log) -> Iterator[list[_Seal]]:
    """Runs of seals of one shape with not too many rows."""
    group: list[_Seal] = []
    for number, count, ids, shape, previous, digest, mark, *rest in logs.stream(_SEALS, [log.name]):
        seal = _Seal(number, count, ids, shape, bytes(previous), bytes(digest), bytes(mark), *rest)
        if group and (group[0].shape != shape or sum(s.rows for s in group) + count > _ROWS_AT_ONCE):
            yield group
            group = []
        group.append(seal)
    if group:
        yield group


class _Chain:
    """Follows the seals from the first to the last, with the rows of each."""

    def __init__(self, log: Log, report: Report, heads: dict[int, str]) -> None:
        self.log, self.report, self.heads = log, report, heads
        self.key = logs.key_of(log.name)
        self.archives = archived.gone(log, self.key)
        self.number, self.digest = 0, b""

    def _say(self, kind: str, what: str, row_id: int | None = None, at: date | datetime | None = None) -> Finding:
        return Finding(kind, self.log.name, row_id, at, what)

    def follow(self, seals: list[_Seal]) -> Iterator[Finding]:
        rows = _by_seal(self.log, seals)
        ahead = next(rows, None)
        for seal in seals:
            mine = []
            while ahead is not None and ahead[0] <= seal.number:
                if ahead[0] == seal.number:
                    mine.append(ahead)
                ahead = next(rows, None)
            yield from self._rows(seal, mine)
            yield from self._link(seal, b"".join(row[3] for row in mine))

    def _rows(self, seal: _Seal, mine: list[tuple[Any, ...]]) -> Iterator[Finding]:
        self.report.rows += len(mine)
        for _, at, row_id, proof, text, *named in mine:
            if text is None:
                if self.archives.covers(at):
                    self.report.archived += 1
                else:
                    yield self._say("removed", f"seal {seal.number}", row_id, at)
            elif self.key.proof(text) != proof:
                yield self._say("changed", f"{' '.join(map(str, named))} seal {seal.number}", row_id, at)
        missing = set(seal.ids) - {row[2] for row in mine}
        for row_id in sorted(missing):
            yield self._say("removed", f"with its proof, seal {seal.number}", row_id)

    def _link(self, seal: _Seal, proofs: bytes) -> Iterator[Finding]:
        self.report.seals += 1
        if seal.number != self.number + 1:
            yield self._say("seal", f"{self.number + 1} to {seal.number - 1} missing")
        elif seal.previous != self.digest:
            yield self._say("seal", f"{seal.number} does not follow the one before")
        said = logs.Said(
            self.log.name, seal.number, seal.ids, seal.shape, seal.complete, seal.horizon, seal.cluster, seal.sealed_at
        )
        if seal.key_mark != self.key.mark:
            yield self._say("key", f"seal {seal.number} was made with another key")
        elif self.key.digest(said, seal.previous, proofs) != seal.digest:
            yield self._say("seal", f"{seal.number} of {seal.sealed_at} broken")
        kept = self.heads.pop(seal.number, None)
        if kept is not None and kept != seal.digest.hex():
            yield self._say("head", f"seal {seal.number} is not the one that was noted")
        self.number, self.digest = seal.number, seal.digest

    def ends(self) -> Iterator[Finding]:
        self.report.head = f"{self.number}:{self.digest.hex()}"
        for number in sorted(self.heads):
            yield self._say("head", f"seal {number} was noted and is gone: the end was cut off")


def _by_seal(log: Log, seals: list[_Seal]) -> Iterator[tuple[Any, ...]]:
    """Proofs of these seals, in their order, each with its row as text if it is there."""
    named = "".join(f', l."{name}"' for name in log.named)
    rows = logs.stream(
        f"SELECT p.seal, p.{log.key}, p.id, p.proof, CASE WHEN l.id IS NOT NULL THEN {logs.as_text(seals[0].shape)}"
        f" END{named} FROM {log.proofs} p LEFT JOIN {log.table} l ON l.{log.key} = p.{log.key} AND l.id = p.id"
        f" WHERE p.seal BETWEEN %s AND %s ORDER BY p.seal, p.{log.key}, p.id",
        [seals[0].number, seals[-1].number],
    )
    for number, at, row_id, proof, *rest in rows:
        yield (number, at, row_id, bytes(proof), *rest)


def _without_proof(cursor: Any, log: Log, report: Report) -> Iterator[Finding]:
    """Rows that no seal has: new ones wait for the next pass, old ones came in by a back door."""
    cursor.execute(
        "SELECT sealed_at, horizon, cluster = (SELECT system_identifier FROM pg_control_system()) FROM kit_seal"
        " WHERE log = %s AND complete ORDER BY number DESC LIMIT 1",
        [log.name],
    )
    last = cursor.fetchone()
    since = last[0] - logs.LATEST if last else datetime.min.replace(tzinfo=UTC)
    horizon = last[1] if last and last[2] else 0
    named = "".join(f', l."{name}"' for name in log.named)
    rows = logs.stream(
        f"SELECT l.{log.key}, l.id, l.recorded_at <= %s OR l.xid < %s{named} FROM {log.table} l"
        f" LEFT JOIN {log.proofs} p ON p.{log.key} = l.{log.key} AND p.id = l.id WHERE p.id IS NULL",
        [since, horizon],
    )
    for at, row_id, late, *names in rows:
        if late:
            yield Finding("inserted", log.name, row_id, at, " ".join(map(str, names)))
        else:
            report.unsealed += 1


def _loose_proofs(cursor: Any, log: Log, last: int) -> Iterator[Finding]:
    cursor.execute(f"SELECT count(*), min(seal) FROM {log.proofs} WHERE seal > %s", [last])
    count, first = cursor.fetchone()
    if count:
        yield Finding("seal", log.name, None, None, f"{first} missing, {count} rows were in it or after it")


def _misdated(log: Log, report: Report) -> Iterator[Finding]:
    """Rows dated far from when they were recorded: only the owner can have written them."""
    named = "".join(f', l."{name}"' for name in log.named)
    rows = logs.stream(
        f"SELECT l.{log.key}, l.id, l.recorded_at, l.{log.dated}{named} FROM {log.table} l"
        f" WHERE l.{log.dated} <= l.recorded_at - %s OR l.{log.dated} >= l.recorded_at + %s",
        [logs.DELAY, logs.AHEAD],
    )
    for at, row_id, recorded_at, dated, *names in rows:
        if log.strict:
            what = f"{' '.join(map(str, names))} dated {dated}, recorded {recorded_at}"
            yield Finding("misdated", log.name, row_id, at, what)
        else:
            report.loaded_later += 1
