"""The rows behind a figure: the persons of an area. Offices only, masked, audited."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baiying.accounts.access import Asking, Scope, needs
from baiying.dashboards import exports, words
from baiying.dashboards.views import common
from baiying.figures import access
from baiying.figures import actions as counting
from baiying.figures import queries as figures
from baiying.figures.queries import PersonYear, Tier
from baiying.figures.rights import Right
from baiying.kit.errors import Refused
from baiying.kit.values import identifiers
from baiying.people import queries as people
from baiying.places import queries as places

PAGE = 50
MOST_EXPORTED = 50_000
CHUNK = 2_000


class TooManyRows(Refused):
    code = "too_many_rows"
    sentence = gettext_lazy("一次最多导出 5 万人。请先进到下一级地区，再导出。")


@dataclass(frozen=True, slots=True)
class Line:
    """One person behind a figure."""

    public_id: str
    name: str
    volunteer_no: str
    residence: str
    credit_minutes: int
    all_minutes: int


def _which(request: Asking) -> str:
    wish = request.GET.get("which", "all")
    return wish if wish in figures.PERSON_FILTERS else "all"


def _cells(request: Asking, here: common.Setting) -> QuerySet[PersonYear]:
    chosen = here.options
    return figures.persons_in(
        here.area.pk, chosen.year, which=_which(request), tier=chosen.tier, threshold_hours=chosen.threshold_hours
    )


def _lines(cells: Sequence[PersonYear]) -> list[Line]:
    everywhere = Scope(None, Right.SEE_FIGURE_ROWS)  # the cells were already narrowed to the office's area
    ids = [cell.person_id for cell in cells]
    persons = {p.pk: p for p in people.persons(everywhere).filter(pk__in=ids).prefetch_related("registrations")}
    areas = places.names_by_id({cell.area_id for cell in cells})
    lines = []
    for cell in cells:
        who = persons.get(cell.person_id)
        numbers = sorted((r.pk, r.volunteer_no) for r in who.registrations.all()) if who else []
        lines.append(
            Line(
                public_id=who.public_id if who else "",
                name=identifiers.mask_name(who.name) if who else _("已注销"),
                volunteer_no=numbers[-1][1] if numbers else "",
                residence=areas.get(cell.area_id, ""),
                credit_minutes=cell.credit_minutes,
                all_minutes=cell.all_minutes,
            )
        )
    return lines


@needs(Right.SEE_FIGURE_ROWS)
def persons(request: Asking, division_pid: str) -> HttpResponse:
    """Who stands behind an area's figures, most hours first."""
    here = common.setting(request, division_pid)
    access.rows_area(request.actor, here.area)
    page = Paginator(_cells(request, here), PAGE).get_page(request.GET.get("page"))
    counting.note_look(
        what="persons",
        area_id=here.area.pk,
        actor=request.actor,
        at=here.at,
        detail={"year": here.options.year, "which": _which(request), "page": page.number, "rows": len(page)},
    )
    context = {
        "here": here,
        "trail": common.trail(here.area),
        "page": page,
        "lines": _lines(list(page)),
        "which": _which(request),
        "filters": _filters(here),
        "tiers": [(str(t), words.tier_name(t)) for t in Tier],
        "years": figures.years(here.area.pk, here.this_year),
    }
    return render(request, "dashboards/persons.html", context)


def _filters(here: common.Setting) -> list[tuple[str, str]]:
    return [
        ("all", _("全部注册志愿者")),
        ("any", _("有记录的")),
        ("hours", _("不少于 %(n)s 小时的") % {"n": here.options.threshold_hours}),
        ("none", _("没有记录的")),
    ]


@needs(Right.SEE_FIGURE_ROWS)
def export(request: Asking, division_pid: str) -> FileResponse | HttpResponse:
    """The same rows as a workbook. Raises TooManyRows."""
    here = common.setting(request, division_pid)
    access.rows_area(request.actor, here.area)
    cells = _cells(request, here)
    count = cells.count()
    if count > MOST_EXPORTED:
        raise TooManyRows
    front = figures.front(
        here.area.pk,
        here.options.year,
        here.options.threshold_hours,
        at=here.at,
        population_kind=here.rules.population_kind,
    )
    counting.note_look(
        what="export_persons",
        area_id=here.area.pk,
        actor=request.actor,
        at=here.at,
        detail={"year": here.options.year, "which": _which(request), "rows": count},
    )
    return exports.persons(here.area.name, front, lines_of(cells))


def lines_of(cells: QuerySet[PersonYear]) -> Iterator[tuple[str, str, str, int, int]]:
    """Row by row from the database to the file: memory does not grow with the city."""
    areas: dict[int, str] = {}
    rows = cells.values_list("person_id", "area_id", "credit_minutes", "all_minutes").iterator(CHUNK)
    while some := list(islice(rows, CHUNK)):
        names = people.names_and_numbers(person_id for person_id, *_ in some)
        missing = {area_id for _, area_id, *_ in some} - areas.keys()
        areas |= places.names_by_id(missing) if missing else {}
        for person_id, area_id, credit, both in some:
            name, number = names.get(person_id, ("", ""))
            yield identifiers.mask_name(name) if name else _("已注销"), number, areas.get(area_id, ""), credit, both
