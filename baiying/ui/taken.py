"""The one way by which a file leaves the house: noted, marked, counted, and with an end (kit.taking).

Whatever room makes it, it says who took it, when, why, under which conditions and until when it may be kept: on a sheet
of its own, at the foot of each printed page and in its properties; a text with commas says so in its last lines. A
test of the house looks that no other code answers with a file.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from baiying.kit import admission, clock, rooms, taking
from baiying.kit.admission import Asking
from baiying.kit.models import Taken
from baiying.kit.taking import File as File
from baiying.ui import formats, workbooks
from baiying.ui.workbooks import Sheet

# With it somebody fetches again what they took: the mark of that file.
AGAIN = "again"


def fetched(request: HttpRequest) -> str:
    """The mark of the file that is fetched again; empty for a new one."""
    return (request.POST.get(AGAIN) or request.GET.get(AGAIN, ""))[:12]


def asked(request: Asking) -> str:
    """The query of a file that is asked for by its address alone."""
    query = request.GET.copy()
    query.pop(AGAIN, None)
    return query.urlencode()


def withheld(request: Asking, file: File, reason: str) -> str:
    """The address of the leave that a file with children in it waits for; empty where it may be given (R009)."""
    why = reason or _said_before(request)
    asked = (ask(file, request.actor, clock.now(), why) for ask in rooms.filling("withholds"))
    return next((to for to in asked if to), "")


def _said_before(request: Asking) -> str:
    """What the file that is fetched again was taken for."""
    rows = Taken.objects.filter(public_id=fetched(request), account_id=request.actor.account_id or 0)
    return rows.values_list("reason", flat=True).first() or ""


def workbook(request: Asking, file: File, sheets: Iterable[Sheet], *, reason: str = "") -> FileResponse:
    """An xlsx file as the answer, with a sheet that says whose it is.

    Open figures that a visitor takes are nobody’s. Raises FileIsOver.
    """
    at = clock.now()
    if not request.actor.is_signed_in:
        mark = workbooks.Mark(file.title)
        return workbooks.answer(f"{file.title}-{clock.local_date(at).isoformat()}", sheets, mark)
    row = taking.take(file, actor=request.actor, at=at, reason=reason, again=fetched(request))
    said = lines(row)
    mark = workbooks.Mark(row.title, row.label, foot(row), "\n".join(f"{label}：{text}" for label, text in said))
    own = Sheet(_("导出说明"), (_("项目"), _("内容")), said, (14, 60))
    answer = workbooks.answer(_name(row), chain(sheets, [own]), mark)
    # It may have taken minutes: rights are asked again as it is handed over (U31).
    admission.require_still(request.actor)
    return answer


def text(
    request: Asking, file: File, head: Sequence[str], rows: Iterable[Sequence[Any]], *, reason: str = ""
) -> StreamingHttpResponse:
    """The rows as they come, as text with commas: no more memory for a city than for a village. Raises FileIsOver."""
    row = taking.take(file, actor=request.actor, at=clock.now(), reason=reason, again=fetched(request))
    whole = pieces(head, rows, lines(row), still=lambda: admission.still(request.actor))
    response = StreamingHttpResponse(whole, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = content_disposition_header(True, f"{_name(row)}.csv") or ""
    return response


# What may be given out as it was sent in; a browser stores it and opens none of it.
_DOCUMENTS = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "jpg": "image/jpeg",
    "png": "image/png",
    "zip": "application/zip",
}


def document(request: Asking, file: File, kind: str, content: bytes) -> HttpResponse:
    """A document as somebody attached it, under its own name: noted like every file, its content as it is."""
    taking.take(file, actor=request.actor, at=clock.now(), again=fetched(request))
    response = HttpResponse(content, content_type=_DOCUMENTS[kind])
    response.headers["Content-Disposition"] = content_disposition_header(True, file.title) or ""
    response.headers["Cache-Control"] = "private, no-store"
    return response


def lines(row: Taken) -> list[tuple[str, str]]:
    """Whose a file is, as it says itself."""
    found = [
        (_("由谁导出"), row.label),
        (_("时间"), f"{formats.full_date(row.last_at)} {formats.time_text(row.last_at)}"),
        (_("条件"), formats.listed(row.narrowed, "；") or _("全部")),
        (_("编号"), row.public_id),
    ]
    if row.reason:
        found.insert(2, (_("用途"), row.reason))
    if row.personal:
        found += [(_("个人信息处理者"), who) for who in _handled_by(row)]
        words = _("%(day)s 为止，之后请删除；不得转给与用途无关的人。")
        found.append((_("保存到"), words % {"day": formats.full_date(row.until)}))
    return found


def _handled_by(row: Taken) -> list[str]:
    """Who answers for the people in it, where an area has said so."""
    said = (ask(row.area_id, row.at) for ask in rooms.filling("handled_by"))
    return [one for one in said if one]


def foot(row: Taken) -> str:
    """The same in one line."""
    at = f"{formats.full_date(row.last_at)} {formats.time_text(row.last_at)}"
    words = {"who": row.label, "at": at, "mark": row.public_id}
    return _("%(who)s 导出于 %(at)s，编号 %(mark)s") % words


def _name(row: Taken) -> str:
    return f"{row.title}-{clock.local_date(row.last_at).isoformat()}-{row.public_id}"


# Lines that leave together: each piece is sent by itself, and a line alone costs more to send than to write.
LINES = 500


def pieces(
    head: Sequence[str],
    rows: Iterable[Sequence[Any]],
    said: Sequence[tuple[str, str]],
    *,
    still: Callable[[], bool] = lambda: True,
) -> Iterator[str]:
    """A file of text, some hundred lines at a time; the last line says so where the right to it ended on the way."""
    # The mark at the beginning tells spreadsheet programs that this is UTF-8.
    yield "\ufeff"
    every = iter(chain([head], rows, (("#", *one) for one in said)))
    harmless = workbooks.harmless
    while some := list(islice(every, LINES)):
        if not still():
            yield f"#,{admission.EndedMeanwhile.sentence}\r\n"
            return
        out = io.StringIO()
        csv.writer(out).writerows([harmless(cell) for cell in line] for line in some)
        yield out.getvalue()
