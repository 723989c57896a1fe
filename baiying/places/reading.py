"""Reading tables as people send them: CSV in UTF-8, UTF-16 or GB18030, xlsx, xls, and web pages called .xls.

Every cell becomes text. Of a workbook the sheet is read that has the headings.
"""

import csv
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from baiying.kit import sheets
from baiying.kit.errors import Refused
from baiying.kit.sheets.tables import is_text
from baiying.kit.values import texts
from baiying.places.rules import populations, tables
from baiying.places.rules.populations import RawFigure
from baiying.places.rules.site_tables import RawSite
from baiying.places.rules.tree import Raw

MAX_BYTES = 80 * 1024 * 1024
MAX_ROWS = 1_200_000
MAX_CELLS = 12_000_000
# A page waits for what is no larger than this: it may cost less than what the worker reads.
SMALL = 3 * 1024 * 1024
_SMALL = sheets.Bounds(memory_mb=512, seconds=30, cells=3_000_000, unpacked_mb=150)
_LARGE = sheets.Bounds()
_SAMPLE = 1024 * 1024


class Unreadable(Refused):
    code = "file_unreadable"
    sentence = _("这个文件读不出来。请另存为 CSV 或 xlsx，再上传一次。")
    field = "file"
    status = 422


class TooLarge(Refused):
    code = "file_too_large"
    sentence = _("文件太大（上限 80 MB）。请分开上传，或用命令行导入。")
    field = "file"
    status = 422


class TooMuch(Refused):
    code = "file_too_much"
    sentence = _(
        "这个文件展开以后太大，没有读。请检查最右边和最下面有没有多余的内容，删去以后再上传；或另存为 CSV，分开上传。"
    )
    field = "file"
    status = 422


class NoHeader(Refused):
    code = "no_header"
    sentence = _("没有找到表头。")
    field = "file"
    status = 422


class NoSuchSheet(Refused):
    code = "no_such_sheet"
    sentence = _("这个文件里没有这张工作表，或者它没有表头。请另选一张。")
    field = "file"
    status = 422


@dataclass(frozen=True, slots=True)
class Needed:
    """What a table must have: its columns, which of them are required (one of several ways), how they are called."""

    synonyms: tables.Synonyms
    ways: tuple[tuple[str, ...], ...]
    names: tuple[str, ...]


DIVISIONS = Needed(tables.DIVISION_COLUMNS, (("code", "name"),), (_("代码"), _("名称")))  # type: ignore[arg-type]
POPULATIONS = Needed(
    tables.POPULATION_COLUMNS, (("code", "persons"), ("name", "persons")), (_("区划代码"), _("人数"))  # type: ignore[arg-type]
)  # fmt: skip


SITES = Needed(
    tables.SITE_COLUMNS,
    tuple((by, what) for by in ("code", "name") for what in ("address", "phone", "opening_hours", "longitude", "head")),
    (_("区划代码"), _("地址")),  # type: ignore[arg-type]
)


@dataclass(frozen=True, slots=True)
class Sheets:
    """Which sheet of a workbook is read, which others have the headings too, and which have not. Empty for a CSV."""

    read: str = ""
    fitting: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def sheets_of(path: Path, needed: Needed, wish: str = "") -> Sheets:
    """The sheet to read: the wished one, or the first that has the headings.

    Raises NoSuchSheet, NoHeader (naming the sheets there are), and what reading refuses.
    """
    if not _is_book(path):
        return Sheets()
    try:
        heads = sheets.heads(path, _bounds(path), first=tables.LOOK_AT)
    except sheets.NotOpened as refusal:
        raise _refused(refusal) from refusal
    heads = [one for one in heads if any(any(row) for row in one.rows)] or heads
    fitting = tuple(one.name for one in heads if _header(one.rows, needed) is not None)
    without = tuple(one.name for one in heads if one.name not in fitting)
    if wish and wish not in fitting:
        raise NoSuchSheet
    if not fitting:
        raise _no_header(heads[0].rows, needed, [one.name for one in heads] if len(heads) > 1 else [])
    read = wish or fitting[0]
    return Sheets(read, tuple(name for name in fitting if name != read), without)


def _header(first: Sequence[Sequence[str]], needed: Needed) -> tables.Header | None:
    for way in needed.ways:
        header = tables.find_header(first, needed.synonyms, way)
        if header is not None:
            return header
    return None


