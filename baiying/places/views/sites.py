"""Practice sites for everybody: finding one, and what one is."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from baiying.kit.admission import Asking, door, may, public
from baiying.kit.values import finding
from baiying.places import queries, words
from baiying.places.forms import FindSite
from baiying.places.models import Division, SiteLevel, SiteState
from baiying.places.rights import Right
from baiying.ui import links

PER_PAGE = 30


@public
def sites(request: Asking) -> HttpResponse:
    """Built sites by name, area or distance. A point given by the browser serves this one answer."""
    form = FindSite(request.GET)
    given = form.cleaned_data if form.is_valid() else {}
    area = queries.division(given.get("area") or "") if given.get("area") else None
    near = []
    if given.get("lat") is not None and given.get("lon") is not None:
        near = queries.sites_near(float(given["lat"]), float(given["lon"]))
    rows = queries.sites_within(area.pk if area else None).filter(state=SiteState.BUILT)
    home = door.home(request.actor)
    rows = queries.nearest_first(rows, home)
    text = (given.get("q") or "").strip()
    for word in finding.runs(text):
        rows = rows.filter(Q(name__folded__contains=word) | Q(division__name__folded__contains=word))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    back = reverse("places:sites") + ("?" + urlencode({"q": text}) if text else "")
    trip = urlencode({"next": back, "field": "area", "upto": "village", "any": 1})
    context = {
        "form": form,
        "area": area,
        "near": near,
        "page": page,
        "places": _where(page.object_list),
        "home": queries.names_by_id(home[-1:]).get(home[-1], "") if home else "",
        "coverage": coverage_lines(area.pk if area else None),
        "choose": f"{reverse('places:choose')}?{trip}",
        "filtered": bool(text or area or near),
    }
    return render(request, "places/sites.html", context)


def _where(sites: object) -> dict[int, str]:
    """Site's division id -> the names above it."""
    paths = {one.division_id: one.division.path for one in sites}  # type: ignore[attr-defined]
    names = queries.names_by_id(pk for path in paths.values() for pk in path)
    return {pk: " ".join(names[up] for up in path[-3:-1]) for pk, path in paths.items()}


def coverage_lines(area_id: int | None) -> list[tuple[str, str]]:
    """(level, sentence) for each level that the area has."""
    return [
        (str(SiteLevel(one.level).label), words.coverage_sentence(one.built, one.areas, one.exempt, one.reasons))
        for one in queries.coverage(area_id)
    ]


@public
def site(request: Asking, site_pid: str) -> HttpResponse:
    """One site: where, when, how to reach it, what lies below."""
    row = queries.site(site_pid)
    if row is None:
        raise Http404
    division: Division = row.division
    below = queries.sites().filter(division__parent_id=division.pk, state=SiteState.BUILT).order_by("division__code")
    context = {
        "site": row,
        "url": links.absolute(request, request.path),
        "summary": " · ".join(part for part in (row.address, row.opening_hours, row.phone) if part),
        "way": queries.path_names(division),
        "above": queries.site_for(division.parent_id) if division.parent_id else None,
        "below": below[:200],
        "may_edit": may(request.actor, Right.EDIT_SITES, division.path),
    }
    return render(request, "places/site.html", context)
