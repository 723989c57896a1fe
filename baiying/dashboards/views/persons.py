"""The rows behind a figure: the persons of an area. Offices only, masked, audited."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from baiying.accounts.access import Asking, needs
from baiying.dashboards.views import common
from baiying.dashboards.views.listed import persons_list
from baiying.figures import access
from baiying.figures import actions as counting
from baiying.figures import queries as figures
from baiying.figures.rights import Right
from baiying.ui import listing


@needs(Right.SEE_FIGURE_ROWS)
@require_http_methods(["GET", "HEAD", "POST"])
def persons(request: Asking, division_pid: str) -> HttpResponseBase:
    """Who stands behind an area's figures, most hours first."""
    here = common.setting(request, division_pid)
    access.rows_area(request.actor, here.area)
    chosen, which = here.options, request.GET.get("which", "all")
    cells = figures.persons_in(
        here.area.pk,
        chosen.year,
        which=which if which in figures.PERSON_FILTERS else "all",
        tier=chosen.tier,
        threshold_hours=chosen.threshold_hours,
    )
    part = "" if request.GET.get("year") else gettext("%(year)s 年") % {"year": chosen.year}
    shown = listing.of(persons_list(here, part=part), request, cells, area_id=here.area.pk)
    if shown.answer is not None:
        return shown.answer
    counting.note_look(
        what="persons",
        area_id=here.area.pk,
        actor=request.actor,
        at=here.at,
        detail={"year": chosen.year, "which": which[:8], "rows": len(shown.rows)},
    )
    context = {"here": here, "trail": common.trail(here.area), "list": shown, "count": cells.count()}
    return render(request, "dashboards/persons.html", context)
