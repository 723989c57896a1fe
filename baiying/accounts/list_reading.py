"""A list of appointments as people send it: pasted, csv in UTF-8, UTF-16 or GB18030, xlsx, xls.

A workbook is opened in a process of its own with bounds (kit.sheets). The file is read and let go.
"""

import csv
import io
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from baiying.accounts.list_keeping import Sheet
from baiying.accounts.list_rules import MOST_LINES, Cell, Row
from baiying.kit import sheets
from baiying.kit.errors import Refused
from baiying.kit.values import texts

MAX_BYTES = 4 * 1024 * 1024
_BOUNDS = sheets.Bounds(memory_mb=512, seconds=30, cells=600_000, unpacked_mb=100)
_WIDEST = 40


class ListUnreadable(Refused):
    code = "list_unreadable"
    sentence = _("这个文件读不出来。请另存为 xlsx 或 CSV，再上传一次。")
    field = "file"
    status = 422


class ListTooLarge(Refused):
    code = "list_too_large"
    sentence = _("名单太大：文件不超过 4 MB，不超过 2 万行。请分成几份上传。")
    field = "file"
    status = 422


def of_file(path: Path) -> Sheet:
    """The first sheet with any rows; hidden rows are not taken. Raises ListUnreadable, ListTooLarge."""
    if path.stat().st_size > MAX_BYTES:
        raise ListTooLarge
    with path.open("rb") as file:
        head = file.read(1024)
    if not (head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or sheets.is_page(head)):
        return of_text(_decoded(path.read_bytes()))
    try:
        found = sheets.marked(path, _BOUNDS)
    except sheets.TooMuch as much:
        raise ListTooLarge from much
    except sheets.NotOpened as refusal:
        raise ListUnreadable from refusal
    if len(found.rows) > MOST_LINES + 100:
        raise ListTooLarge
    rows = tuple(
        Row(number, tuple(Cell(texts.visible(one[1:]).strip(), one[:1]) for one in cells[:_WIDEST]))
        for number, unseen, cells in found.rows
        if not unseen
    )
    return Sheet(rows, hidden=len(found.rows) - len(rows), name=found.sheet)


def _decoded(data: bytes) -> str:
    names = ("utf-16",) if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "gb18030")
    for name in names:
        try:
            return data.decode(name)
        except UnicodeError:
            continue
    raise ListUnreadable


def of_text(text: str) -> Sheet:
    """What was pasted, or stands in a csv: every cell is text. Raises ListUnreadable, ListTooLarge."""
    if "\x00" in text:
        raise ListUnreadable
    head = text[:4096]
    delimiter = max("\t,;|，", key=head.count)
    rows: list[Row] = []
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), start=1):
            if number > MOST_LINES + 100:
                raise ListTooLarge
            rows.append(Row(number, tuple(Cell(texts.visible(one).strip()) for one in cells[:_WIDEST])))
    except csv.Error as broken:
        raise ListUnreadable from broken
    return Sheet(tuple(rows))