def _no_header(first: Sequence[Sequence[str]], needed: Needed, names: Sequence[str] = ()) -> NoHeader:
    shown = "、".join(cell.strip() for cell in next((r for r in first if any(r)), []) if cell.strip())[:80]
    columns = "”“".join(str(name) for name in needed.names)
    if names:
        words = translate("没有找到表头：需要有“%(names)s”这些列。看了这些工作表：%(sheets)s。")
        return NoHeader(words % {"names": columns, "sheets": "、".join(names)[:200]})
    words = translate("没有找到表头：需要有“%(names)s”这些列。文件开头写的是：%(shown)s。")
    return NoHeader(words % {"names": columns, "shown": shown or translate("(空)")})


def _is_book(path: Path) -> bool:
    """Whether it holds sheets: what a file is, its first bytes say, not its name. Raises TooLarge."""
    if path.stat().st_size > MAX_BYTES:
        raise TooLarge
    with path.open("rb") as file:
        head = file.read(1024)
    if head.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"<?xml") and b"<html" not in head.lower():
        raise Unreadable(translate("这是 XML 格式的表。请在 Excel 或 WPS 里另存为 xlsx，再上传一次。"))
    return head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")) or sheets.is_page(head)


def rows_of(path: Path, sheet: str = "") -> Iterator[list[str]]:
    """All rows as texts, of a workbook those of one sheet. Raises Unreadable, TooLarge, TooMuch."""
    if _is_book(path):
        return _bounded(_sheet(path, sheet))
    with path.open("rb") as file:
        return _bounded(_csv(path, file.read(4096)))


