"""Population figures: the list, a table in, a workbook out (R110)."""

from pathlib import Path
from typing import Any

from django.core import signing
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from baiying.kit import clock
from baiying.kit.admission import Asking, needs
from baiying.kit.errors import Refused
from baiying.kit.values import finding
from baiying.places import access, actions, queries, words
from baiying.places.forms import FilterPopulation, ImportPopulation
from baiying.places.models import Population, PopulationKind
from baiying.places.rights import Right
from baiying.ui import flash, workbooks

PER_PAGE = 50
EXPORT_AT_MOST = 200_000
SALT = "places.population"


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
    return render(request, "places/populations.html", context)


@needs(Right.IMPORT_POPULATION)
def export(request: Asking) -> FileResponse | HttpResponse:
    """What the list shows, as a workbook; it can be corrected there and brought back in."""
    heads = ("区划代码", "名称", "人数", "口径", "年份", "来源", "版次", "录入时间")
    rows = _rows(request, FilterPopulation(request.GET))[:EXPORT_AT_MOST]
    sheet = workbooks.Sheet(translate("人口"), [translate(head) for head in heads], map(_exported, rows))
    return workbooks.answer("population", [sheet])


def _exported(row: Population) -> list[Any]:
    entered = clock.local(row.entered_at).strftime("%Y-%m-%d %H:%M")
    kind = str(PopulationKind(row.kind).label)
    return [row.division.code, row.division.name, row.persons, kind, row.year, row.source, row.revision, entered]


@needs(Right.IMPORT_POPULATION)
def new(request: Asking) -> HttpResponse:
    """A table of figures in: all valid rows or none; with problems, the same table again without those rows."""
    if request.method != "POST":
        start = {"kind": PopulationKind.PERMANENT, "year": clock.local_date(clock.now()).year - 1}
        return _form_page(request, ImportPopulation(initial=start), None, 200)
    form = ImportPopulation(request.POST, request.FILES)
    checked: Any = None
    if form.is_valid():
        data = form.cleaned_data
        try:
            kept = _kept(data)
            done = actions.import_populations(
                path=actions.uploads() / kept, kind=data["kind"], year=data["year"], source=data["source"],
                area_id=access.own_area_id(request.actor), without_refused=data["without_refused"],
                actor=request.actor, at=clock.now(),
            )  # fmt: skip
        except Refused as refusal:
            checked = refusal.detail.get("checked")
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
            if checked is not None:
                data_again = request.POST.copy()
                data_again["kept"] = signing.dumps(kept, salt=SALT)
                form.data = data_again
        else:
            (actions.uploads() / kept).unlink(missing_ok=True)
            told = translate("新录入 %(new)s 条，修订 %(revised)s 条，%(same)s 条与原来相同。")
            flash.done(request, told % {"new": done.new, "revised": done.revised, "same": done.unchanged})
            return HttpResponseRedirect(reverse("places:populations"), status=303)
    return _form_page(request, form, checked, 422)


class KeptFileGone(Refused):
    code = "kept_file_gone"
    sentence = _("上次上传的表已不在了，请重新选择文件。")
    field = "file"


def _kept(data: dict[str, Any]) -> str:
    """The name of the stored upload: the new file, or the one that was looked at before."""
    if data.get("file"):
        return actions.keep_upload(data["file"].chunks())[0]
    try:
        name = str(signing.loads(data["kept"], salt=SALT, max_age=24 * 3600))
    except signing.BadSignature:
        raise KeptFileGone from None
    if not (Path(actions.uploads()) / name).exists():
        raise KeptFileGone
    return name


def _form_page(request: Asking, form: ImportPopulation, checked: Any, status: int) -> HttpResponse:
    problems = [words.population_problem(problem) for problem in checked.problems[:200]] if checked else []
    if not (problems and checked.figures):
        form.fields["without_refused"].widget = form.fields["without_refused"].hidden_widget()
    context = {
        "form": form,
        "problems": problems,
        "good": len(checked.figures) if checked else 0,
        "bad": len(checked.problems) if checked else 0,
    }
    return render(request, "places/population_new.html", context, status=status)
