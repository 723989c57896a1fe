"""A file of exactly what a list shows: all its rows, in its order, with its columns, and who took it, when and why."""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain, islice
from typing import Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils.html import strip_tags
from django.utils.http import content_disposition_header
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from baiying.kit import audit, clock
from baiying.kit.db import fields
from baiying.ui import formats, workbooks
from baiying.ui.listing.asked import Asked
from baiying.ui.listing.spec import Rows

# A workbook has to be complete before its first byte leaves; more rows go out as they come, as text with commas.
MOST_IN_WORKBOOK = 100_000
CHUNK = 1_000
# How long whoever took a file of persons may keep it; it says so itself (PIPL art. 19: no longer than needed). [P]
KEEP_DAYS = 30


@dataclass(frozen=True, slots=True)
class Taken:
    """Who takes a file, for what."""

    actor: Any
    reason: str
    area_id: int | None = None


def answer(asked: Asked, rows: Rows, taken: Taken) -> FileResponse | StreamingHttpResponse:
    """The file as the answer; the audit knows of it before its first row is read."""
    title = str(asked.listing.title)
    mark, at = fields.new_public_id(), clock.now()
    count = rows.order_by()[: MOST_IN_WORKBOOK + 1].count()
    large = count > MOST_IN_WORKBOOK
    told = _told(asked)
    audit.record(
        "ListTaken",
        actor=taken.actor,
        at=at,
        area_id=taken.area_id,
        detail={
            "list": asked.listing.key,
            "title": title,
            "reason": taken.reason,
            "narrowed": told,
            "rows": None if large else count,
            "mark": mark,
            "columns": [one.key for one in asked.columns],
        },
    )
    name = f"{title}-{clock.local_date(at).isoformat()}-{mark}"
    said = _said(asked, taken, mark, told)
    head = [str(one.title) for one in asked.columns]
    if large:
        return _text(name, head, _lines(asked, rows), said)
    sheets = [
        workbooks.Sheet(title, head, _lines(asked, rows), [one.width for one in asked.columns]),
        workbooks.Sheet(_("说明"), [_("项目"), _("内容")], said, (14, 60)),
    ]
    return workbooks.answer(name, sheets)


def _told(asked: Asked) -> list[str]:
    said = [
        _("%(label)s：%(words)s") % {"label": one.label, "words": words}
        for one in asked.listing.filters
        if (words := one.said(asked.query))
    ]
    if asked.words:
        said.append(_("查找：%(words)s") % {"words": _("一个号码") if asked.hides_words else asked.words})
    return said


def _said(asked: Asked, taken: Taken, mark: str, told: Sequence[str]) -> list[tuple[str, str]]:
    at = clock.now()
    lines = [
        (_("由谁导出"), str(getattr(taken.actor, "label", ""))),
        (_("时间"), f"{formats.full_date(at)} {formats.time_text(at)}"),
        (_("条件"), formats.listed(told, "；") or _("全部")),
        (_("编号"), mark),
    ]
    if taken.reason:
        lines.insert(2, (_("用途"), taken.reason))
    if asked.listing.personal:
        end = clock.local_date(at) + timedelta(days=KEEP_DAYS)
        lines.append(
            (_("保存到"), _("%(day)s 为止，之后请删除；不得转给与用途无关的人。") % {"day": formats.full_date(end)})
        )
    return lines


def _lines(asked: Asked, rows: Rows) -> Iterator[list[Any]]:
    found = rows.iterator(CHUNK)
    while some := list(islice(found, CHUNK)):
        for row in asked.listing.rows_of(some):
            yield [_plain(column.in_file(row)) for column in asked.columns]


def _plain(value: Any) -> Any:
    """A cell without its marks; days as a spreadsheet sorts them."""
    if isinstance(value, SafeString):
        return " ".join(strip_tags(value).split())
    if isinstance(value, date):
        return value.isoformat()
    return value if isinstance(value, int | float) else str(value if value is not None else "")


class _Echo:
    """What is written to it comes back: a line of text at a time."""

    def write(self, text: str) -> str:
        return text


def _text(
    name: str, head: list[str], lines: Iterator[list[Any]], said: Sequence[tuple[str, str]]
) -> StreamingHttpResponse:
    out = csv.writer(_Echo())
    # The mark at the beginning tells spreadsheet programs that this is UTF-8.
    pieces = chain(
        ["\ufeff"],
        (str(out.writerow([workbooks.harmless(cell) for cell in line])) for line in chain([head], lines)),
        (str(out.writerow([workbooks.harmless(cell) for cell in ("#", *line)])) for line in said),
    )
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.csv") or ""
    return response
