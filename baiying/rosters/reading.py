"""A roster as people send it: pasted, csv in UTF-8, UTF-16 or GB18030, xlsx, xls. The cells, with what they are.

The file is read and let go: nothing of it is kept but what the page shows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from baiying.kit import sheets
from baiying.kit.errors import Refused
from baiying.kit.sheets import tables
from baiying.rosters.rules.checking import MOST_LINES
from baiying.rosters.rules.sheet import Sheet

MAX_BYTES = 8 * 1024 * 1024
_BOUNDS = sheets.Bounds(memory_mb=768, seconds=60, cells=3_000_000, unpacked_mb=200)
_WIDEST = 60
# Headings, titles and totals stand beside the lines.
_MOST = MOST_LINES + 100


class Unreadable(Refused):
    code = "roster_unreadable"
    sentence = _("这个文件读不出来。请另存为 xlsx 或 CSV，再上传一次。")
    field = "file"
    status = 422


class TooLarge(Refused):
    code = "roster_too_large"
    sentence = _("名册太大：文件不超过 8 MB，不超过 6 万行。请分成几份上传。")
    field = "file"
    status = 422


class NoSuchSheet(Refused):
    code = "roster_no_such_sheet"
    sentence = _("文件里没有这张工作表，或者它被隐藏了。请在表格软件里打开，看清名称再填。")
    field = "sheet"
    status = 422

    def __init__(self, names: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.names = names


def of_file(path: Path, *, sheet: str = "") -> Sheet:
    """The sheet that is named, or the first that has any rows. Raises Unreadable, TooLarge, NoSuchSheet."""
    if path.stat().st_size > MAX_BYTES:
        raise TooLarge
    with _said():
        if not tables.is_workbook(path):
            return of_text(tables.decoded(path.read_bytes()))
        try:
            found = sheets.marked(path, _BOUNDS, sheet=sheet)
        except sheets.Empty as empty:
            raise (NoSuchSheet(_names(path)) if sheet else Unreadable()) from empty
        rows = tables.of_marked(found, most=_MOST, widest=_WIDEST)
    others = tuple(name for name in found.names if name != found.sheet)
    return Sheet(
        rows, found.sheet, known=found.known, hidden_columns=found.columns, hidden_sheets=found.sheets, others=others
    )


def _names(path: Path) -> tuple[str, ...]:
    """The sheets of a workbook that one sees, to be offered; none where it cannot be said."""
    try:
        return sheets.marked(path, _BOUNDS, sheet="").names[:20]
    except sheets.NotOpened:
        return ()


def of_text(text: str) -> Sheet:
    """What was pasted, or stands in a csv: every cell is text. Raises Unreadable, TooLarge."""
    with _said():
        return Sheet(tables.of_text(text, most=_MOST, widest=_WIDEST), typed=True)


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except sheets.TooMuch as much:
        raise TooLarge from much
    except sheets.NotOpened as refusal:
        raise Unreadable from refusal
