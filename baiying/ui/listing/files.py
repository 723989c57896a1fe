"""A file of exactly what a list shows: all its rows, in its order, with its columns, and who took it, when and why."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, cast

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.crypto import salted_hmac
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from baiying.kit import clock, rooms
from baiying.kit.admission import Asking
from baiying.ui import taken, workbooks
from baiying.ui.answers import see_other
from baiying.ui.listing.asked import Asked
from baiying.ui.listing.spec import Column, Rows

# A workbook has to be complete before its first byte leaves; more rows go out as they come, as text with commas.
MOST_IN_WORKBOOK = 100_000
CHUNK = 1_000
# With it a file is taken without the children whom its rows are about.
WITHOUT = "without_children"


@dataclass(frozen=True, slots=True)
class Taking:
    """Who takes a file, for what; `area_id` is where its rows lie."""

    request: HttpRequest
    reason: str
    area_id: int | None = None


def answer(asked: Asked, rows: Rows, taking: Taking) -> FileResponse | StreamingHttpResponse | HttpResponse:
    """The file as the answer; it is noted before its first row is read. Raises FileIsOver.

    Where children are in it, it waits for another's leave (R009), and the answer leads there; who needs none of them
    takes it without.
    """
    request = cast("Asking", taking.request)
    spared = _spared(asked, rows) if request.POST.get(WITHOUT) else []
    if spared:
        rows = rows.exclude(**{f"{_person_column(rows)}__in": spared})
    file = _file(asked, rows, taking, spared=bool(request.POST.get(WITHOUT)))
    if to := taken.withheld(request, file, taking.reason):
        return see_other(to)
    found = lines(asked, rows)
    if file.rows > MOST_IN_WORKBOOK:
        return taken.text(request, file, file.columns, found, reason=taking.reason)
    sheet = workbooks.Sheet(file.title, file.columns, found, [one.width for one in columns_of(asked)])
    return taken.workbook(request, file, [sheet, *asked.listing.besides()], reason=taking.reason)


def _file(asked: Asked, rows: Rows, taking: Taking, *, spared: bool) -> taken.File:
    return taken.File(
        key=asked.listing.key,
        title=str(asked.listing.title),
        rows=rows.order_by().count(),
        path=taking.request.path,
        query=asked.stored() + _hidden(asked),
        personal=asked.listing.personal,
        area_id=taking.area_id,
        narrowed=[*_told(asked), *([_("不含未满 18 岁的")] if spared else [])],
        columns=[str(one.file_title or one.title) for one in columns_of(asked)],
        people=_people(asked, rows),
        sparing=asked.listing.people is None and bool(_person_column(rows)),
    )


def _spared(asked: Asked, rows: Rows) -> list[int]:
    """The children among those whom the rows are about."""
    if asked.listing.people is not None or not _person_column(rows):
        return []
    at, ids = clock.now(), _people(asked, rows)
    return [pk for found in rooms.filling("children_in") for pk in found(ids, at)]


def _people(asked: Asked, rows: Rows) -> list[int]:
    """Whom the rows are about, for the day on which the file leaks: the persons themselves, or whom each row names."""
    if not asked.listing.personal:
        return []
    if asked.listing.people is not None:
        return sorted({pk for pk in asked.listing.people(rows.order_by()) if pk is not None})
    column = _person_column(rows)
    found = rows.order_by().values_list(column, flat=True).distinct() if column else ()
    return [pk for pk in found if pk is not None]


def _person_column(rows: Rows) -> str:
    """The column of rows that names a person; empty for rows that name none."""
    fields = rows.model._meta.concrete_fields
    named = (one.attname for one in fields if one.related_model is not None and _is_person(one.related_model))
    return "pk" if _is_person(rows.model) else next(named, "")


def _is_person(model: Any) -> bool:
    """By its name: this room knows no people."""
    return bool(getattr(model, "_meta", None)) and model._meta.label == "people.Person"


def _hidden(asked: Asked) -> str:
    """Behind the address, where nothing is sent: what was searched for and must stand in no address, told apart.

    Another search is another file, and without the number nobody fetches it again.
    """
    return f"#{salted_hmac('ui.listing.files', asked.words).hexdigest()[:16]}" if asked.hides_words else ""


def _told(asked: Asked) -> list[str]:
    said = [str(asked.listing.part)] if asked.listing.part else []
    said += [
        _("%(label)s：%(words)s") % {"label": one.label, "words": words}
        for one in asked.listing.filters
        if (words := one.said(asked.query))
    ]
    if asked.words:
        said.append(_("查找：%(words)s") % {"words": _("一个号码") if asked.hides_words else asked.words})
    return said


def columns_of(asked: Asked) -> list[Column]:
    """The columns of a file: all that are seen but what one presses; several numbers in one cell each by itself."""
    seen = [one for column in asked.columns if not column.act for one in (column.in_file or (column,))]
    return list({one.key: one for one in seen}.values())


def lines(asked: Asked, rows: Rows) -> Iterator[list[Any]]:
    """The rows of a file, read and made a thousand at a time."""
    found = rows.iterator(CHUNK)
    cells = [column.value or column.cell for column in columns_of(asked)]
    while some := list(islice(found, CHUNK)):
        for row in asked.listing.rows_of(some):
            yield [_plain(cell(row)) for cell in cells]


def _plain(value: Any) -> Any:
    """A cell without its marks; days as a spreadsheet sorts them."""
    # Most cells of a city's file are just that.
    if type(value) is str or type(value) is int:
        return value
    if isinstance(value, SafeString):
        return " ".join(strip_tags(value).split())
    if isinstance(value, date):
        return value.isoformat()
    return (
        value
        if isinstance(value, int | float | workbooks.Share | workbooks.Amount)
        else str(value if value is not None else "")
    )
