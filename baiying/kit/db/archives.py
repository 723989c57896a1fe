"""Old parts of large tables: written to a file, taken out of the database, put back. As the owner.

A file is gzip; its first line says what it holds, as JSON, and the rest is what COPY writes. What was archived stands
in `kit_archive` under a keyed hash, so that verifying a log (kit.chain) takes its rows as archived, not as removed;
proofs are never archived.
"""

import gzip
import hashlib
import json
import os
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from baiying.kit.chain import archived, logs
from baiying.kit.db import guards, partitions
from baiying.kit.db.partitions import Part


class Unfit(Exception):
    """Why a part cannot be archived, or a file not be put back, in one sentence of both languages."""


@dataclass(frozen=True, slots=True)
class Archived:
    file: Path
    rows: int
    digest: bytes


def archive(name: str, folder: Path, *, at: datetime) -> Archived:
    """Write a part to `<folder>/<part>.copy.gz`, then take it out of the database. Raises Unfit.

    The file is complete, on disk and read back before the part is dropped; all of it is one transaction.
    """
    table, part = _fit(name, at)
    file = folder / f"{name}.copy.gz"
    if file.exists():
        raise Unfit(f"{file} 已存在 is there already")
    draft = file.with_suffix(".part")
    with transaction.atomic(), connection.cursor() as cursor:
        # Nobody adds to it while it is read, and nobody waits for us long: old parts are hardly written to.
        cursor.execute(f"LOCK TABLE {name} IN SHARE MODE")
        rows = _write(cursor, table, part, draft)
        digest = _digest_of(draft)
        if _count(draft) != rows:
            raise Unfit(f"{draft} 没有写完整 was not written whole")
        cursor.execute(f"ALTER TABLE {table} DETACH PARTITION {name}")
        cursor.execute(f"DROP TABLE {name}")
        _note(cursor, table, part, rows, file, digest, is_back=False, at=at)
        draft.rename(file)
    return Archived(file, rows, digest)


def restore(file: Path, *, at: datetime) -> tuple[str, int]:
    """Put an archived part back; gives its name and rows. Refuses a file that is not the one noted. Raises Unfit."""
    digest = _digest_of(file)
    with transaction.atomic(), connection.cursor() as cursor, gzip.open(file, "rb") as rows:
        said = json.loads(rows.readline())
        table, name = said["table"], said["part"]
        cursor.execute(
            "SELECT rows FROM kit_archive WHERE part = %s AND digest = %s AND NOT is_back ORDER BY id DESC LIMIT 1",
            [name, digest],
        )
        noted = cursor.fetchone()
        if noted is None or table not in partitions.tables():
            raise Unfit(f"{file} 不是登记过的归档文件 is not an archive that was noted")
        part = Part(name, date.fromisoformat(said["since"]), date.fromisoformat(said["until"]))
        if name in {one.name for one in partitions.parts(cursor, table)}:
            raise Unfit(f"{name} 还在数据库里 is in the database")
        since, until = partitions.bounds(table, part)
        cursor.execute(f"CREATE TABLE {name} (LIKE {table} INCLUDING ALL)")
        listed = ", ".join(f'"{column}"' for column in said["columns"])
        with cursor.copy(f"COPY {name} ({listed}) FROM STDIN") as copy:
            while block := rows.read(1 << 20):
                copy.write(block)
        cursor.execute(f"ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ({since}) TO ({until})")
        guards.guard_part(cursor, table, name)
        _note(cursor, table, part, noted[0], file, digest, is_back=True, at=at)
    return name, int(noted[0])


def _fit(name: str, at: datetime) -> tuple[str, Part]:
    """The table and the part of this name, if the part is old enough."""
    with connection.cursor() as cursor:
        for table in partitions.tables():
            part = next((one for one in partitions.parts(cursor, table) if one.name == name), None)
            if part is None:
                continue
            if not partitions.is_old_enough(table, part, at):
                months = partitions.cut_of(table).keep_months
                raise Unfit(f"{name} 须保留 {months} 个月，不能归档 must stay in the database for {months} months")
            return table, part
    raise Unfit(f"没有分区 {name}，见 baiying partitions list no such part")


def _write(cursor: Any, table: str, part: Part, draft: Path) -> int:
    cursor.execute(f"SELECT count(*) FROM {part.name}")
    (rows,) = cursor.fetchone()
    columns = logs.columns(cursor, part.name)
    listed = ", ".join(f'"{column}"' for column in columns)
    said = {"table": table, "part": part.name, "since": str(part.since), "until": str(part.until), "columns": columns}
    logs.settle_texts(cursor)
    with gzip.open(draft, "wb") as file:
        file.write(json.dumps(said).encode() + b"\n")
        with cursor.copy(f"COPY {part.name} ({listed}) TO STDOUT") as copy:
            for block in copy:
                file.write(block)
    with draft.open("rb") as written:
        os.fsync(written.fileno())
    return int(rows)


def _count(draft: Path) -> int:
    """Rows in the file, read back: COPY writes each on a line of its own."""
    with gzip.open(draft, "rb") as file:
        file.readline()
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))


def _digest_of(file: Path) -> bytes:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").digest()


def _note(
    cursor: Any, table: str, part: Part, rows: int, file: Path, digest: bytes, *, is_back: bool, at: datetime
) -> None:
    line = archived.line_of(table, part.name, part.since, part.until, rows, digest, is_back)
    log = next((one for one in logs.logs() if one.table == table), None)
    mark = logs.key_of(log.name if log else table).archive(line)
    cursor.execute(
        'INSERT INTO kit_archive ("table", part, since, until, rows, file, digest, mark, is_back, at)'
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [table, part.name, part.since, part.until, rows, file.name, digest, mark, is_back, at],
    )
