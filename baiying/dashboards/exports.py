"""Workbooks: the numbers a reader sees, and a second sheet that says what they mean."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from baiying.dashboards import words
from baiying.dashboards.comparison import Row
from baiying.figures.queries import Figure, Front, Pair, Unit
from baiying.kit import clock

# openpyxl has no public name for a sheet that is only written.
Sheet = Any
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _sheet(book: Workbook, title: str, widths: Sequence[int]) -> Sheet:
    sheet = book.create_sheet(title)
    for n, width in enumerate(widths):
        sheet.column_dimensions["ABCDEFGHIJKLMNOPQRSTUVWXYZ"[n]].width = width
    sheet.freeze_panes = "B2"
    return sheet


def _head(sheet: Sheet, names: Iterable[str]) -> None:
    cells = []
    for name in names:
        cell = WriteOnlyCell(sheet, value=name)
        cell.font = Font(bold=True)
        cells.append(cell)
    sheet.append(cells)


def _text(sheet: Sheet, text: str) -> Any:
    # A name that begins with "=" stays a name.
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell


def answer(book: Workbook, name: str) -> HttpResponse:
    buffer = BytesIO()
    book.save(buffer)
    response = HttpResponse(buffer.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.xlsx"
    return response


def _value(figure: Figure) -> float | None:
    if figure.value is None:
        return None
    return round(float(figure.value), 4 if figure.definition.unit is Unit.SHARE else 2)


def _pairs(pairs: Sequence[Pair]) -> list[Figure]:
    return [f for p in pairs for f in ((p.credit, p.all) if p.definition.tiered else (p.all,))]


def _notes(book: Workbook, place: str, front: Front) -> None:
    sheet = _sheet(book, _("口径说明"), (30, 90))
    _head(sheet, (_("项目"), _("说明")))
    first = front.pairs[0].all
    lines = [
        (_("地区"), place),
        (_("统计期"), f"{first.window_from:%Y-%m-%d} — {first.window_to:%Y-%m-%d}"),
        (_("截至"), f"{clock.local(front.as_of):%Y-%m-%d %H:%M}"),
        (_("人口"), words.population_text(front.population)),
        (_("归属"), _(first.definition.attribution)),
    ]
    for pair in (*front.pairs, *front.further):
        meant = pair.definition
        name = f"{words.name_text(pair.all)} v{meant.version}"
        lines.append((name, f"{_(meant.sentence)} {_(meant.formula)}"))
    for label, text in lines:
        sheet.append([_text(sheet, label), _text(sheet, text)])


def areas(place: str, front: Front, rows: Sequence[Row]) -> HttpResponse:
    """The comparison of the areas below."""
    book = Workbook(write_only=True)
    sheet = _sheet(book, _("各地"), (24, 12, 12, *(16,) * 7))
    figures = _pairs(front.pairs)
    names = [words.name_text(f) + (f" · {words.tier_name(f.tier)}" if f.tier else "") for f in figures]
    _head(sheet, (_("地区"), _("注册志愿者"), _("人口"), *names))
    for row in rows:
        if not row.shown:
            sheet.append([_text(sheet, row.name), _text(sheet, _("人数太少，不公开"))])
            continue
        values = [_value(f) for f in _pairs(row.child.pairs)]
        sheet.append([_text(sheet, row.name), row.registered, row.population, *values])
    whole = [_value(f) for f in figures]
    population = front.population.persons if front.population else None
    sheet.append([_text(sheet, _("合计")), front.cell.registered, population, *whole])
    _notes(book, place, front)
    return answer(book, f"{place}-{front.year}")


def persons(place: str, front: Front, rows: Iterable[tuple[str, str, str, int, int]]) -> HttpResponse:
    """Persons behind the figures: masked name, volunteer number, residence, credit and all minutes."""
    book = Workbook(write_only=True)
    sheet = _sheet(book, pgettext("many", "志愿者"), (16, 18, 28, 16, 16))
    _head(sheet, (_("姓名"), _("志愿者编号"), _("居住地"), _("信用时长（小时）"), _("全部时长（小时）")))
    for name, volunteer_no, residence, credit, both in rows:
        texts = [_text(sheet, t) for t in (name, volunteer_no, residence)]
        sheet.append([*texts, round(credit / 60, 2), round(both / 60, 2)])
    _notes(book, place, front)
    return answer(book, f"{place}-{front.year}-志愿者")
