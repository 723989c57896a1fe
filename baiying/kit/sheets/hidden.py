"""Which rows, columns and sheets of a workbook nobody sees. Knows no Django; read by `reader` in its own process.

The library that reads cells says nothing of it, so the sheet's own XML is asked: a filter, a folded group and a hand
all write `hidden` at the row or column, or a height or width of nothing.
"""

import re
import zipfile
from dataclasses import dataclass, field
from xml.etree import ElementTree

from baiying.kit.values import numbers

_ROW = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_YES = (b"1", b"true")
# A column beyond the last one of a spreadsheet is none.
_LAST_COLUMN = 16_384


@dataclass(slots=True)
class Hidden:
    """Rows and columns counted from 0. `known` is False where the kind of file does not say."""

    known: bool = False
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


def of_sheet(path: str, name: str) -> Hidden:
    """What of a sheet is hidden. Only xlsx says so in a way that is read here."""
    if not zipfile.is_zipfile(path):
        return Hidden()
    with zipfile.ZipFile(path) as archive:
        part = _part(archive, name)
        if part is None:
            return Hidden()
        data = archive.read(part)
    return Hidden(True, _rows(data), _columns(data))


def _part(archive: zipfile.ZipFile, name: str) -> str | None:
    """Where the sheet's XML stands in the workbook; None where this is no xlsx."""
    try:
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    except (KeyError, ElementTree.ParseError):
        return None
    targets = {one.get("Id"): one.get("Target", "") for one in relations}
    for sheet in (one for one in book.iter() if one.tag.rpartition("}")[2] == "sheet"):
        if sheet.get("name") == name:
            target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION) or "", "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            return part if part in archive.namelist() else None
    return None


def _rows(data: bytes) -> set[int]:
    found: set[int] = set()
    began = _before_rows(data)
    if data.find(b"hidden", began) < 0 and data.find(b"ht", began) < 0:
        # Nothing is said of any row: long sheets are mostly made by programs.
        return found
    at = -1
    for match in _ROW.finditer(data):
        said = dict(_ATTRIBUTE.findall(match[1]))
        number = _whole(said, b"r")
        at = at + 1 if number is None else number - 1
        if said.get(b"hidden") in _YES or _is_nothing(said.get(b"ht")):
            found.add(at)
    return found


def _columns(data: bytes) -> set[int]:
    found: set[int] = set()
    for match in _COLUMN.finditer(data, 0, _before_rows(data)):
        said = dict(_ATTRIBUTE.findall(match[1]))
        first, last = _whole(said, b"min"), _whole(said, b"max")
        unseen = said.get(b"hidden") in _YES or _is_nothing(said.get(b"width"))
        if first is not None and last is not None and unseen:
            found.update(range(first - 1, min(last, _LAST_COLUMN)))
    return found


def _before_rows(data: bytes) -> int:
    """Where the rows begin, behind all that is said of columns; the end where there are none."""
    return len(data) if (at := data.find(b"sheetData")) < 0 else at


def _whole(said: dict[bytes, bytes], name: bytes) -> int | None:
    return numbers.whole(said.get(name, b"").decode("latin-1"))


def _is_nothing(size: bytes | None) -> bool:
    return size is not None and size.strip(b"0.") == b""