def _bounded(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    cells = 0
    for number, row in enumerate(rows):
        cells += len(row)
        if number >= MAX_ROWS or cells > MAX_CELLS:
            raise TooMuch
        yield row


def _bounds(path: Path) -> sheets.Bounds:
    return _SMALL if path.stat().st_size <= SMALL else _LARGE


def _refused(why: sheets.NotOpened) -> Refused:
    if isinstance(why, sheets.TooMuch):
        return TooMuch()
    if isinstance(why, sheets.Empty):
        return Unreadable(translate("这个工作簿里没有内容。请检查后再上传。"))
    return Unreadable()


def _sheet(path: Path, sheet: str) -> Iterator[list[str]]:
    try:
        for row in sheets.rows(path, _bounds(path), sheet=sheet):
            yield [_unquoted(cell) for cell in row]
    except sheets.NotOpened as refusal:
        raise _refused(refusal) from refusal


# What programs write so that a spreadsheet keeps a number as it stands: ="441900000000".
_FORMULA = re.compile(r'=\s*"([^"]*)"')


def _unquoted(cell: str) -> str:
    if cell[:1] != "=":
        return cell
    match = _FORMULA.fullmatch(cell.strip())
    return match[1] if match else cell


def encoding_of(path: Path, magic: bytes) -> str:
    """UTF-16 if it says so, UTF-8 if the whole file is, else GB18030 if the whole file is. Raises Unreadable."""
    says_so = magic.startswith((b"\xff\xfe", b"\xfe\xff"))
    for name in ("utf-16",) if says_so else ("utf-8-sig", "gb18030"):
        try:
            with path.open(encoding=name, newline="") as file:
                while file.read(_SAMPLE):
                    pass
        except UnicodeError:
            continue
        return name
    raise Unreadable(translate("文件的文字编码认不出来。请另存为 UTF-8 或 GB18030 编码的 CSV，或 xlsx，再上传。"))


def _csv(path: Path, magic: bytes) -> Iterator[list[str]]:
    if not magic:
        raise Unreadable(translate("这个文件是空的。请检查后再上传。"))
    if not is_text(magic):
        raise Unreadable
    encoding = encoding_of(path, magic)
    with path.open(encoding=encoding, newline="") as file:
        try:
            head = file.read(4096)
            if "\x00" in head:
                raise Unreadable
            delimiter = max(",\t;|", key=head.count)
            file.seek(0)
            for row in csv.reader(file, delimiter=delimiter):
                yield [_unquoted(texts.visible(cell)) for cell in row]
        except (csv.Error, UnicodeError) as broken:
            raise Unreadable from broken


@dataclass(frozen=True, slots=True)
class Table:
    """A header, what stands above it, and the rows below it, each with its line number."""

    header: tables.Header
    above: list[str]
    rows: Iterator[tuple[int, list[str]]]


def table_of(path: Path, needed: Needed, sheet: str = "") -> Table:
    """The table in a file. Raises Unreadable, TooLarge, TooMuch, NoHeader with what the file says instead."""
    rows = rows_of(path, sheet)
    first = list(itertools.islice(rows, tables.LOOK_AT))
    header = _header(first, needed)
    if header is None:
        raise _no_header(first, needed)
    above = [cell for row in first[: header.row] for cell in row if cell]
    if "persons" in header.columns and header.row + 1 < len(first):
        header = tables.with_kinds_below(header, [tidy(cell) for cell in first[header.row + 1]])
    below = itertools.chain(first[header.row + 1 :], rows)
    return Table(header, above, enumerate(below, start=header.row + 2))


def division_rows(path: Path, sheet: str = "") -> Iterator[Raw]:
    """The rows of a division table. Raises Unreadable, TooLarge, TooMuch, NoHeader."""
    found = table_of(path, DIVISIONS, sheet)
    return _raws(found.header, found.rows)


def _raws(header: tables.Header, rows: Iterator[tuple[int, list[str]]]) -> Iterator[Raw]:
    columns = header.columns
    code_at, name_at = columns["code"], columns["name"]
    level_at, parent_at = columns.get("level", -1), columns.get("parent", -1)
    width = max(columns.values()) + 1
    for line, row in rows:
        if len(row) < width:
            row = [*row, *[""] * (width - len(row))]
        code, name = row[code_at].strip(), tidy(row[name_at])
        if not code and not name:
            continue
        if name and tables.heading(code) in tables.DIVISION_COLUMNS["code"]:
            continue
        level = row[level_at].strip() if level_at >= 0 else ""
        yield Raw(line, code, name, level, row[parent_at].strip() if parent_at >= 0 else "")


def population_rows(path: Path, sheet: str = "") -> Iterator[RawFigure]:
    """The rows of a population table: one figure for each column of persons.

    Unit, kind and year are taken from the heading of the column, or from the lines above the table, where they stand
    there. Raises Unreadable, TooLarge, TooMuch, NoHeader.
    """
    found = table_of(path, POPULATIONS, sheet)
    columns = found.header.columns
    code_at, name_at = columns.get("code", -1), columns.get("name", -1)
    counted = tables.persons_columns(found.header, found.above, columns)
    others = [columns.get(noun, -1) for noun in ("kind", "year", "source")]
    for line, row in found.rows:
        cells = [tidy(cell) for cell in row]

        def cell(at: int, cells: list[str] = cells) -> str:
            return cells[at] if 0 <= at < len(cells) else ""

        code, name = cell(code_at), cell(name_at)
        kind, year, source = (cell(at) for at in others)
        for one in counted:
            text = cell(one.column)
            # Of several columns a blank one is no figure; where there is one, its absence is told.
            if text or (code and len(counted) == 1):
                yield RawFigure(line, code, name, one.written(text), _kind(kind, one.kind), year or one.year, source)


def site_rows(path: Path, sheet: str = "") -> Iterator[RawSite]:
    """The rows of a table of sites. Raises Unreadable, TooLarge, TooMuch, NoHeader."""
    found = table_of(path, SITES, sheet)
    nouns = RawSite._fields[1:]
    places = [found.header.columns.get(noun, -1) for noun in nouns]
    for line, row in found.rows:
        cells = [tidy(row[at]) if 0 <= at < len(row) else "" for at in places]
        if any(cells):
            yield RawSite(line, *cells)


def _kind(of_row: str, of_heading: str) -> str:
    """The kind a row states, else that of its heading; both, which is none, where they contradict each other."""
    if of_row and of_heading and populations.kind_named(of_row) != populations.kind_named(of_heading):
        return f"{of_heading}/{of_row}"
    return of_row or of_heading


def tidy(text: str) -> str:
    """Without blanks around, doubled blanks inside, and characters that cannot be seen."""
    text = text.strip()
    if text.isprintable() and "  " not in text:
        return text
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
