"""What a clerk takes along: the lines that were left out with their cures, and an empty roster to fill in."""

from django.http import Http404, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from baiying.accounts.access import Asking, signed_in
from baiying.kit import clock
from baiying.rosters import access, words
from baiying.ui import taken, workbooks

_SAMPLE = ("name", "id_type", "id_number", "birth", "phone", "guardian_name", "guardian_phone", "group")


@signed_in
@require_safe
def faults(request: Asking, roster_pid: str) -> HttpResponseBase:
    """Line, column and cure of what is not sent, before and after the press: to print, or as a table."""
    row = access.roster_for(request.actor, roster_pid)
    kept = row.summary if row.sent_at is None else row.outcome
    if not kept.get("faults"):
        raise Http404
    columns = row.choices.get("columns") or kept.get("columns", {})
    found = [words.fault(one, columns) for one in kept["faults"]]
    if request.GET.get("as") == "table":
        head = (_("第几行"), _("哪一列"), _("怎么改"))
        file = _file(request, "roster_faults", _("没有发出的行"), len(found))
        return taken.workbook(request, file, [workbooks.Sheet(file.title, head, found, (8, 24, 60))])
    return render(request, "rosters/faults.html", {"row": row, "faults": found})


@signed_in
@require_safe
def sample(request: Asking) -> HttpResponseBase:
    """A roster with the headings that are understood, and two invented lines."""
    access.require_work(request.actor, clock.now())
    head = [str(words.COLUMNS[noun]) for noun in _SAMPLE]
    rows = [
        [_("张小例"), "", "", "2010-05-04", "", _("张大例"), "13900000000", _("三年级1班")],
        [_("李小例"), "", "", "2010-06-01", "", _("李大例"), "13900000001", _("三年级2班")],
    ]
    file = _file(request, "roster_sample", _("名册样表"), len(rows))
    return taken.workbook(request, file, [workbooks.Sheet(_("名册"), head, rows, (12, 12, 24, 14, 16, 12, 16, 14))])


def _file(request: Asking, key: str, title: str, rows: int) -> taken.File:
    area_id = request.actor.acting.area_id if request.actor.acting is not None else None
    return taken.File(
        key=key, title=title, rows=rows, path=request.path, query=taken.asked(request), area_id=area_id, by_post=False
    )
