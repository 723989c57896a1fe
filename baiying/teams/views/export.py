"""Lists as spreadsheets: what one sees on the page, never more, and no cell that a program would run."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook

from baiying.teams import rules

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(name: str, title: str, head: Sequence[Any], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """An xlsx file as the answer."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.append([str(cell) for cell in head])
    for row in rows:
        sheet.append([rules.cell(value) if isinstance(value, str) else value for value in row])
    file = BytesIO()
    book.save(file)
    answer = HttpResponse(file.getvalue(), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer
