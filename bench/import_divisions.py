"""Import of a division table against COPY of the same rows into the same tables with their keys.

BENCH_DIVISIONS names the whole country's table (CSV, may be gzipped); without it an invented one of 84,000 rows serves.
Both sides end with the deferred foreign keys checked, and both are rolled back.
"""

import gzip
import os
import shutil
import tempfile
import time
from datetime import date
from pathlib import Path

from django.db import connection, transaction

from baiying.kit import clock
from baiying.kit.values import actor
from baiying.places import actions
from bench import report, system

_TABLES = {
    "places_division": "id, public_id, code, name, level, parent_id, path",
    "places_divisionversion": "id, division_id, code, name, level, parent_id, path, valid_from, note",
}
_NEW = {"places_division": "id > %(last)s", "places_divisionversion": "division_id > %(last)s"}


def measure(running: "system.System | None" = None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        table = _table(Path(folder))
        _tidy(running)
        ours, rows = _ours(table, Path(folder))
        _tidy(running)
        bare = _bare(Path(folder))
    report.line(
        f"import of {rows:,} divisions", ours, "s", "COPY of the same rows into both tables with their keys", bare,
        rows_per_second=round(rows / ours),
    )  # fmt: skip


def _tidy(running: "system.System | None") -> None:
    """Both sides are rolled back and leave dead rows, which would slow the second: take them out before each."""
    if running is None:
        return
    with running.connect("owner") as owner:
        for name in _TABLES:
            owner.execute(f"VACUUM {name}")


def _table(folder: Path) -> Path:
    given = os.environ.get("BENCH_DIVISIONS")
    table = folder / "divisions.csv"
    if not given:
        table.write_text(invented(), encoding="utf-8")
        return table
    if not given.endswith(".gz"):
        return Path(given)
    with gzip.open(given, "rb") as packed, table.open("wb") as plain:
        shutil.copyfileobj(packed, plain)
    return table


def invented(provinces: int = 2, cities: int = 10) -> str:
    """A table of so many provinces with so many cities each; a city has 4,211 areas with itself."""
    lines = ["code,name,level,parent_code"]
    for p in range(90, 90 + provinces):
        lines.append(f"{p}0000000000,甲省{p},province,")
        for c in range(1, cities + 1):
            lines.append(f"{p}{c:02}00000000,乙市{c},city,{p}0000000000")
            for d in range(1, 11):
                county = f"{p}{c:02}{d:02}"
                lines.append(f"{county}000000,丙县{d},county,{p}{c:02}00000000")
                for t in range(1, 21):
                    lines.append(f"{county}{t:03}000,丁镇{t},township,{county}000000")
                    lines += [f"{county}{t:03}{v:03},戊村{v},village,{county}{t:03}000" for v in range(1, 21)]
    return "\n".join(lines) + "\n"


def _ours(table: Path, folder: Path) -> tuple[float, int]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(id), 0) FROM places_division")
        last = {"last": cursor.fetchone()[0]}
        started = time.perf_counter()
        done = actions.import_divisions(
            path=table, as_of=date(2024, 1, 1), actor=actor.system("bench"), at=clock.now(), without_refused=True
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        seconds = time.perf_counter() - started
        for name, columns in _TABLES.items():
            select = f"COPY (SELECT {columns} FROM {name} WHERE {_NEW[name] % last} ORDER BY id) TO STDOUT"
            with (folder / name).open("wb") as file, cursor.copy(select) as copy:
                for block in copy:
                    file.write(block)
        transaction.set_rollback(True)
    return seconds, done.counts["added"]


def _bare(folder: Path) -> float:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        started = time.perf_counter()
        for name, columns in _TABLES.items():
            with (folder / name).open("rb") as file, cursor.copy(f"COPY {name} ({columns}) FROM STDIN") as copy:
                while block := file.read(1 << 20):
                    copy.write(block)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        seconds = time.perf_counter() - started
        transaction.set_rollback(True)
    return seconds
