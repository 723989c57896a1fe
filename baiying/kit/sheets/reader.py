"""The reading side, a process of its own: `python -m baiying.kit.sheets.reader FILE BOUNDS`. Knows no Django.

Writes JSON lines: batches of rows, then one word: `end`, or why there are none.
"""

import fcntl
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from python_calamine import load_workbook

from baiying.kit.values.texts import visible

_BATCH_ROWS, _BATCH_SIGNS = 500, 4_000_000
# As many as a cell of a spreadsheet holds.
_LONGEST_CELL = 32_767


class _TooMuch(Exception):
    pass


def main(path: str, bounds: dict[str, int]) -> str:
    """Write the rows; give the last word."""
    _bound(bounds)
    try:
        _weigh(path, bounds)
        # One at a time on a machine: the bound on memory is for all of them together. Waiting counts as time.
        with open(__file__, "rb") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            return _read(path, bounds)
    except (_TooMuch, MemoryError):
        return "too_much"
    except BrokenPipeError:
        raise
    except BaseException:  # The library panics over some damaged files, which is no Exception.
        return "damaged"


def _read(path: str, bounds: dict[str, int]) -> str:
    return "end" if _write(path, bounds["cells"]) else "empty"


def _bound(bounds: dict[str, int]) -> None:
    memory = bounds["memory_mb"] << 20
    wanted = (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, bounds["seconds"]),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in wanted:
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):  # pragma: no cover  Some systems know no bound on memory.
            continue


def _weigh(path: str, bounds: dict[str, int]) -> None:
    """What a packed workbook says of itself, before a byte of it is unpacked."""
    with open(path, "rb") as file:
        if file.read(2) != b"PK":
            return
    with zipfile.ZipFile(path) as archive:
        items = archive.infolist()
    unpacked = sum(item.file_size for item in items)
    packed = max(1, sum(item.compress_size for item in items))
    small = 10 << 20
    if unpacked > bounds["unpacked_mb"] << 20 or (unpacked > small and unpacked > packed * bounds["times_packed"]):
        raise _TooMuch


def _write(path: str, most_cells: int) -> bool:
    book = load_workbook(path)
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if not sheet.height or not sheet.width:
            continue
        if sheet.total_height * sheet.total_width > most_cells:
            raise _TooMuch
        for batch in _batches(sheet.to_python(skip_empty_area=False)):
            sys.stdout.buffer.write(batch)
        return True
    return False


def _batches(rows: Any) -> Iterator[bytes]:
    batch: list[list[str]] = []
    signs = 0
    for row in rows:
        texts = [text_of(cell) for cell in row]
        signs += sum(map(len, texts)) + 4 * len(texts)
        batch.append(texts)
        if len(batch) >= _BATCH_ROWS or signs > _BATCH_SIGNS:
            yield _line(batch)
            batch, signs = [], 0
    if batch:
        yield _line(batch)


def _line(batch: list[list[str]]) -> bytes:
    return json.dumps(batch, ensure_ascii=False, separators=(",", ":")).encode(errors="replace") + b"\n"


def text_of(cell: Any) -> str:
    if isinstance(cell, str):
        if len(cell) > _LONGEST_CELL:
            raise _TooMuch
        return visible(cell).strip()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()
    return "" if cell is None else str(cell)


if __name__ == "__main__":
    try:
        word = main(sys.argv[1], json.loads(sys.argv[2]))
        sys.stdout.buffer.write(json.dumps(word).encode() + b"\n")
        sys.stdout.flush()
    except BrokenPipeError:  # pragma: no cover  Whoever asked has seen enough.
        sys.stderr.close()
