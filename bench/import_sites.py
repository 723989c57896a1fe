"""Sites for every area of a new tree, and a table of 2,604 of them: looked at, taken over, taken back.

The other side is the same rows by COPY: into the table with its keys, or beside it and then one UPDATE. All is rolled
back.
"""

import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from baiying.kit import clock
from baiying.kit.values import actor
from baiying.places import actions
from baiying.places.models import Site, SiteImport
from bench import import_divisions, report, system

ROWS = 2604
_SITE = (
    "public_id, division_id, level, name, terms, state, exempt_reason, state_since, address, phone, opening_hours,"
    " longitude, latitude, haves"
)
_DETAILS = ("address", "phone", "opening_hours", "longitude", "latitude")
_BENCH = actor.system("bench")


def measure(_running: "system.System | None" = None) -> None:
    with tempfile.TemporaryDirectory() as folder, transaction.atomic(), connection.cursor() as cursor:
        tree = Path(folder) / "tree.csv"
        tree.write_text(import_divisions.invented(provinces=1, cities=1), encoding="utf-8")
        actions.import_divisions(
            path=tree, as_of=date(2024, 1, 1), actor=_BENCH, at=clock.now(), without_refused=True
        )  # fmt: skip
        _made(cursor)
        _table(cursor, Path(folder) / "sites.csv")
        transaction.set_rollback(True)


def _timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    done = work()
    return time.perf_counter() - started, done


def _copied(cursor: Any, rows: bytes, into: str) -> None:
    with cursor.copy(f"COPY {into} FROM STDIN") as copy:
        copy.write(rows)


def _out(cursor: Any, select: str) -> bytes:
    with cursor.copy(f"COPY ({select}) TO STDOUT") as copy:
        return b"".join(bytes(block) for block in copy)


def _made(cursor: Any) -> None:
    cursor.execute("SELECT coalesce(max(id), 0) FROM places_site")
    last = cursor.fetchone()[0]
    ours, made = _timed(lambda: actions.ensure_sites(actor=_BENCH, at=clock.now()))
    rows = _out(cursor, f"SELECT {_SITE} FROM places_site WHERE id > {last}")
    cursor.execute("DELETE FROM places_site WHERE id > %s", [last])
    bare, _ = _timed(lambda: _copied(cursor, rows, f"places_site ({_SITE})"))
    report.line(f"sites for {made:,} areas", ours, "s", "COPY of the same rows with their keys", bare)


def _table(cursor: Any, path: Path) -> None:
    sites = Site.objects.select_related("division").order_by("-pk")[:ROWS]
    lines = [
        f"{one.division.code},新街 {i} 号,0374-{1_000_000 + i},9:00–17:00,{113 + i / 10_000},{34 + i / 10_000}"
        for i, one in enumerate(sites)
    ]
    path.write_text("区划代码,地址,联系电话,开放时间,经度,纬度\n" + "\n".join(lines) + "\n", encoding="utf-8")
    upload = actions.SiteUpload(path, path.name, "gcj02", None)
    looked, _ = _timed(lambda: actions.look_at_sites(upload=upload, at=clock.now()))
    ours, _ = _timed(
        lambda: actions.import_sites(upload=upload, without_refused=False, actor=_BENCH, at=clock.now())
    )  # fmt: skip
    told = ", ".join(_DETAILS)
    rows = _out(cursor, f"SELECT id, {told} FROM places_site WHERE address LIKE '新街 % 号'")
    row = SiteImport.objects.latest("pk")
    back, _ = _timed(lambda: actions.undo_sites(import_id=row.pk, actor=_BENCH, at=clock.now()))
    bare, _ = _timed(lambda: _bare(cursor, rows))
    report.line(
        f"table of {ROWS:,} sites, looked at and taken over", looked + ours, "s",
        "COPY of the same details beside the table and one UPDATE", bare, report=round(looked, 3),
        confirm=round(ours, 3), undo=round(back, 3),
    )  # fmt: skip


def _bare(cursor: Any, rows: bytes) -> None:
    told = ", ".join(_DETAILS)
    cursor.execute(f"CREATE TEMPORARY TABLE given ON COMMIT DROP AS SELECT id, {told} FROM places_site LIMIT 0")
    _copied(cursor, rows, f"given (id, {told})")
    cursor.execute(
        f"UPDATE places_site s SET {', '.join(f'{one} = g.{one}' for one in _DETAILS)} FROM given g WHERE s.id = g.id"
    )
