"""Population figures: the list, a table in, a workbook out (R110)."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from baiying.kit import clock
from baiying.kit.admission import Asking, needs
from baiying.kit.db import folding
from baiying.kit.errors import Refused
from baiying.places import access, actions, queries, words
from baiying.places.forms import ImportPopulation
from baiying.places.models import PopulationKind
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
from baiying.ui import flash, formats, listing
from baiying.ui.answers import refuse

SALT = "places.population"
SHOWN = 200
IMPORTS_SHOWN = 5


def populations_list(area_id: int | None) -> listing.Listing:
    """The figures of an office's area. Its file can be corrected and brought back in: the headings are the table's."""

    def years() -> listing.Options:
        return [(str(year), str(year)) for year in queries.population_years(area_id)]

    return listing.Listing(
        key="populations",
        title=_("人口"),
        order=("division__code", "-year", "kind", "id"),
        search=lambda rows, text: rows.filter(folding.called("division__name", text)),
        search_label=_("地区的名称"),
        columns=(
            listing.Column("name", _("名称"), lambda row: row.division.name, fixed=True, width=24),
            listing.Column(
                "code", _("区划代码"), lambda row: row.division.code, nowrap=True, sort=("division__code",)
            ),
            listing.Column("kind", _("口径"), lambda row: row.get_kind_display()),
            listing.Column("year", _("年份"), lambda row: row.year, number=True, sort=("year",)),
            listing.Column(
                "persons", _("人数"), lambda row: formats.thousands_text(row.persons), value=lambda row: row.persons,
                number=True, sort=("persons",),
            ),
            listing.Column("source", _("来源"), lambda row: row.source, width=30),
            listing.Column("revision", _("版次"), lambda row: row.revision, number=True),
            listing.Column(
                "entered", _("录入时间"), lambda row: clock.local(row.entered_at).strftime("%Y-%m-%d %H:%M"),
                nowrap=True, sort=("entered_at",), width=18,
            ),
        ),
        filters=(
            access.by_area(area_id, "division"),
            listing.Choice(
                "kind", _("口径"), options=PopulationKind.choices, apply=lambda rows, one: rows.filter(kind=one)
            ),
            listing.Choice("year", _("年份"), options=years, apply=lambda rows, one: rows.filter(year=int(one))),
        ),
    )  # fmt: skip


@needs(Right.IMPORT_POPULATION)
@require_http_methods(["GET", "HEAD", "POST"])
def populations(request: Asking) -> HttpResponseBase:
    """The latest revision of every figure in one's area."""
    own = access.own_area_id(request.actor)
    rows = queries.current_populations()
    if own is not None:
        rows = rows.filter(division__path__contains=[own])
    found = listing.of(populations_list(own), request, rows, area_id=own)
    context = {"list": found, "imports": queries.population_imports(own)[:IMPORTS_SHOWN]}
    return found.answer or render(request, "places/populations.html", context)


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
