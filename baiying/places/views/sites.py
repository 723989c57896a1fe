"""Practice sites for everybody: finding one, and what one is."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from baiying.kit import clock
from baiying.kit.admission import Asking, door, may, public
from baiying.places import opening_words, queries, words
from baiying.places.models import Division, Site, SiteHave, SiteLevel, SiteState
from baiying.places.rights import Right
from baiying.places.rules.standard import SiteStandard
from baiying.ui import links, seeking

PER_PAGE = 30


@public
def sites(request: Asking) -> HttpResponse:
    """Built sites by name, area, level; near first. A point given by the browser serves this one answer."""
    wish = seeking.Wish.of(request.GET, "level", SiteLevel.values)
    area = queries.division(wish.area) if wish.area else None
    home = door.home(request.actor)
    at = clock.now()
    rows = _rows(wish, area, at)
    nearly = bool(wish.q) and not rows.exists()
    if nearly:
        rows = _rows(wish, area, at, nearly=True)
    near: list[queries.NearSite] = []
    if wish.near is not None:
        near = queries.sites_near(*wish.near, limit=PER_PAGE, among=rows)
    page = Paginator(queries.nearest_first(rows, queries.from_city(home)), PER_PAGE).get_page(request.GET.get("page"))
    narrowed = bool(wish.told() != seeking.Wish(kind_name="level").told())
    nothing = not near if wish.near else not page.object_list
    levels = [(code, str(label)) for code, label in SiteLevel.choices]
    context = {
        "seek": seeking.seek(
            wish,
            reverse("places:sites"),
            area=area.name if area else "",
            kinds=levels,
            example=gettext("地名，或者阵地的名称"),
        ),
        "area": area,
        "near": near,
        "page": page,
        "nothing": nothing,
        "nearly": nearly,
        "wish": wish,
        "places": _where(page.object_list),
        "home": queries.names_by_id(home[-1:]).get(home[-1], "") if home else "",
        "coverage": coverage_lines(area.pk if area else None),
        "narrowed": narrowed,
        "proposals": _proposals(wish, area, at) if nothing and narrowed else [],
    }
    return render(request, "places/sites.html", context)


def _rows(wish: seeking.Wish, area: Division | None, at: datetime, *, nearly: bool = False) -> QuerySet[Site]:
    rows = queries.sites_within(area.pk if area else None).filter(state=SiteState.BUILT)
    if wish.kind:
        rows = rows.filter(level=wish.kind)
    words = seeking.wanted(wish.q, at, nearly=nearly)
    return queries.sites_found(rows, words, queries.named_areas(int(at.timestamp()) // 60)) if words else rows


def _proposals(wish: seeking.Wish, area: Division | None, at: datetime) -> list[seeking.Proposal]:
    """The list without each of its filters in turn, and the area above the chosen one; then what other lists find."""
    found = seeking.proposals(_ways(wish, area, lambda wish, area: _rows(wish, area, at).count()), _how_many)
    return [*found, *seeking.elsewhere(wish.q, reverse("places:sites"), at)]


def found_here(text: str, at: datetime) -> seeking.Proposal:
    """What this list finds, for another that finds nothing (kit.rooms: finders)."""
    count = _rows(seeking.Wish(q=text), None, at).count()
    address = f"{reverse('places:sites')}?{seeking.address({'q': text})}"
    return seeking.Proposal(gettext("在实践阵地里找“%(words)s”") % {"words": text}, address, count, _how_many(count))


def _ways(
    wish: seeking.Wish, area: Division | None, count: Callable[[seeking.Wish, Division | None], int]
) -> Iterator[seeking.Way]:
    if wish.near:
        yield gettext("不限远近"), wish.but(near=None), lambda: count(wish, area)
    if wish.kind:
        yield gettext("各级阵地"), wish.but(kind=""), lambda: count(replace(wish, kind=""), area)
    if area is not None:
        above = queries.division_by_id(area.parent_id) if area.parent_id else None
        words = gettext("在整个%(area)s找") % {"area": above.name} if above else gettext("不限地区")
        yield words, wish.but(area=above.public_id if above else ""), lambda: count(wish, above)
    if wish.q:
        yield gettext("不限关键词"), wish.but(q=""), lambda: count(replace(wish, q=""), area)


def _how_many(number: int) -> str:
    return ngettext("%(n)d 个阵地", "%(n)d 个阵地", number) % {"n": number}


def _where(sites: object) -> dict[int, str]:
    """Site's division id -> the names above it."""
    paths = {one.division_id: one.division.path for one in sites}  # type: ignore[attr-defined]
    names = queries.names_by_id(pk for path in paths.values() for pk in path)
    return {pk: " ".join(names[up] for up in path[-3:-1]) for pk, path in paths.items()}


def coverage_lines(area_id: int | None) -> list[tuple[str, str]]:
    """(level, sentence) for each level that the area has."""
    return [
        (str(SiteLevel(one.level).label), words.coverage_sentence(one.built, one.due, one.exempt, one.reasons))
        for one in queries.coverage(area_id)
    ]


@dataclass(frozen=True, slots=True)
class Standing:
    """A site against the standard that holds for it: each item with what was last seen of it (None: nothing)."""

    source: str
    items: list[tuple[str, SiteHave | None]]
    met: bool

    @property
    def has(self) -> list[str]:
        return [name for name, said in self.items if said is not None and said.has]


def standing(row: Site) -> Standing | None:
    """How a site stands against its standard; None where none is set for its kind."""
    chosen = queries.standard_of(row, clock.local_date(clock.now()))
    asked = chosen.rules.items(row.level)
    if not asked:
        return None
    last = queries.last_haves([row.pk]).get(row.pk, {})
    grounds = queries.kinds()[SiteStandard.KIND].grounds
    source = chosen.source if chosen.rule_set_id is not None else str(grounds)
    return Standing(source, [(words.item(item), last.get(item)) for item in asked], set(asked) <= set(row.haves))


def _headed(row: Site) -> bool:
    return row.state == SiteState.BUILT and bool(queries.heads_on([row.pk], clock.local_date(clock.now())))


def _opening(row: Site, at: datetime) -> dict[str, Any]:
    """Whether it is open now, the days to come on which it is otherwise, what it lends."""
    today = clock.local_date(at)
    return {
        "today": opening_words.today(queries.open_today([row], at)[row.pk]) if row.state == SiteState.BUILT else None,
        "days": [
            (opening_words.days(one.first_day, one.last_day, today), opening_words.day_hours(one.hours), one.reason)
            for one in queries.coming_days(row, at)
        ],
        "rooms": queries.rooms_of(row),
    }


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
        "beside": queries.sites_beside(row)[:50],
        "standard": standing(row),
        **_opening(row, clock.now()),
        "head_called": words.head_of(row.level) if _headed(row) else "",
        "may_edit": may(request.actor, Right.EDIT_SITES, division.path),
    }
    return render(request, "places/site.html", context)
