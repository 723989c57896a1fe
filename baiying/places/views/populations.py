"""Population figures: the list, a table in, a workbook out (R110)."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate

from baiying.kit import clock
from baiying.kit.admission import Asking, needs
from baiying.kit.errors import Refused
from baiying.kit.values import finding
from baiying.places import access, actions, queries, words
from baiying.places.forms import FilterPopulation, ImportPopulation
from baiying.places.models import Population, PopulationKind
from baiying.places.rights import Right
from baiying.places.views.kept import (
    keep_for_next,
    keep_what_came,
    kept,
    offer_sheets,
    part_of,
    parts,
    taken_back,
    wished_sheet,
)
from baiying.ui import flash, taken, workbooks
from baiying.ui.answers import refuse

PER_PAGE = 50
EXPORT_AT_MOST = 200_000
SALT = "places.population"
SHOWN = 200
IMPORTS_SHOWN = 5


def _rows(request: Asking, form: FilterPopulation) -> QuerySet[Population]:
    rows = queries.current_populations()
    own = access.own_area_id(request.actor)
    if own is not None:
        rows = rows.filter(division__path__contains=[own])
    given = form.cleaned_data if form.is_valid() else {}
    if given.get("q"):
        rows = rows.filter(division__name__folded__contains=finding.folded(given["q"]))
    if given.get("kind"):
        rows = rows.filter(kind=given["kind"])
    if given.get("year"):
        rows = rows.filter(year=given["year"])
    return rows


@needs(Right.IMPORT_POPULATION)
def populations(request: Asking) -> HttpResponse:
    """The latest revision of every figure in one's area."""
    form = FilterPopulation(request.GET)
    page = Paginator(_rows(request, form), PER_PAGE).get_page(request.GET.get("page"))
    clear = reverse("places:populations") if any(request.GET.get(k) for k in ("q", "kind", "year")) else ""
    context = {"form": form, "page": page, "clear": clear, "query": request.GET.urlencode()}
    context["imports"] = queries.population_imports(access.own_area_id(request.actor))[:IMPORTS_SHOWN]
    return render(request, "places/populations.html", context)


@needs(Right.IMPORT_POPULATION)
def export(request: Asking) -> FileResponse | HttpResponse:
    """What the list shows, as a workbook; it can be corrected there and brought back in."""
    heads = ("区划代码", "名称", "人数", "口径", "年份", "来源", "版次", "录入时间")
    rows = _rows(request, FilterPopulation(request.GET))[:EXPORT_AT_MOST]
    sheet = workbooks.Sheet(translate("人口"), [translate(head) for head in heads], map(_exported, rows))
    file = taken.File(
        key="populations",
        title=translate("人口"),
        rows=rows.count(),
        path=request.path,
        query=taken.asked(request),
        area_id=access.own_area_id(request.actor),
        by_post=False,
    )
    return taken.workbook(request, file, [sheet])


def _exported(row: Population) -> list[Any]:
    entered = clock.local(row.entered_at).strftime("%Y-%m-%d %H:%M")
    kind = str(PopulationKind(row.kind).label)
    return [row.division.code, row.division.name, row.persons, kind, row.year, row.source, row.revision, entered]


@needs(Right.IMPORT_POPULATION)
def new(request: Asking) -> HttpResponse:
    """A table of figures in: first what it would do, then, by a second press, all valid rows or none."""
    if request.method != "POST":
        start = {"kind": PopulationKind.PERMANENT, "year": clock.local_date(clock.now()).year - 1}
        return _form_page(request, ImportPopulation(initial=start), None, 200)
    form = ImportPopulation(request.POST, request.FILES)
    report: actions.PopulationReport | None = None
    status, part = 422, part_of(request)
    if form.is_valid():
        try:
            where = kept(form.cleaned_data, salt=SALT)
            upload = _upload(request, form.cleaned_data, where.sha256, where.name)
            if where.seen and where.sheet == upload.sheet and part < 0:
                return _entered(request, form, upload)
            report, status = actions.look_at_populations(upload=upload, at=clock.now()), 200
        except Refused as refusal:
            refused = refusal.detail.get("report")
            report = refused if isinstance(refused, actions.PopulationReport) else None
            refuse(form, refusal)
        if report is not None:
            keep_for_next(request, form, where._replace(seen=True, sheet=report.sheets.read), salt=SALT)
            offer_sheets(form, report.sheets)
    else:
        keep_what_came(request, form, salt=SALT)
    return _form_page(request, form, report, status, part)


