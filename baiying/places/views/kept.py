"""An uploaded table between the presses that look at it, take it over and take it back."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, cast

from django.core import signing
from django.forms import Form, Select
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.utils.translation import gettext_lazy as _

from baiying.kit.admission import Asking
from baiying.kit.errors import Refused
from baiying.kit.values import numbers
from baiying.places import actions, reading
from baiying.ui import flash


class KeptFileGone(Refused):
    code = "kept_file_gone"
    sentence = _("上次上传的表已不在了，请重新选择文件。")
    field = "file"


class Kept(NamedTuple):
    """Where an upload is stored, what it was called, and whether its report has been shown."""

    sha256: str
    name: str
    seen: bool = False
    # Of a workbook the sheet whose report has been shown.
    sheet: str = ""


def kept(data: dict[str, Any], *, salt: str) -> Kept:
    """The new file, or the one that came with an earlier press."""
    if data.get("file"):
        return Kept(actions.keep_upload(data["file"].chunks())[0], data["file"].name)
    try:
        sha256, name, seen, sheet = signing.loads(data["kept"], salt=salt, max_age=24 * 3600)
    except (signing.BadSignature, ValueError):
        raise KeptFileGone from None
    if not (Path(actions.uploads()) / sha256).exists():
        raise KeptFileGone
    return Kept(sha256, name, seen, sheet)


def keep_for_next(request: Asking, form: Form, where: Kept, *, salt: str) -> None:
    """Let the page carry to the next press where the upload is stored: nobody looks for the file again."""
    again = request.POST.copy()
    again["kept"] = signing.dumps(list(where), salt=salt)
    form.data = again
    told = str(_("已收到“%(name)s”，不用再选；要换一张表才选。")) % {"name": where.name}
    form["file"].help_text = told


def wished_sheet(data: dict[str, Any]) -> str:
    """The sheet that was chosen; of a new file the first that fits."""
    return "" if data.get("file") else str(data.get("sheet") or "")


def offer_sheets(form: Form, sheets: reading.Sheets) -> None:
    """Let whoever reads the report choose another sheet of the workbook, where another fits (F25)."""
    cast("QueryDict", form.data)["sheet"] = sheets.read
    if sheets.fitting:
        field = form.fields["sheet"]
        field.widget = Select(choices=[(name, name) for name in (sheets.read, *sheets.fitting)])
        field.help_text = _("换一张，先再看一遍报告。")


def part_of(request: Asking) -> int:
    """Which part of a long report is asked for, from 0; -1 where none is: the press means what its button says."""
    return max((numbers.whole(request.POST.get("part", "")) or 0) - 1, -1)


def parts(most: int, shown: int, part: int) -> list[tuple[int, int, int, bool]]:
    """The parts of a report whose longest list has `most` lines: number, first and last line, whether it is shown."""
    if most <= shown:
        return []
    return [
        (n + 1, n * shown + 1, min((n + 1) * shown, most), n == max(part, 0)) for n in range((most - 1) // shown + 1)
    ]


def keep_what_came(request: Asking, form: Form, *, salt: str) -> None:
    """The same of a press in which something else was wrong: its report is still to be shown."""
    if not form.cleaned_data.get("file") and not form.cleaned_data.get("kept"):
        return
    with suppress(KeptFileGone):
        keep_for_next(request, form, kept(form.cleaned_data, salt=salt), salt=salt)


def taken_back(request: Asking, undo: Callable[[], object], *, told: str, back: str) -> HttpResponse:
    """The press that takes a table back: says what was done, or why it cannot be, where one came from."""
    if request.method != "POST":
        raise Http404
    try:
        undo()
    except Refused as refusal:
        flash.failed(request, str(refusal))
    else:
        flash.done(request, told)
    return HttpResponseRedirect(back, status=303)
