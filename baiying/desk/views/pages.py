"""Home, "mine", the workbench."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from baiying.accounts import access as accounts
from baiying.accounts import queries as offers
from baiying.accounts.access import Asking, public, signed_in
from baiying.activities import queries as activities
from baiying.desk import queries
from baiying.kit import clock
from baiying.kit.moments import for_a_moment
from baiying.kit.values import points
from baiying.notices import queries as notices
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.places.rights import Right
from baiying.teams import queries as teams

_CHOOSE = "/areas/choose/?next=/&field=area&any=1"


@public
@for_a_moment
def home(request: Asking) -> HttpResponse:
    """The front page, for anybody: near the place that was chosen or given, else where the reader serves."""
    point = points.point(request.GET.get("near"))
    chosen = places.division(request.GET.get("area", "")) if request.GET.get("area") else None
    at = clock.now()
    serves, born = people.home_and_birth(request.actor.person_id) if request.actor.person_id else (None, None)
    home = chosen or serves or _where_at_work(request)
    page = queries.front_page(at, home, point, activities.young_reader(born, serves, at))
    return render(request, "desk/home.html", {"page": page, "choose": _CHOOSE})


def _where_at_work(request: Asking) -> places.Division | None:
    """Where the reader works: what is near to who serves nowhere."""
    actor = request.actor
    return places.division_by_id(actor.acting.area_id or 0) if actor.acting else None


@signed_in
def mine(request: Asking) -> HttpResponse:
    """Today, for a volunteer. Without a person: offices, also of units, go to the workbench, guardians to the wards.

    Only who is none of these is led into registering.
    """
    actor = request.actor
    if actor.person_id is None:
        if actor.account_id and not actor.acting and offers.offers_to(actor.account_id, clock.now()):
            return HttpResponseRedirect("/mine/appointments/")
        if actor.acting or teams.offices_of(actor.account_id or 0, clock.now()):
            return HttpResponseRedirect("/desk/")
        if accounts.live_appointments(actor.account_id or 0).exists():
            # Several offices and none chosen yet: an office comes before registering as a volunteer.
            return HttpResponseRedirect("/acting/?next=/desk/")
        if activities.leads_anything(actor.account_id or 0, clock.now()):
            return HttpResponseRedirect("/desk/")
        if people.has_wards(actor.account_id or 0, clock.now()):
            return HttpResponseRedirect("/mine/wards/")
        return _without_person(request)
    at = clock.now()
    today = queries.today(actor.person_id, actor.account_id, at, unread=notices.unread_of(actor, at))
    return render(request, "desk/mine.html", {"today": today})


def _without_person(request: Asking) -> HttpResponse:
    """Whose office has ended is told so and is not made to register; who never had one goes to registering."""
    account_id = request.actor.account_id or 0
    if not (offers.was_appointed(account_id) or teams.held_office(account_id)):
        return HttpResponseRedirect("/register/")
    return render(request, "desk/no_office.html")


@signed_in
def workbench(request: Asking) -> HttpResponse:
    """What waits for whoever is at work."""
    at = clock.now()
    piles = queries.piles(request.actor, at)
    own = request.actor.acting.area_id if request.actor.acting else None
    missing = places.missing_calendar(clock.local_date(at)) if request.actor.acting else None
    begins = not piles and accounts.may(request.actor, Right.IMPORT_DIVISIONS) and not places.population_years(own)
    context = {
        "piles": piles,
        "at": at,
        "begins": begins,
        "missing": missing,
        "may_enter_calendar": missing is not None and accounts.may(request.actor, Right.EDIT_CALENDAR),
    }
    return render(request, "desk/workbench.html", context)
