"""The asking side: starts the reader, takes its rows, ends it whatever happens.

A spreadsheet is a program's worth of input: a kilobyte can ask for a terabyte of cells, and the library that reads it
ends its process when memory is refused. So it is read by `reader` in a process that knows no password and no address,
may use so much memory and time and no more, and whose end is one more answer.
"""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

# A batch of rows on one line; the reader keeps them far below.
_LONGEST_LINE = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one spreadsheet may cost. A country's divisions (660,000 rows of four columns) take half of the memory."""

    memory_mb: int = 1024
    seconds: int = 90
    cells: int = 12_000_000
    unpacked_mb: int = 400
    # Real tables shrink to a tenth or a twentieth; what was made to burst shrinks to a thousandth.
    times_packed: int = 100


class NotOpened(Exception):
    """The spreadsheet gave no rows."""


class Damaged(NotOpened):
    """It is none, or broken."""


class Empty(NotOpened):
    """It has no filled cell."""


class TooMuch(NotOpened):
    """It asks for more memory, time, cells or unpacked bytes than allowed."""


_REASONS: dict[str, type[NotOpened]] = {"damaged": Damaged, "empty": Empty, "too_much": TooMuch}


@dataclass(frozen=True, slots=True)
class Head:
    """A filled sheet of a workbook: its name and its first rows."""

    name: str
    rows: list[list[str]]


def rows(path: Path, bounds: Bounds = Bounds(), *, sheet: str = "") -> Iterator[list[str]]:
    """The rows of a sheet, every cell as text; of the first that has any if none is named. Raises NotOpened."""
    for said in _said(path, bounds, {"sheet": sheet}):
        yield from said


def heads(path: Path, bounds: Bounds = Bounds(), *, first: int = 20) -> list[Head]:
    """All filled sheets that one sees in the workbook, or all tables of a web page, with their first rows.

    Raises NotOpened.
    """
    found: list[Head] = []
    for said in _said(path, bounds, {"heads": first}):
        if isinstance(said, dict):
            found.append(Head(str(said["sheet"]), []))
        else:
            found[-1].rows.extend(said)
    return found


@dataclass(frozen=True, slots=True)
class Marked:
    """A sheet as a person sees it. `rows`: number as the spreadsheet counts, whether hidden, cells that begin with what
    they are (t text, n number, d date). `known`: whether the file says what is hidden; `columns`, `sheets`: how many
    hidden ones were left out; `names`: the sheets one sees."""

    sheet: str
    known: bool
    columns: int
    sheets: int
    names: tuple[str, ...]
    rows: list[tuple[int, bool, list[str]]]


def marked(path: Path, bounds: Bounds = Bounds(), *, sheet: str = "") -> Marked:
    """A sheet of a workbook with what a person sees of it marked; the first filled one if none is named. Raises
    NotOpened."""
    marks: dict[str, Any] = {}
    found: list[tuple[int, bool, list[str]]] = []
    for said in _said(path, bounds, {"sheet": sheet, "marked": True}):
        if isinstance(said, dict):
            marks = said["marks"]
        else:
            found.extend((number, bool(unseen), cells) for number, unseen, cells in said)
    if not marks:
        raise Empty
    known, names = bool(marks["known"]), tuple(marks["names"])
    return Marked(str(marks["sheet"]), known, int(marks["columns"]), int(marks["sheets"]), names, found)


def _said(path: Path, bounds: Bounds, wish: dict[str, Any]) -> Iterator[Any]:
    command = [sys.executable, "-I", "-m", "baiying.kit.sheets.reader", str(path)]
    command += [json.dumps(asdict(bounds)), json.dumps(wish)]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        # Nothing of ours: the surroundings of web and worker hold keys and the database's password.
        env={"PATH": os.environ.get("PATH", ""), "PYTHONUTF8": "1"},
        close_fds=True,
    ) as process:
        ending = threading.Timer(bounds.seconds, process.kill)
        ending.daemon = True
        ending.start()
        try:
            yield from _lines(process)
        finally:
            ending.cancel()
            process.kill()


def _lines(process: "subprocess.Popen[bytes]") -> Iterator[Any]:
    assert process.stdout is not None
    while line := process.stdout.readline(_LONGEST_LINE):
        if not line.endswith(b"\n"):
            break
        said = json.loads(line)
        if isinstance(said, str):
            if said == "end":
                return
            raise _REASONS[said]
        yield said
    # It ended without a word: the system refused it memory or time.
    raise TooMuch
