"""Tables that people paste, or send as csv or workbooks: rows of cells that say what they are (kit.values.tables)."""

import csv
import io
from pathlib import Path

from baiying.kit.sheets.opening import Damaged, Marked, TooMuch
from baiying.kit.sheets.web import is_page
from baiying.kit.values import texts
from baiying.kit.values.tables import Cell, Row


def is_workbook(path: Path) -> bool:
    """Whether a file is opened in a process of its own (xlsx, xls, a web page that says so); else it is text."""
    with path.open("rb") as file:
        head = file.read(1024)
    return head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or is_page(head)


# What begins so is a picture, a page for printing or a letter, though a decoder may find characters in it.
_NO_TEXT = (b"%PDF-", b"{\\rtf", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF")
# How UTF-16 begins: half of its bytes may be zero.
_WIDE = (b"\xff\xfe", b"\xfe\xff")
# Signs that no table holds; tabs and ends of lines and of a DOS file are left.
_CONTROLS = bytes(set(range(32)) - {9, 10, 11, 12, 13, 26})


def is_text(data: bytes) -> bool:
    """Whether it can be a table in text at all: a photograph, or a page for printing, may well decode in GB18030.

    Without this it is read as a table without a head, and whoever took the wrong file is told to add columns.
    """
    if data.startswith(_WIDE):
        return True
    return not data.startswith(_NO_TEXT) and len(data.translate(None, _CONTROLS)) == len(data)


def decoded(data: bytes) -> str:
    """Text in UTF-16 with its mark, UTF-8 or GB18030. Raises Damaged, also for what is no text at all."""
    if not is_text(data):
        raise Damaged
    for name in ("utf-16",) if data.startswith(_WIDE) else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(name)
        except UnicodeError:
            continue
    raise Damaged


def of_text(text: str, *, most: int, widest: int) -> tuple[Row, ...]:
    """What was pasted, or stands in a csv: every cell is text. Raises Damaged, TooMuch (more rows than `most`)."""
    if "\x00" in text:
        raise Damaged
    delimiter = max("\t,;|，", key=text[:4096].count)
    rows: list[Row] = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1):
            if number > most:
                raise TooMuch
            rows.append(Row(number, tuple(Cell(texts.visible(one).strip()) for one in cells[:widest])))
    except csv.Error as broken:
        raise Damaged from broken
    return tuple(rows)


def of_marked(found: Marked, *, most: int, widest: int) -> tuple[Row, ...]:
    """The rows of a workbook with what each cell is, hidden ones marked. Raises TooMuch."""
    if len(found.rows) > most:
        raise TooMuch
    once = _Cells()
    return tuple(
        Row(number, tuple([once[said] for said in cells[:widest]]), unseen) for number, unseen, cells in found.rows
    )


class _Cells(dict[str, Cell]):
    """Cells by what the reader said of them: equal ones, as of a class or a type, are made once."""

    def __missing__(self, said: str) -> Cell:
        cell = self[said] = Cell(texts.visible(said[1:]), said[:1])
        return cell
