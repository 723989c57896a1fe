"""The city page: an area's figures, the areas below, trend, distribution, treemap."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from baiying.accounts.access import Asking, public
from baiying.dashboards import cards, charts, comparison, exports, words
from baiying.dashboards.views import common
from baiying.figures import queries as figures
from baiying.figures.queries import BY_CODE, FRONT, Front
from baiying.kit import clock
from baiying.kit.moments import for_a_moment
from baiying.places import queries as places
from baiying.ui import taken

# Areas on one page: the public's stays below 30 kB with its charts; an office compares a whole county at once.
ROWS, ROWS_OF_OFFICE = 20, 100


@public
def city(request: Asking) -> HttpResponse:
    """Where to begin: the office's own area, the chosen one, the only city; else the roots to choose from."""
    chosen = request.GET.get("area", "")
    if chosen:
        return redirect("dashboards:area", division_pid=common.area_or_404(chosen).public_id)
    acting = request.actor.acting
    start = places.division_by_id(acting.area_id) if acting is not None and acting.area_id is not None else None
    cities = list(places.divisions().filter(level="city").order_by("code")[:30])
    if start is None and len(cities) == 1:
        start = cities[0]
    if start is not None:
        return redirect("dashboards:area", division_pid=start.public_id)
    roots = cities or list(places.divisions().filter(parent__isnull=True).order_by("code")[:100])
    return render(request, "dashboards/roots.html", {"roots": roots})


@public
@for_a_moment
def area(request: Asking, division_pid: str) -> HttpResponse:
    """One area's figures, by all definitions, with what lies below it."""
    here = common.setting(request, division_pid)
    if here.view is not None and here.view.own.withheld:
        context = {"here": here, "trail": common.trail(here.area), "least": here.privacy.least_people}
        return render(request, "dashboards/withheld.html", context)
    return render(request, "dashboards/area.html", _page(here, request.GET.get("page")))


def _page(here: common.Setting, asked: str | None) -> dict[str, Any]:
    chosen = here.options
    whole = _whole(here)
    front = whole if here.view is None else figures.for_public(whole, here.view)
    rows_url = reverse("dashboards:persons", args=[here.area.public_id]) if here.sees_rows else ""
    first, further = cards.cards(front, rows_url)
    rows = _rows(here)
    listed = Paginator(rows, ROWS_OF_OFFICE if here.sees_small else ROWS).get_page(asked)
    months = _months(here)
    # Hours are told where they were served: there may be some though nobody lives here.
    empty = not (front.cell.registered or front.cell.all_minutes or any(month.all_minutes for month in months))
    return {
        "here": here,
        "front": front,
        "trail": common.trail(here.area, f"?year={chosen.year}&hours={chosen.threshold_hours}"),
        "cards": first,
        "further": further,
        "other_rates": _other_rates(here, front),
        "apart": _apart(here, whole),
        "rows": listed,
        "measure_name": words.name_text(front.pair(chosen.measure).all),
        "parked_below": any(row.parked for row in rows),
        "withheld": sum(not row.shown for row in rows),
        "rows_url": rows_url,
        "years": figures.years(here.area.pk, here.this_year),
        "thresholds": figures.published(here.rules),
        "measures": [(code, BY_CODE[code].short, BY_CODE[code].name) for code in FRONT],
        # Axes without a bar tell nothing: until the first volunteer the page says what is still to be done.
        "empty": empty,
        "areas_below": [row for row in listed if row.url] if empty else [],
        **({} if empty else _charts(here, front, months, list(listed), rows)),
    }


def _charts(
    here: common.Setting,
    front: Front,
    months: list[figures.Month],
    listed: Sequence[comparison.Row],
    rows: Sequence[comparison.Row],
) -> dict[str, Any]:
    chosen = here.options
    whole = front.pair(chosen.measure).of[chosen.tier]
    compared = [row.pair for row in listed if row.shown and row.child.public_id]
    shown = [row.pair for row in rows if row.shown and row.child.public_id]
    definition_url = reverse("figures:definition", args=[chosen.measure])
    today = clock.local_date(front.as_of)
    return {
        "comparison": charts.comparison(compared, whole, chosen.measure, definition_url) if compared else None,
        "trend": charts.trend(
            months, chosen.year, today, front.as_of, whole=front.cell.all_minutes if here.view is None else None
        ),
        "distribution": charts.distribution(front, 5),
        "treemap": charts.treemap(shown, chosen.size, whole, chosen.measure) if len(shown) > 1 else None,
    }


def _whole(here: common.Setting) -> Front:
    chosen = here.options
    return figures.front(
        here.area.pk, chosen.year, chosen.threshold_hours, at=here.at, population_kind=here.rules.population_kind
    )


def _apart(here: common.Setting, whole: Front) -> dict[str, Any] | None:
    """The parked, and every rate of the area with them and without (U40)."""
    found = figures.parked_apart(whole, view=here.view)
    if found is None:
        return None
    rows = [(words.name_text(one.all), *(words.both_text(pair) for pair in (one, other))) for one, other in found.rates]
    return {"parked": found.parked, "counted_at": found.counted_at, "rows": rows, "public": here.view is not None}


def _months(here: common.Setting) -> list[figures.Month]:
    if here.view is None:
        return figures.months(here.area.pk, here.options.year)
    return figures.public_months(here.area.pk, here.options.year, here.view.least)


def _other_rates(here: common.Setting, front: Front) -> list[str]:
    """The registration rate by the other kinds of population that were entered, each with its source."""
    used = [p for p in figures.populations_of(here.area.pk, here.options.year) if p.kind != here.rules.population_kind]
    return [words.rate_by(front.cell.registered, population) for population in used]


def _rows(here: common.Setting) -> list[comparison.Row]:
    chosen, kind = here.options, here.rules.population_kind
    asked = (here.area.pk, chosen.year, chosen.threshold_hours)
    if here.view is None:
        found = figures.children(*asked, at=here.at, population_kind=kind)
    else:
        found = figures.public_children(*asked, here.view, at=here.at, population_kind=kind)
    return comparison.rows(found, chosen)


@public
def export(request: Asking, division_pid: str) -> FileResponse | HttpResponse:
    """The comparison as a workbook: what the reader sees, with definitions and sources on a second sheet."""
    here = common.setting(request, division_pid)
    if here.view is not None and here.view.own.withheld:
        return redirect("dashboards:area", division_pid=division_pid)
    rows = _rows(here)
    whole = _whole(here)
    front = whole if here.view is None else figures.for_public(whole, here.view)
    apart = figures.parked_apart(whole, view=here.view)
    file = taken.File(
        key="areas",
        title=_("%(area)s %(year)s 年各地数据") % {"area": here.area.name, "year": front.year},
        rows=len(rows),
        path=request.path,
        query=taken.asked(request),
        area_id=here.area.pk,
        by_post=False,
        narrowed=exports.narrowed(front),
    )
    return taken.workbook(request, file, exports.areas(here.area.name, front, rows, apart))
