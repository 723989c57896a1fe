"""A spreadsheet that was made, or broken, to stop whoever opens it is refused; the process that asked lives on."""

import contextlib
import zipfile
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from openpyxl import Workbook

from baiying.kit import sheets

_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def raw_workbook(path: Path, sheet_data: str, head: str = "") -> Path:
    """A workbook of one sheet with exactly these rows: what no program for tables would write."""
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1" Type="{_OFFICE}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_SPREADSHEET}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r1"'
        f' Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'{head}<worksheet xmlns="{_SPREADSHEET}"><sheetData>{sheet_data}'
        "</sheetData></worksheet>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return path


def cell(at: str, text: str) -> str:
    return f'<c r="{at}" t="inlineStr"><is><t>{escape(text)}</t></is></c>'


def corner(path: Path) -> Path:
    """Two cells, as far apart as a sheet reaches: less than two kilobytes that ask for half a terabyte."""
    last = cell("XFD1048576", "x")
    return raw_workbook(path, f'<row r="1">{cell("A1", "code")}</row><row r="1048576">{last}</row>')


def dense(path: Path) -> Path:
    """Half a million cells that say the same."""
    return raw_workbook(path, f"<row>{'<c><v>0</v></c>' * 8}</row>" * 90_000)


def test_cells_become_texts_as_they_stand(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("second").append(["code", "name"])
    book["second"].append([410000000000, "\u200b河南省\ufeff"])
    book["second"].append([1.5, None, date(2026, 1, 2)])
    book.save(tmp_path / "a.xlsx")
    found = list(sheets.rows(tmp_path / "a.xlsx"))
    assert found[:2] == [["code", "name", ""], ["410000000000", "河南省", ""]]
    assert found[2][:2] == ["1.5", ""]
    assert found[2][2].startswith("2026-01-02")


def test_two_cells_at_the_corners_are_refused(tmp_path: Path) -> None:
    path = corner(tmp_path / "corner.xlsx")
    assert path.stat().st_size < 2000
    with pytest.raises(sheets.TooMuch):
        list(sheets.rows(path))


def test_what_unpacks_to_a_thousandfold_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = dense(tmp_path / "dense.xlsx")
    with pytest.raises(sheets.TooMuch):
        list(sheets.rows(path))
    # The bound on cells holds where the bound on packing does not.
    with pytest.raises(sheets.TooMuch):
        list(sheets.rows(path, sheets.Bounds(times_packed=10_000, cells=100_000)))
    assert len(list(sheets.rows(path, sheets.Bounds(times_packed=10_000)))) == 90_000


def test_memory_and_time_are_bounded_by_the_system(tmp_path: Path) -> None:
    path = dense(tmp_path / "dense.xlsx")
    with pytest.raises(sheets.TooMuch):
        list(sheets.rows(path, sheets.Bounds(times_packed=10_000, memory_mb=60)))
    with pytest.raises(sheets.TooMuch):
        list(sheets.rows(path, sheets.Bounds(times_packed=10_000, seconds=0)))


def test_entities_are_not_multiplied(tmp_path: Path) -> None:
    lines = ['<!DOCTYPE a [<!ENTITY l0 "lol">']
    lines += [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    data = '<row r="1"><c r="A1" t="inlineStr"><is><t>&l9;</t></is></c></row>'
    path = raw_workbook(tmp_path / "lol.xlsx", data, "".join(lines) + "]>")
    with contextlib.suppress(sheets.NotOpened):
        assert sum(len(one) for row in sheets.rows(path) for one in row) < 1000


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 5000, b""])
def test_broken_files_are_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(content)
    with pytest.raises(sheets.NotOpened):
        list(sheets.rows(path))


def test_a_workbook_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["code", "name"])
    book.save(tmp_path / "whole.xlsx")
    whole = (tmp_path / "whole.xlsx").read_bytes()
    for part in (0.2, 0.6, 0.99):
        (tmp_path / "part.xlsx").write_bytes(whole[: int(len(whole) * part)])
        with pytest.raises(sheets.NotOpened):
            list(sheets.rows(tmp_path / "part.xlsx"))


def test_an_empty_workbook_says_so(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "a.xlsx")
    with pytest.raises(sheets.Empty):
        list(sheets.rows(tmp_path / "a.xlsx"))


def test_whoever_asks_may_stop_early(tmp_path: Path) -> None:
    book = Workbook()
    for number in range(3000):
        book.active.append([number])
    book.save(tmp_path / "a.xlsx")
    rows = sheets.rows(tmp_path / "a.xlsx")
    assert next(rows) == ["0"]
    rows.close()
