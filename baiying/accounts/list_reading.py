"""A list of appointments as people send it: pasted, csv in UTF-8, UTF-16 or GB18030, xlsx, xls.

A workbook is opened in a process of its own with bounds (kit.sheets). The file is read and let go.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from baiying.accounts.list_keeping import Sheet
from baiying.accounts.list_rules import MOST_LINES
from baiying.kit import sheets
from baiying.kit.errors import Refused
from baiying.kit.sheets import tables
from baiying.kit.values.tables import Cell, Row

MAX_BYTES = 4 * 1024 * 1024
_BOUNDS = sheets.Bounds(memory_mb=512, seconds=30, cells=600_000, unpacked_mb=100)
_WIDEST = 40
# Headings, titles and totals stand beside the lines.
_MOST = MOST_LINES + 100


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
    with _said():
        if not tables.is_workbook(path):
            return of_text(tables.decoded(path.read_bytes()))
        found = sheets.marked(path, _BOUNDS)
        read = tables.of_marked(found, most=_MOST, widest=_WIDEST)
    rows = tuple(
        Row(one.number, tuple(Cell(cell.text.strip(), cell.kind) for cell in one.cells))
        for one in read
        if not one.hidden
    )
    return Sheet(rows, hidden=len(read) - len(rows), name=found.sheet)


def of_text(text: str) -> Sheet:
    """What was pasted, or stands in a csv: every cell is text. Raises ListUnreadable, ListTooLarge."""
    with _said():
        return Sheet(tables.of_text(text, most=_MOST, widest=_WIDEST))


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except sheets.TooMuch as much:
        raise ListTooLarge from much
    except sheets.NotOpened as refusal:
        raise ListUnreadable from refusal
