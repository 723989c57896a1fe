"""The last step of opening a number: the lines of the ledger of one person. Offices only, masked, audited."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from baiying.accounts.access import Asking, needs
from baiying.dashboards.views import common
from baiying.figures import access
from baiying.figures import actions as counting
from baiying.figures import queries as figures
from baiying.figures.rights import Right
from baiying.hours import access as hour_access
from baiying.hours import queries as hours
from baiying.kit.values import identifiers
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.ui import pages

PAGE = 50


@needs(Right.SEE_FIGURE_ROWS)
def entries(request: Asking, division_pid: str, person_pid: str) -> HttpResponse:
    """The lines of the ledger that make one person's hours in a year."""
    here = common.setting(request, division_pid)
    who = people.person(person_pid)
    if who is None:
        raise Http404
    area = access.person_area(request.actor, who.pk, here.options.year)
    year = here.options.year
    rows = hours.entries_of(who.pk).filter(served_on__year=year).order_by("-served_on", "-id")
    page = pages.stretch(rows, request.GET, PAGE)
    counting.note_look(
        what="entries",
        area_id=area.pk,
        person_id=who.pk,
        actor=request.actor,
        at=here.at,
        detail={"year": year, "from": page[0].public_id if page.object_list else ""},
    )
    context = {
        "here": here,
        "trail": common.trail(here.area),
        "name": identifiers.mask_name(who.name),
        "cell": figures.person_year(who.pk, year),
        "page": page,
        "opens": hour_access.openable(request.actor, page),
        "places": places.names_by_id({line.area_id for line in page}),
    }
    return render(request, "dashboards/entries.html", context)
