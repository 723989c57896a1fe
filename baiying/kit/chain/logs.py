"""Which tables are logs whose rows are proved unchanged, and how a row becomes bytes."""

import hashlib
import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connection

from baiying.kit import sealed

# How long after it was recorded a row may still be taken up: longer than any transaction of the program may last.
LATEST = timedelta(hours=1)
# How far the application may date a row from when it was recorded; the database's check says the same.
DELAY = timedelta(days=7)
AHEAD = timedelta(hours=1)
PROOF_BYTES = 16
_FETCHED = 5_000


@dataclass(frozen=True, slots=True)
class Log:
    """A table that only grows and is chained: `CHAINED = Log(...)` on its model.

    `key` is the first column of its key (the second is `id`), `proofs` the table of its rows' proofs, `named` the
    columns by which people know a row, `dated` the column that says when it happened. In a `strict` log a row dated
    otherwise than it was recorded is a fault; elsewhere the owner may have loaded what was before.
    """

    name: str
    key: str
    proofs: str
    named: tuple[str, ...]
    dated: str
    strict: bool
    table: str = ""


def logs() -> list[Log]:
    """Every chained log of the program."""
    found = []
    for model in apps.get_models():
        log = getattr(model, "CHAINED", None)
        if log is not None:
            found.append(Log(log.name, log.key, log.proofs, log.named, log.dated, log.strict, model._meta.db_table))
    return sorted(found, key=lambda log: log.name)


def log(name: str) -> Log:
    return next(one for one in logs() if one.name == name)


def columns(cursor: Any, table: str) -> list[str]:
    """The columns the table has now, in the order of their names."""
    cursor.execute(
        "SELECT attname::text FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped",
        [f"public.{table}"],
    )
    return sorted(name for (name,) in cursor.fetchall())


def as_text(shape: Sequence[str]) -> str:
    """SQL: the row `l` as one unambiguous text of the named columns. Ask under `settle_texts`."""
    return "ROW(" + ", ".join(f'l."{name}"' for name in shape) + ")::text"


def settle_texts(cursor: Any) -> None:
    """For this transaction: dates and numbers as text do not depend on the session."""
    for setting, value in (
        ("TimeZone", "UTC"), ("DateStyle", "ISO, YMD"), ("IntervalStyle", "iso_8601"),
        ("extra_float_digits", "1"), ("bytea_output", "hex"),
    ):  # fmt: skip
        cursor.execute("SELECT set_config(%s, %s, true)", [setting, value])


def stream(statement: str, values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """Rows from a cursor in the database, a few thousand at a time: memory does not grow with the log."""
    cursor: Any
    with connection.chunked_cursor() as cursor:
        cursor.itersize = _FETCHED
        cursor.execute(statement, values)
        yield from cursor


@dataclass(frozen=True, slots=True)
class Said:
    """What a seal says of itself: its digest takes it in."""

    log: str
    number: int
    ids: Sequence[int]
    shape: Sequence[str]
    complete: bool
    horizon: int
    cluster: int
    sealed_at: datetime

    def __str__(self) -> str:
        numbers, names = ",".join(map(str, self.ids)), ",".join(self.shape)
        moment = self.sealed_at.astimezone(UTC).isoformat()
        said = [self.log, self.number, numbers, names, self.complete, self.horizon, self.cluster, moment]
        return "|".join(map(str, said))


@dataclass(frozen=True, slots=True)
class Key:
    """The key of one log's chain, derived from the lookup key: never in the database, so its owner cannot rechain."""

    secret: bytes

    @property
    def mark(self) -> bytes:
        return hmac.digest(self.secret, b"mark", hashlib.sha256)[:8]

    def proof(self, text: str) -> bytes:
        """Of one row. Keyed, hence also a commitment that nobody without the key can try values against."""
        return hmac.digest(self.secret, b"row\0" + text.encode(), hashlib.sha256)[:PROOF_BYTES]

    def digest(self, said: Said, previous: bytes, proofs: bytes) -> bytes:
        """Of one seal: what it says of itself, the seal before it, and its rows' proofs in order."""
        return hmac.digest(self.secret, b"seal\0" + str(said).encode() + b"\0" + previous + proofs, hashlib.sha256)

    def archive(self, line: str) -> bytes:
        return hmac.digest(self.secret, f"archive\0{line}".encode(), hashlib.sha256)


def key_of(name: str) -> Key:
    return Key(sealed.lookup("chain", name))
