"""Small division tables and the two ways to bring one in."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from baiying.kit.values.actor import system
from baiying.places import actions
from baiying.places.models import DivisionImport

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
DAY = date(2026, 1, 1)

XUCHANG = """code,name,level,parent_code
410000000000,河南省,province,
411000000000,许昌市,city,410000000000
411002000000,魏都区,county,411000000000
411002001000,西大街道,township,411002000000
411002001001,榆柳街社区居委会,village,411002001000
411002001002,文化街社区居委会,village,411002001000
411003000000,建安区,county,411000000000
411003100000,将官池镇,township,411003000000
411003100201,湖徐村委会,village,411003100000
"""


def write(folder: Path, text: str, *, encoding: str = "utf-8", name: str = "divisions.csv") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def workbook(folder: Path, rows: list[list[Any]], merge: str = "") -> Path:
    book = Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    path = folder / "divisions.xlsx"
    book.save(path)
    return path


def bring_in(path: Path, *, as_of: date = DAY, **ticks: Any) -> DivisionImport:
    return actions.import_divisions(path=path, as_of=as_of, actor=system("test"), at=AT, **ticks)
