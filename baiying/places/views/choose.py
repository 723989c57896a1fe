"""Choosing an area by tapping down the tree or by its name, and going back with it to where one came from.

An office begins at its own area. For its own work (pages of the desk) it is shown nothing else: on a platform of
several cities each sees its own (O17). A plan may lead elsewhere, so its page asks for `everywhere`.
"""

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from baiying.kit import returning
from baiying.kit.admission import Asking, public
from baiying.kit.values import points
from baiying.places import access, queries
from baiying.places.forms import FindPlace
from baiying.places.models import Division
from baiying.places.rules.codes import RANK
from baiying.ui import formats

FOUND_AT_MOST = 50
# How many sites are asked for their areas, and how many areas are shown.
NEARBY, NEARBY_SHOWN = 12, 3
# Villages lie closer together than this: who is further from every site is not in the city, or its sites are not known.
NEARBY_KM = 20


@dataclass(frozen=True, slots=True)
class Choice:
    """One line to tap: it picks the area or opens what lies below."""

    name: str
    url: str
    picks: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Trip:
    """Where the reader came from and how far down to choose. `anything`: a whole county or city will do too."""

    next: str
    field: str
    upto: str
    anything: bool
    everywhere: bool

    @classmethod
    def of(cls, request: Asking) -> "Trip":
        field = request.GET.get("field", "area")
        upto = request.GET.get("upto", "village")
        return cls(
            next=returning.local(request.GET.get("next")) or "/",
            field=field if field.isidentifier() else "area",
            upto=upto if upto in RANK else "village",
            anything=request.GET.get("any") == "1",
            everywhere=request.GET.get("everywhere") == "1",
        )

    def within(self, own: Division | None) -> Division | None:
        """The area outside of which nothing is offered; None where everything is."""
        return own if self.next.startswith("/desk/") and not self.everywhere else None

    def back_with(self, pid: str) -> str:
        parts = urlsplit(self.next)
        query = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if k != self.field]
        return urlunsplit(("", "", parts.path, urlencode([*query, (self.field, pid)]), parts.fragment))

    @property
    def parameters(self) -> list[tuple[str, str]]:
        given = [("next", self.next), ("field", self.field), ("upto", self.upto)]
        if self.anything:
            given.append(("any", "1"))
        return [*given, ("everywhere", "1")] if self.everywhere else given

    def open_at(self, pid: str) -> str:
        return f"{reverse('places:choose')}?{urlencode([*self.parameters, ('at', pid)])}"

    def choice(self, division: Division, *, is_leaf: bool, detail: str = "") -> Choice:
        picks = is_leaf or RANK[division.level] >= RANK[self.upto]
        url = self.back_with(division.public_id) if picks else self.open_at(division.public_id)
        return Choice(division.name, url, picks, detail)


@public
def choose(request: Asking) -> HttpResponse:
    """Areas below the present one, or those found by name. Works by links alone."""
    trip = Trip.of(request)
    form = FindPlace(request.GET)
    text = form.cleaned_data["q"].strip() if form.is_valid() else ""
    own = queries.division_by_id(access.own_area_id(request.actor) or 0)
    within = trip.within(own)
    here = _here(request.GET.get("at", ""), own, within)
    found = queries.divisions_named(text, within_id=within.pk if within else None, limit=FOUND_AT_MOST) if text else []
    gone = queries.gone_named(text, within_id=within.pk if within else None, limit=FOUND_AT_MOST) if text else []
    choices = _found(trip, found, gone) if text else _below(trip, here)
    way = queries.ancestors_of(here) if here and not text else []
    if within is not None:
        way = [one for one in way if within.pk in one.path]
    point = points.point(request.GET.get("near"))
    page = {
        "asked": point is not None,
        "nearby": _nearby(trip, point, within) if point else [],
        "trip": trip,
        "form": form,
        "text": text,
        "choices": choices,
        "cut": len(found) == FOUND_AT_MOST,
        "here": here,
        "way": [(one.name, trip.open_at(one.public_id)) for one in way],
        "whole": trip.back_with(here.public_id) if here and trip.anything else "",
        "start": trip.open_at(""),
    }
    return render(request, "places/choose.html", page)


def _here(asked: str, own: Division | None, within: Division | None) -> Division | None:
    """Where in the tree one stands: as asked, else at the own area, else at what holds everything."""
    here = queries.division(asked) if asked else own or queries.start_of_tree()
    return within if within is not None and (here is None or within.pk not in here.path) else here


def _below(trip: Trip, here: Division | None) -> list[Choice]:
    below = list(queries.children_of(here.pk) if here else queries.roots())
    if not below and here is not None:
        # The own area of a station has nothing below it: it is the choice itself.
        return [] if trip.anything else [trip.choice(here, is_leaf=True)]
    parents = queries.ids_with_children([one.pk for one in below])
    return [trip.choice(one, is_leaf=one.pk not in parents) for one in below]


def _nearby(trip: Trip, point: tuple[float, float], within: Division | None) -> list[Choice]:
    """The areas of the nearest sites, the nearest first, up to the level that is asked for: to look at and confirm.

    The point is the device's own, rounded, for this one answer; it is kept nowhere.
    """
    near = [one for one in queries.sites_near(*point, limit=NEARBY) if one.distance_km <= NEARBY_KM]
    above = queries.divisions_by_id(pk for one in near for pk in one.site.division.path)
    found: dict[int, Choice] = {}
    for one in near:
        way = [above[pk] for pk in one.site.division.path if pk in above]
        way = [area for area in way if RANK[area.level] <= RANK[trip.upto]]
        if within is not None and within.pk not in one.site.division.path:
            continue
        if not way or (RANK[way[-1].level] < RANK[trip.upto] and not trip.anything):
            continue
        detail = " / ".join(area.name for area in way[:-1])
        name, far = one.site.name, formats.distance_text(one.distance_km)
        words = gettext("%(site)s离您 %(far)s") % {"site": name, "far": far}
        choice = Choice(way[-1].name, trip.back_with(way[-1].public_id), True, f"{detail} · {words}")
        found.setdefault(way[-1].pk, choice)
    return list(found.values())[:NEARBY_SHOWN]


def _found(trip: Trip, found: list[Division], gone: list[queries.Gone]) -> list[Choice]:
    """Areas that are called so, then those that were before they became part of another: these lead to that one."""
    shown = {one.pk for one in found}
    gone = [one for one in gone if one.into.pk not in shown]
    stand = [*found, *(one.into for one in gone)]
    names = queries.names_by_id(pk for one in stand for pk in one.path)
    parents = queries.ids_with_children([one.pk for one in stand])

    def choice(one: Division, detail: str) -> Choice:
        return trip.choice(one, is_leaf=one.pk not in parents, detail=detail)

    choices = [choice(one, " / ".join(names[pk] for pk in one.path[:-1])) for one in found]
    for area, into in gone:
        whole = " / ".join(names[pk] for pk in into.path)
        choices.append(replace(choice(into, gettext("已并入%(into)s") % {"into": whole}), name=area.name))
    return choices
