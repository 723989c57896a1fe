"""Spreadsheets out: rows go to disk as they come, so that a city's persons need no more memory than a village's.

Texts stay texts: nothing typed is written as a formula or a link, and what begins like one gets a mark before it, so
that it is not run either when somebody saves the sheet as CSV and opens that.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import Any, ClassVar

from django.http import FileResponse
from xlsxwriter import Workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet program accepts as a sheet's name.
_LONGEST_TITLE = 31
# Of the 255 signs of a printed foot, those that its codes leave.
_LONGEST_FOOT = 200
_IN_MEMORY_BYTES = 256 * 1024
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}

_RUN_BY_PROGRAMS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class Share:
    """A share from 0 to 1 that a cell shows as the pages do: 0.0909 as 9.1%, and goes on calculating with all of it."""

    value: float
    FORMAT: ClassVar[str] = "0.0%"

    def __str__(self) -> str:
        return f"{self.value:.1%}"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with two places, of hours or people on average; its unit stands in the heading."""

    value: float
    FORMAT: ClassVar[str] = "#,##0.00"

    def __str__(self) -> str:
        return f"{self.value:.2f}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A heading row, the rows below it, and how many letters wide the columns are."""

    title: str
    head: Sequence[Any]
    rows: Iterable[Sequence[Any]]
    widths: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """Whose a file is, as it stands in its properties and at the foot of every printed page."""

    title: str
    who: str = ""
    foot: str = ""
    words: str = ""


def answer(name: str, sheets: Iterable[Sheet], mark: Mark) -> FileResponse:
    """An xlsx file as the answer; `name` without its ending. Sheets are written in order, each row once.

    Only `ui.taken` calls this: what leaves the house is noted there.
    """
    file = SpooledTemporaryFile(max_size=_IN_MEMORY_BYTES)  # noqa: SIM115  The answer closes it.
    try:
        book = Workbook(file, _OPTIONS)
        book.set_properties({"title": mark.title, "author": mark.who, "subject": mark.foot, "comments": mark.words})
        looks = {"": book.add_format({"bold": True})}
        looks |= {kind.FORMAT: book.add_format({"num_format": kind.FORMAT}) for kind in (Share, Amount)}
        for sheet in sheets:
            page = book.add_worksheet(sheet.title[:_LONGEST_TITLE])
            _print(page, mark)
            _write(page, sheet, looks)
        book.close()
    except BaseException:
        file.close()
        raise
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)


def _print(page: Any, mark: Mark) -> None:
    """As wide as a sheet of A4, heads on every page, whose it is at the foot; & is a code there."""
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    foot = mark.foot.replace("&", "&&")
    # The blank: a name that begins with a digit would be read as part of the size.
    page.set_footer(f"&L&8 {foot[:_LONGEST_FOOT]}&R&8 &P / &N")


def _write(page: Any, sheet: Sheet, looks: Mapping[str, Any]) -> None:
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    page.freeze_panes(1, 1)
    for column, name in enumerate(sheet.head):
        page.write_string(0, column, str(name), looks[""])
    for number, row in enumerate(sheet.rows, 1):
        for column, value in enumerate(row):
            _put(page, number, column, value, looks)


def _put(page: Any, row: int, column: int, value: Any, looks: Mapping[str, Any]) -> None:
    if value is None or value == "":
        return
    if isinstance(value, Share | Amount):
        page.write_number(row, column, value.value, looks[value.FORMAT])
        return
    if isinstance(value, int | float):
        page.write_number(row, column, value)
    else:
        page.write_string(row, column, harmless(value))


def harmless(value: Any) -> str:
    """A cell's text that no spreadsheet program runs."""
    text = str(value)
    # Most texts of a city's file begin with nothing that any program could take for more.
    if not text or text[0].isalnum():
        return text
    # A number is a number, whatever its sign.
    run = text.lstrip(" \u00a0\u3000\u200b\ufeff").startswith(_RUN_BY_PROGRAMS) and not isinstance(value, int | float)
    return f"'{text}" if run else text
