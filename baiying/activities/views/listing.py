"""The public list. Made to be cheap: read by hand, one lean statement, lines put together without template nodes."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from html import escape
from typing import NamedTuple, TypeVar
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from baiying.accounts.access import Asking, public
from baiying.activities import queries
from baiying.activities.forms import public as typed
from baiying.kit import clock
from baiying.kit.moments import for_a_moment
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.ui import formats

LONGEST_SEARCH = 40
Key = TypeVar("Key", int, str)
# One line: about a hundred template nodes fewer for each page of twenty.
_LINE = (
    '<li><a class="by-item" href="%s%s/"><span class="by-item-date"><b>%s</b><span>%s</span></span>'
    '<span class="by-item-main"><strong>%s</strong><span>%s</span><span>%s</span><span>%s</span></span>'
    '<span class="by-item-end"><span class="by-state by-%s">%s</span></span></a></li>'
)


@public
@require_safe
@for_a_moment
def activities(request: Asking) -> HttpResponse:
    """What one can still sign up for, searched by word, place, day, category, or nearest first.

    What cannot be read in the address is left out instead of stopping the reader.
    """
    at = clock.now()
    asked = request.GET
    minute, language = int(at.timestamp()) // 60, get_language() or ""
    categories = _categories(minute, language)
    area = places.division(asked["area"]) if asked.get("area") else None
    category, search = asked.get("category", ""), asked.get("q", "").strip()[:LONGEST_SEARCH]
    filters = queries.Filters(
        search=search,
        area_id=area.pk if area else None,
        category=category if category in categories else "",
        day=typed.day(asked.get("day")),
        near=typed.point(asked.get("near")),
        search_categories=_meant(search, categories.items()),
        search_areas=_meant(search, queries.named_areas(at)) if search else (),
    )
    found = queries.upcoming(filters, at, typed.number(asked.get("page")))
    pages = Paginator(range(found.total), queries.PAGE)
    kept = {k: v for k, v in asked.items() if k not in ("area", "page", "near") and v}
    here = f"{reverse('activities:activities')}?{urlencode(kept)}"
    page = {
        "filters": filters,
        "options": _options(minute, language, filters.category),
        "lines": _lines(found.rows, categories, clock.local_date(at)),
        "total": found.total,
        "page": pages.page(min(found.number, pages.num_pages)),
        "area": area,
        "near": asked["near"] if filters.near else "",
        "filtered": filters != queries.Filters(),
        "without_area": here,
        "choose": f"{reverse('places:choose')}?{urlencode({'next': here, 'field': 'area', 'any': '1'})}",
    }
    return render(request, "activities/activities.html", page)


def _meant(search: str, named: Iterable[tuple[Key, str]]) -> tuple[Key, ...]:
    """The categories or places whose name holds what was typed: who looks for 交通 also means 交通引导."""
    word = search.lower()
    return tuple(key for key, name in named if len(word) > 1 and word in str(name).lower())


@lru_cache(maxsize=4)
def _categories(_minute: int, _language: str) -> dict[str, str]:
    """The catalogue of categories in a language, read anew each minute."""
    return dict(people.category_choices())


@lru_cache(maxsize=64)
def _options(minute: int, language: str, chosen: str) -> SafeString:
    rows = ((code, " selected" if code == chosen else "", name) for code, name in _categories(minute, language).items())
    return format_html_join("", '<option value="{}"{}>{}</option>', rows)


class _Said(NamedTuple):
    """The words of all lines, translated once."""

    full: str
    free: str
    free_in_all: str
    more: str


def _lines(rows: list[queries.Row], categories: dict[str, str], today: date) -> SafeString:
    """Every text of a line ready to print."""
    prefix = reverse("activities:activities")
    said = _Said(
        gettext("已满，可候补"), gettext("余 %(n)s 位"), gettext("共余 %(n)s 位"), gettext("，另有 %(n)s 个班次")
    )
    lines = (_line(row, prefix, said, categories, today) for row in rows)
    return mark_safe("".join(_LINE % line for line in lines))


def _line(
    row: queries.Row,
    prefix: str,
    said: _Said,
    categories: dict[str, str],
    today: date,
) -> tuple[str, ...]:
    """Texts escaped by hand: format_html would ask of each of two hundred whether it is lazy or safe."""
    start = clock.local(row.next_start)
    when = formats.beside_date_text(row.next_start, row.next_end, today=today)
    far = f" · {formats.distance_text(row.distance_km)}" if row.distance_km is not None else ""
    free = said.free if row.shifts == 1 else said.free_in_all
    return (
        prefix,
        row.public_id,
        str(start.day),
        escape(formats.month_text(start)),
        escape(row.title),
        escape(when + (said.more % {"n": row.shifts - 1} if row.shifts > 1 else "")),
        escape(f"{row.area} · {row.address}{far}"),
        escape(" · ".join([row.team, *(categories[c] for c in row.categories if c in categories)])),
        "jade" if row.left > 0 else "amber",
        escape(free % {"n": row.left} if row.left > 0 else said.full),
    )