def _upload(request: Asking, data: dict[str, Any], sha256: str, name: str) -> actions.Upload:
    own, sheet = access.own_area_id(request.actor), wished_sheet(data)
    return actions.Upload(
        actions.uploads() / sha256, name, data["kind"], data["year"], data["source"], own, sheet
    )  # fmt: skip


def _entered(request: Asking, form: ImportPopulation, upload: actions.Upload) -> HttpResponse:
    ticks = actions.Ticks(form.cleaned_data["without_refused"], form.cleaned_data["doubts_seen"])
    done = actions.import_populations(upload=upload, ticks=ticks, actor=request.actor, at=clock.now())
    upload.path.unlink(missing_ok=True)
    told = translate("新录入 %(new)s 条，修订 %(revised)s 条，%(same)s 条与原来相同。")
    flash.done(request, told % {"new": len(done.new), "revised": len(done.revised), "same": done.unchanged})
    return HttpResponseRedirect(reverse("places:populations"), status=303)


@needs(Right.IMPORT_POPULATION)
def undoing(request: Asking, population_pid: str) -> HttpResponse:
    """Take a whole table of figures back."""
    row = access.population_import_for(request.actor, population_pid)
    return taken_back(
        request,
        lambda: actions.undo_populations(import_id=row.pk, actor=request.actor, at=clock.now()),
        told=translate("这张人口表已撤销，各数回到上一个版次。"),
        back=reverse("places:populations"),
    )


def _form_page(
    request: Asking, form: ImportPopulation, report: actions.PopulationReport | None, status: int, part: int = -1
) -> HttpResponse:
    checked = report.checked if report else None
    here = slice(max(part, 0) * SHOWN, (max(part, 0) + 1) * SHOWN)
    problems = [words.population_problem(problem) for problem in checked.problems[here]] if checked else []
    if not (checked and checked.problems and checked.figures):
        form.fields["without_refused"].widget = form.fields["without_refused"].hidden_widget()
    if not (report and report.doubts):
        form.fields["doubts_seen"].widget = form.fields["doubts_seen"].hidden_widget()
    context = {
        "form": form,
        "report": report,
        "problems": problems,
        "bad": len(checked.problems) if checked else 0,
        "good": len(checked.figures) if checked else 0,
        "lines": _lines(report, here) if report else [],
        "doubts": _doubts(report, here) if report else [],
        "changes": bool(report and (report.new or report.revised)),
        "parts": parts(_longest(report), SHOWN, part) if report else [],
    }
    return render(request, "places/population_new.html", context, status=status)


def _longest(report: actions.PopulationReport) -> int:
    return max(len(report.checked.problems), len(report.doubts), len(report.new) + len(report.revised))


def _lines(report: actions.PopulationReport, here: slice) -> list[dict[str, Any]]:
    """The rows of a part that change something: what stood there, what will."""
    changed = [(figure, before) for figure, before in report.revised] + [(figure, None) for figure in report.new]
    names = queries.names_by_code(figure.code for figure, _before in changed[here])
    return [
        {
            "name": names.get(figure.code, figure.code),
            "kind": PopulationKind(figure.kind).label,
            "year": figure.year,
            "before": before.persons if before else None,
            "persons": figure.persons,
        }
        for figure, before in changed[here]
    ]


def _doubts(report: actions.PopulationReport, here: slice) -> list[words.Told]:
    names = queries.names_by_code(doubt.code for doubt in report.doubts[here])
    return [words.population_doubt(doubt, names.get(doubt.code, doubt.code)) for doubt in report.doubts[here]]
