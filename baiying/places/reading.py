"""Reading tables as people send them: CSV in UTF-8, UTF-16 or GB18030, xlsx and xls; every cell becomes text."""

import csv
import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from baiying.kit import sheets
from baiying.kit.errors import Refused
from baiying.kit.values import texts
from baiying.places.rules import tables
from baiying.places.rules.populations import RawFigure
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


def rows_of(path: Path) -> Iterator[list[str]]:
    """All rows as texts. Raises Unreadable, TooLarge, TooMuch; what the file is, its first bytes say, not its name."""
    if path.stat().st_size > MAX_BYTES:
        raise TooLarge
    with path.open("rb") as file:
        magic = file.read(8)
    if magic.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _bounded(_sheet(path))
    return _bounded(_csv(path, magic))


def _bounded(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    cells = 0
    for number, row in enumerate(rows):
        cells += len(row)
        if number >= MAX_ROWS or cells > MAX_CELLS:
            raise TooMuch
        yield row


def _sheet(path: Path) -> Iterator[list[str]]:
    try:
        yield from sheets.rows(path, _SMALL if path.stat().st_size <= SMALL else _LARGE)
    except sheets.TooMuch as much:
        raise TooMuch from much
    except sheets.Empty as empty:
        raise Unreadable(translate("这个工作簿里没有内容。请检查后再上传。")) from empty
    except sheets.NotOpened as broken:
        raise Unreadable from broken


def encoding_of(path: Path, magic: bytes) -> str:
    """UTF-8 if the whole file is, else GB18030 if the whole file is. Raises Unreadable."""
    if magic.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    for name in ("utf-8-sig", "gb18030"):
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
    encoding = encoding_of(path, magic)
    with path.open(encoding=encoding, newline="") as file:
        head = file.read(4096)
        if "\x00" in head:
            raise Unreadable
        delimiter = max(",\t;|", key=head.count)
        file.seek(0)
        try:
            for row in csv.reader(file, delimiter=delimiter):
                yield [texts.visible(cell) for cell in row]
        except (csv.Error, UnicodeError) as broken:
            raise Unreadable from broken


def with_header(
    rows: Iterator[list[str]], synonyms: tables.Synonyms, required: Sequence[str], names: Sequence[str]
) -> tuple[tables.Header, Iterator[tuple[int, list[str]]]]:
    """The header and the rows below it, each with its line number. Raises NoHeader with what the file says instead."""
    first = list(itertools.islice(rows, tables.LOOK_AT))
    header = tables.find_header(first, synonyms, required)
    if header is None:
        shown = "、".join(cell.strip() for cell in next((r for r in first if any(r)), []) if cell.strip())[:80]
        words = translate("没有找到表头：需要有“%(names)s”这些列。文件开头写的是：%(shown)s。")
        raise NoHeader(words % {"names": "”“".join(names), "shown": shown or translate("(空)")})
    below = itertools.chain(first[header.row + 1 :], rows)
    return header, enumerate(below, start=header.row + 2)


def division_rows(path: Path) -> Iterator[Raw]:
    """The rows of a division table. Raises Unreadable, TooLarge, TooMuch, NoHeader."""
    header, rows = with_header(rows_of(path), tables.DIVISION_COLUMNS, ("code", "name"), ("code/编码", "name/名称"))
    return _raws(header, rows)


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


def population_rows(path: Path) -> Iterator[RawFigure]:
    """The rows of a population table. Raises Unreadable, TooLarge, TooMuch, NoHeader."""
    header, rows = with_header(
        rows_of(path), tables.POPULATION_COLUMNS, ("code", "persons"), (translate("区划代码"), translate("人数"))
    )
    places = [header.columns.get(noun, -1) for noun in ("code", "name", "persons", "kind", "year", "source")]
    for line, row in rows:
        cells = [tidy(row[at]) if 0 <= at < len(row) else "" for at in places]
        if cells[0] or cells[2]:
            yield RawFigure(line, *cells)


def tidy(text: str) -> str:
    """Without blanks around, doubled blanks inside, and characters that cannot be seen."""
    text = text.strip()
    if text.isprintable() and "  " not in text:
        return text
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
