"""The reading side, a process of its own: `python -m baiying.kit.sheets.reader FILE BOUNDS WISH`. Knows no Django.

The wish is `{"sheet": name}` for the rows of one sheet, of the first filled one if the name is empty, or `{"heads": n}`
for the names of all filled sheets with their first n rows. With `"marked": true` a sheet comes with what a clerk sees
and the program would not: `{"marks": ...}`, then rows `[number, hidden, cells]`, each cell beginning with what it is:
`t` text, `n` a number, `d` a date. Hidden columns and sheets do not leave this process. Writes JSON lines: batches of
rows, before each sheet of several `{"sheet": name}`, at last one word: `end`, or why there are none. A web page is read
alike.
"""

import fcntl
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from python_calamine import SheetVisibleEnum, load_workbook

from baiying.kit.sheets import hidden, web
from baiying.kit.values.texts import visible

_BATCH_ROWS, _BATCH_SIGNS = 500, 4_000_000
# As many as a cell of a spreadsheet holds.
_LONGEST_CELL = 32_767


class _TooMuch(Exception):
    pass


def main(path: str, bounds: dict[str, int], wish: dict[str, Any]) -> str:
    """Write the rows; give the last word."""
    _bound(bounds)
    try:
        _weigh(path, bounds)
        # One at a time on a machine: the bound on memory is for all of them together. Waiting counts as time.
        with open(__file__, "rb") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            return _read(path, bounds, wish)
    except (_TooMuch, MemoryError):
        return "too_much"
    except BrokenPipeError:
        raise
    except BaseException:  # The library panics over some damaged files, which is no Exception.
        return "damaged"


def _read(path: str, bounds: dict[str, int], wish: dict[str, Any]) -> str:
    if wish.get("marked"):
        return _read_marked(path, bounds, str(wish.get("sheet", "")))
    heads = int(wish.get("heads", 0))
    found = False
    for name, rows, _merged, _names in _sheets(path, bounds["cells"], str(wish.get("sheet", ""))):
        found = True
        if heads:
            sys.stdout.buffer.write(json.dumps({"sheet": name}, ensure_ascii=False).encode(errors="replace") + b"\n")
        for batch in _batches(rows[:heads] if heads else rows):
            sys.stdout.buffer.write(batch)
        if not heads:
            break
    return "end" if found else "empty"


def _sheets(path: str, most_cells: int, wanted: str) -> Iterator[tuple[str, list[list[Any]], Any, dict[str, Any]]]:
    """The filled sheets that are visible (hidden ones only if all are), or the wanted one alone: name, rows, what is
    merged, and of the workbook which sheets one sees and how many one does not."""
    with open(path, "rb") as file:
        head = file.read(1024)
    if web.is_page(head):
        for number, rows in enumerate(web.tables(Path(path)), start=1):
            if wanted in ("", str(number)):
                yield str(number), rows, (), {"sheets": 0, "names": [str(number)]}
        return
    book = load_workbook(path)
    seen = [one.name for one in book.sheets_metadata if one.visible == SheetVisibleEnum.Visible]
    names = {"sheets": len(book.sheet_names) - len(seen) if seen else 0, "names": seen or book.sheet_names}
    left = most_cells
    for name in seen or book.sheet_names:
        if wanted and name != wanted:
            continue
        sheet = book.get_sheet_by_name(name)
        if not sheet.height or not sheet.width:
            continue
        left -= sheet.total_height * sheet.total_width
        if left < 0:
            raise _TooMuch
        yield name, sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or (), names


def _read_marked(path: str, bounds: dict[str, int], wanted: str) -> str:
    """One sheet with what is hidden in it marked, and its merged cells filled downwards."""
    with open(path, "rb") as file:
        page = web.is_page(file.read(1024))
    for name, rows, merged, names in _sheets(path, bounds["cells"], wanted):
        unseen = hidden.Hidden() if page else hidden.of_sheet(path, name)
        marks = {"sheet": name, "known": unseen.known, "columns": len(unseen.columns)} | names
        _fill(rows, merged, bounds["cells"])
        sys.stdout.buffer.write(json.dumps({"marks": marks}, ensure_ascii=False).encode(errors="replace") + b"\n")
        for start in range(0, len(rows), _BATCH_ROWS):
            batch = [
                [at + 1, int(at in unseen.rows), _marked(rows[at], unseen.columns)]
                for at in range(start, min(start + _BATCH_ROWS, len(rows)))
            ]
            line = json.dumps(batch, ensure_ascii=False, separators=(",", ":")).encode(errors="replace") + b"\n"
            if len(line) > 4 * _BATCH_SIGNS:
                raise _TooMuch
            sys.stdout.buffer.write(line)
        return "end"
    return "empty"


def _fill(rows: list[list[Any]], ranges: Any, most_cells: int) -> None:
    """What is merged over rows stands in each of them: the class beside its forty-five pupils."""
    left = most_cells
    for (top, column), (bottom, _right) in ranges:
        left -= bottom - top
        if left < 0:
            raise _TooMuch
        for at in range(top + 1, min(bottom + 1, len(rows))):
            if column < len(rows[at]) and rows[at][column] in ("", None):
                rows[at][column] = rows[top][column]


def _marked(row: list[Any], unseen: set[int]) -> list[str]:
    return ["t" if at in unseen else _kind(cell) + text_of(cell) for at, cell in enumerate(row)]


def _kind(cell: Any) -> str:
    if isinstance(cell, bool):
        return "t"
    if isinstance(cell, (int, float)):
        return "n"
    return "d" if isinstance(cell, (datetime, date, time, timedelta)) else "t"


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
        word = main(sys.argv[1], json.loads(sys.argv[2]), json.loads(sys.argv[3]))
        sys.stdout.buffer.write(json.dumps(word).encode() + b"\n")
        sys.stdout.flush()
    except BrokenPipeError:  # pragma: no cover  Whoever asked has seen enough.
        sys.stderr.close()
