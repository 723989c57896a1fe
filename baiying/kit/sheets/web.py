"""Tables of a web page: what many systems give out under the name of a spreadsheet (".xls" that begins with <html>)."""

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from baiying.kit.values.texts import visible

# A cell may span so many rows or columns; what asks for more is no table somebody wrote.
_WIDEST = 200
_PIECE = 256 * 1024
_OPENINGS = ("<html", "<!doctype html", "<table", "<head", "<meta", "<style", "<body", "<div")


def is_page(head: bytes) -> bool:
    """Whether a file that begins so is a web page, whatever its name says."""
    for encoding in ("utf-16", "latin-1"):
        if encoding == "utf-16" and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        text = head.removeprefix(b"\xef\xbb\xbf").decode(encoding, errors="ignore").lstrip().lower()
        if text.startswith(_OPENINGS):
            return True
    return False


def tables(path: Path) -> list[list[list[str]]]:
    """The tables of a page, each as rows of texts; a cell over several columns or rows stands in the first of them.

    Raises UnicodeError if no usual encoding reads it.
    """
    reader = _Reader()
    with path.open(encoding=_encoding(path), newline="") as file:
        while piece := file.read(_PIECE):
            reader.feed(piece)
    reader.close()
    return [table for table in reader.tables if any(any(row) for row in table)]


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            return "utf-16"
    try:
        for _piece in _pieces(path, "utf-8-sig"):
            pass
    except UnicodeError:
        return "gb18030"
    return "utf-8-sig"


def _pieces(path: Path, encoding: str) -> Iterator[str]:
    with path.open(encoding=encoding, newline="") as file:
        while piece := file.read(_PIECE):
            yield piece


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._open: list[list[list[str]]] = []
        self._cell: list[str] | None = None
        self._spans = (1, 1)
        self._silent = 0
        # Columns of coming rows that a cell above covers: column -> rows still covered.
        self._covered: dict[int, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("style", "script"):
            self._silent += 1
        elif tag == "table":
            self._end_cell()
            self._open.append([])
            self.tables.append(self._open[-1])
            self._covered = {}
        elif tag == "tr" and self._open:
            self._end_cell()
            self._open[-1].append([])
            self._cover()
        elif tag in ("td", "th") and self._open:
            self._end_cell()
            if not self._open[-1]:
                self._open[-1].append([])
            given = dict(attrs)
            self._spans = _span(given.get("colspan")), _span(given.get("rowspan"))
            self._cell = []
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self._silent = max(0, self._silent - 1)
        elif tag in ("td", "th", "tr"):
            self._end_cell()
        elif tag == "table" and self._open:
            self._end_cell()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._silent:
            self._cell.append(data)

    def _cover(self) -> None:
        row = self._open[-1][-1]
        while self._covered.get(len(row), 0) > 0:
            self._covered[len(row)] -= 1
            row.append("")

    def _end_cell(self) -> None:
        if self._cell is None or not self._open:
            return
        text = " ".join(visible("".join(self._cell)).split())
        self._cell = None
        row = self._open[-1][-1]
        wide, high = self._spans
        for step in range(wide):
            self._covered[len(row)] = high - 1
            row.append("" if step else text)
        self._cover()


def _span(text: str | None) -> int:
    return min(_WIDEST, max(1, int(text))) if text and text.isascii() and text.isdigit() and len(text) < 6 else 1
