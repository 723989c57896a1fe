"""Importing a division table on the web: upload, read the report, confirm or give up."""

from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate

from baiying.kit import clock
from baiying.kit.admission import Asking, needs
from baiying.kit.errors import Refused
from baiying.places import access, actions, queries, words
from baiying.places.actions.import_report import KEPT
from baiying.places.forms import ConfirmImport, UploadDivisions
from baiying.places.models import DivisionImport, ImportState
from baiying.places.rights import Right
from baiying.places.views.kept import taken_back
from baiying.ui import flash, joins, taken, workbooks
from baiying.ui.answers import refuse

PER_PAGE = 20
LINES_PER_PAGE = 100
MOVING = (ImportState.CHECKING, ImportState.RUNNING)


@needs(Right.IMPORT_DIVISIONS)
def imports(request: Asking) -> HttpResponse:
    """What has been imported, and the form for the next table."""
    if request.method != "POST":
        start = {"as_of": clock.local_date(clock.now())}
        return _list_page(request, UploadDivisions(initial=start), 200)
    form = UploadDivisions(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            row = actions.start_import(
                chunks=file.chunks(), file_name=file.name, as_of=form.cleaned_data["as_of"],
                source=form.cleaned_data["source"], actor=request.actor, at=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            refuse(form, refusal)
        else:
            return HttpResponseRedirect(reverse("places:import", args=[row.public_id]), status=303)
    return _list_page(request, form, 422)


def _list_page(request: Asking, form: UploadDivisions, status: int) -> HttpResponse:
    own = access.own_area_id(request.actor)
    rows = queries.imports_of(own)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "divisions": queries.divisions(own).count()}
    return render(request, "places/imports.html", context, status=status)


@needs(Right.IMPORT_DIVISIONS)
def report(request: Asking, import_pid: str) -> HttpResponse:
    """The report of one table; while the worker is busy, how far it is."""
    row = access.import_for(request.actor, import_pid)
    return _report_page(request, row, _unanswered(row), 200)


def _unanswered(row: DivisionImport) -> ConfirmImport:
    return ConfirmImport(counts=row.counts, initial={"seen": actions.seen_of(row)})


def _report_page(request: Asking, row: DivisionImport, form: ConfirmImport, status: int) -> HttpResponse:
    groups = words.grouped(row.findings)
    wish = request.GET.get("fate", "")
    shown = next((group for group in groups if group[0] == wish), groups[0] if groups else None)
    done = row.state == ImportState.DONE
    context = {
        "row": row,
        "form": form,
        "moving": row.state in MOVING,
        "waiting": row.state == ImportState.CHECKED,
        "tabs": [
            (title, f"?fate={key}#lines", group is shown, f"{len(rows):,}")
            for group in groups
            for key, title, rows in [group]
        ],
        "heading": shown[1] if shown else "",
        "lines": Paginator(shown[2], LINES_PER_PAGE).get_page(request.GET.get("page")) if shown else None,
        "kept": KEPT,
        "full": bool(shown and len(shown[2]) >= KEPT),
        "follows": joins.told(actions.what_follows(row, clock.now())) if row.counts.get("merged") else [],
        "not_undone": actions.why_not_undone(row) if done else "",
        "may_undo": done,
    }
    return render(request, "places/import.html", context, status=status)


@needs(Right.IMPORT_DIVISIONS)
def confirmation(request: Asking, import_pid: str) -> HttpResponse:
    """Take over what the report showed."""
    row = access.import_for(request.actor, import_pid)
    if request.method != "POST":
        raise Http404
    form = ConfirmImport(request.POST, counts=row.counts)
    if form.is_valid():
        try:
            done = actions.confirm_import(
                import_id=row.pk,
                without_refused=form.cleaned_data.get("without_refused", False),
                close_missing=form.cleaned_data.get("close_missing", False),
                place_orphans=form.cleaned_data.get("place_orphans", False),
                seen=form.cleaned_data["seen"],
                actor=request.actor,
                at=clock.now(),
            )
        except actions.ReportChanged as refusal:
            # Its ticks were for the other report.
            row.refresh_from_db()
            flash.failed(request, str(refusal))
            form = _unanswered(row)
        except Refused as refusal:
            refuse(form, refusal)
            row.refresh_from_db()
        else:
            if done.state in (ImportState.CHECKED, ImportState.SAME):
                return _report_page(request, done, _unanswered(done), 409)
            if done.state == ImportState.DONE:
                flash.done(request, translate("区划表已导入。"))
            return HttpResponseRedirect(reverse("places:import", args=[import_pid]), status=303)
    return _report_page(request, row, form, 409)


@needs(Right.IMPORT_DIVISIONS)
def checks(request: Asking, import_pid: str) -> HttpResponse:
    """Have a table looked at once more with which the worker failed."""
    row = access.import_for(request.actor, import_pid)
    if request.method != "POST":
        raise Http404
    try:
        actions.check_again(import_id=row.pk, actor=request.actor, at=clock.now())
    except Refused as refusal:
        flash.failed(request, str(refusal))
    return HttpResponseRedirect(reverse("places:import", args=[import_pid]), status=303)


@needs(Right.IMPORT_DIVISIONS)
def withdrawal(request: Asking, import_pid: str) -> HttpResponse:
    """Give an uploaded table up."""
    row = access.import_for(request.actor, import_pid)
    if request.method != "POST":
        raise Http404
    actions.drop_import(import_id=row.pk, actor=request.actor, at=clock.now())
    flash.done(request, translate("已放弃这份表，什么都没有改动。"))
    return HttpResponseRedirect(reverse("places:imports"), status=303)


@needs(Right.IMPORT_DIVISIONS)
def lines(request: Asking, import_pid: str) -> FileResponse:
    """The report as a workbook: every line with its fate."""
    row = access.import_for(request.actor, import_pid)
    told = [
        (heading, one.line or "", one.code, one.name, one.sentence)
        for _key, heading, rows in words.grouped(row.findings)
        for one in rows
    ]
    heads = (translate("结果"), translate("第几行"), translate("代码"), translate("名称"), translate("说明"))
    file = taken.File(
        key="import",
        title=translate("区划导入"),
        rows=len(told),
        path=request.path,
        query="",
        area_id=access.own_area_id(request.actor),
        by_post=False,
    )
    return taken.workbook(request, file, [workbooks.Sheet(file.title, heads, told, (18, 8, 16, 24, 60))])


@needs(Right.IMPORT_DIVISIONS)
def sheet(request: Asking, import_pid: str) -> HttpResponse:
    """Read another sheet of the workbook."""
    row = access.import_for(request.actor, import_pid)
    if request.method != "POST":
        raise Http404
    try:
        actions.choose_sheet(
            import_id=row.pk, sheet=request.POST.get("sheet", "")[:100], actor=request.actor, at=clock.now()
        )
    except Refused as refusal:
        flash.failed(request, str(refusal))
    return HttpResponseRedirect(reverse("places:import", args=[import_pid]), status=303)


@needs(Right.IMPORT_DIVISIONS)
def undoing(request: Asking, import_pid: str) -> HttpResponse:
    """Put the tree back as it stood before this import."""
    row = access.import_for(request.actor, import_pid)
    return taken_back(
        request,
        lambda: actions.undo_import(import_id=row.pk, actor=request.actor, at=clock.now()),
        told=translate("这次导入已撤销，区划恢复到导入以前。"),
        back=reverse("places:import", args=[import_pid]),
    )
