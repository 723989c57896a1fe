"""The public list. Made to be cheap: read by hand, one lean statement, lines put together without template nodes."""

from dataclasses import replace
from datetime import date, datetime
from functools import lru_cache
from html import escape
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from baiying.accounts.access import Asking, public
from baiying.activities import queries
from baiying.activities.forms.public import Wish
from baiying.activities.rules import asking
from baiying.activities.views import chips
from baiying.activities.views.proposals import proposals
from baiying.kit import clock
from baiying.kit.moments import for_a_moment
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.teams import queries as teams
from baiying.ui import formats, pages, seeking

# One line: about a hundred template nodes fewer for each page of twenty.
_LINE = (
    '<li><a class="by-item" href="%s%s/"><span class="by-item-date"><b>%s</b><span>%s</span></span>'
    '<span class="by-item-main"><strong>%s</strong><span>%s</span><span>%s</span>'
    '<span class="by-desktop-only">%s</span></span>'
    '<span class="by-item-end"><span class="by-state by-%s">%s</span></span></a></li>'
)


@public
@require_safe
@for_a_moment
def activities(request: Asking) -> HttpResponse:
    """What one can still sign up for: by word, time, place, team; near and soon and with places first.

    What cannot be read in the address is left out instead of stopping the reader.
    """
    at = clock.now()
    wish = Wish.of(request.GET)
    minute, language = int(at.timestamp()) // 60, get_language() or ""
    categories = _categories(minute, language)
    area = places.division(wish.area) if wish.area else None
    home, born = people.home_and_birth(request.actor.person_id) if request.actor.person_id else (None, None)
    filters = queries.Filters(
        meaning=queries.meaning(wish.q, categories.items(), at),
        area_id=area.pk if area else None,
        category=wish.category if wish.category in categories else "",
        days=_days(wish, clock.local_date(at)),
        parts=frozenset({wish.part} if wish.part else ()),
        with_places=wish.free,
        for_minors=wish.minors,
        team_ids=_own_teams(request) if wish.mine else None,
        near=wish.near,
        home=places.from_city(home.path) if home else (),
        young=queries.young_reader(born, home, at),
    )
    asked = request.GET
    found = queries.stretch(filters, at, older=asked.get(pages.OLDER, ""), newer=asked.get(pages.NEWER, ""))
    nearly = False
    if not found.total and filters.meaning.words:
        filters, found, nearly = _with_a_wrong_sign(filters, wish, categories, at) or (filters, found, False)
    page = {
        "wish": wish,
        "filters": filters,
        "options": _options(minute, language, filters.category),
        "lines": _lines(found.rows, categories, clock.local_date(at)),
        "total": found.total,
        "has_more": found.has_more,
        "page": pages.Stretch(found.rows, found.older, found.newer),
        "nearly": nearly,
        "area": area,
        "home": home,
        "order": _order_words(filters, home),
        "seek": _seek(request, wish, area),
        "days": chips.days(wish, clock.local_date(at)),
        "nothing": _nothing(wish, filters),
        "other_url": "/teams/" if wish.mine and not filters.team_ids else "",
        "proposals": proposals(wish, filters, at) if not found.total and filters.narrows else [],
    }
    return render(request, "activities/activities.html", page)


def _seek(request: Asking, wish: Wish, area: Any) -> seeking.Seek:
    """A chosen place takes the place of the device's point. Day and category have fields of their own in the form."""
    told = wish.told()
    hidden = {name: told[name] for name in ("part", "free", "minors", "mine", "near")}
    return seeking.Seek(
        text=wish.q,
        example=gettext("打扫、养老院、周六上午"),
        chips=chips.row(wish, with_teams=request.actor.person_id is not None),
        kept={
            **hidden,
            "when": "" if wish.day else wish.when,
            "area": area.public_id if area else "",
        },
        choose=seeking.choosing(reverse("activities:activities"), wish.address(area="", near=None)),
        area=area.name if area else "",
        without_area=wish.address(area=""),
        near=wish.near is not None,
        without_near=wish.address(near=None),
        folds=False,
    )


def _days(wish: Wish, today: date) -> tuple[date, date] | None:
    if wish.day is not None:
        return wish.day, wish.day
    return asking.days_of(wish.when, today)


def _own_teams(request: Asking) -> tuple[int, ...]:
    person_id = request.actor.person_id
    return tuple(teams.team_ids_of_person(person_id)) if person_id else ()


def _with_a_wrong_sign(
    filters: queries.Filters, wish: Wish, categories: dict[str, str], at: datetime
) -> tuple[queries.Filters, queries.UpcomingPage, bool] | None:
    """What is found if each word may have one wrong sign; None if that is nothing either."""
    near = replace(filters, meaning=queries.meaning(wish.q, categories.items(), at, nearly=True))
    found = queries.stretch(near, at)
    return (near, found, True) if found.total else None


def _nothing(wish: Wish, filters: queries.Filters) -> str:
    """What the head of an empty list says."""
    if wish.near:
        return gettext("10 公里以内没有符合条件的活动")
    if wish.mine and not filters.team_ids:
        return gettext("您还没有加入队伍")
    return gettext("没有符合条件的活动")


def _order_words(filters: queries.Filters, home: Any) -> str:
    """In which order the list stands, promising only what is done."""
    if filters.near:
        return gettext("10 公里以内，有名额的在前，由近到远。您的位置只用来排这一次，不保存。")
    if home is not None:
        return gettext("有名额的在前，先列离您的服务地%(place)s近的。") % {"place": home.name}
    return gettext("有名额、来得及去的在前，按开始时间排。")


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
    steps: dict[int | None, str]


def _lines(rows: list[queries.Row], categories: dict[str, str], today: date) -> SafeString:
    """Every text of a line ready to print."""
    prefix = reverse("activities:activities")
    said = _Said(
        gettext("已满，可候补"),
        gettext("余 %(n)s 位"),
        gettext("共余 %(n)s 位"),
        gettext("，另有 %(n)s 个班次"),
        {
            0: " · " + gettext("本村（社区）"),
            1: " · " + gettext("本乡镇（街道）"),
            2: " · " + gettext("本县（市、区）"),
        },
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
    far = (
        f" · {formats.distance_text(row.distance_km)}" if row.distance_km is not None else said.steps.get(row.steps, "")
    )
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
        "plain" if row.unfit is not None else "jade" if row.left > 0 else "amber",
        escape(_end(row, free, said)),
    )


def _end(row: queries.Row, free: str, said: _Said) -> str:
    """What the end of a line says: why it is not for a minor who reads, else the places."""
    if row.unfit is not None:
        return row.unfit_words
    return free % {"n": row.left} if row.left > 0 else said.full
