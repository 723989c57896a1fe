"""What an empty list proposes: the nearest day, and the list without the filter that is in the way."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from baiying.activities import queries
from baiying.activities.forms.public import Wish
from baiying.kit import clock
from baiying.people import queries as people
from baiying.places import queries as places
from baiying.ui import formats, seeking


@dataclass(frozen=True, slots=True)
class _Way:
    words: str
    wish: Wish
    filters: queries.Filters


def proposals(wish: Wish, filters: queries.Filters, at: datetime) -> list[seeking.Proposal]:
    """The nearest day first, then one filter given up at a time, whatever brings most; only what finds something."""
    ways = ((way.words, way.wish.address(), partial(_number, way.filters, at)) for way in _ways(wish, filters))
    found = seeking.proposals(ways, _how_many)
    here = [*_nearest_day(wish, filters, at), *found][: seeking.MOST_PROPOSALS]
    return [*here, *seeking.elsewhere(wish.q, reverse("activities:activities"), at)]


def found_here(text: str, at: datetime) -> seeking.Proposal:
    """What this list finds, for another that finds nothing (kit.rooms: finders)."""
    count = _number(queries.Filters(meaning=queries.meaning(text, people.category_choices(), at)), at)
    address = f"{reverse('activities:activities')}?{seeking.address({'q': text})}"
    return seeking.Proposal(gettext("在活动里找“%(words)s”") % {"words": text}, address, count, _how_many(count))


def _number(filters: queries.Filters, at: datetime) -> int:
    return queries.count(filters, at)[0]


def _how_many(number: int) -> str:
    return ngettext("%(n)d 个活动", "%(n)d 个活动", number) % {"n": number}


def _nearest_day(wish: Wish, filters: queries.Filters, at: datetime) -> list[seeking.Proposal]:
    meaning = filters.meaning
    if not (filters.days or meaning.days or meaning.weekdays):
        return []
    anyday = replace(filters, days=None, meaning=replace(meaning, days=None, weekdays=frozenset()))
    _, first = queries.count(anyday, at)
    if first is None:
        return []
    day = clock.local_date(first)
    count, _ = queries.count(replace(anyday, days=(day, day)), at)
    other = replace(
        wish, day=day, when="", q=" ".join(meaning.asked.words) if meaning.days or meaning.weekdays else wish.q
    )
    words = gettext("最近的一天：%(day)s") % {"day": formats.day_name(day)}
    return [seeking.Proposal(words, other.address(), count, _how_many(count))] if count else []


def _ways(wish: Wish, filters: queries.Filters) -> Iterator[_Way]:
    """The list without each of its filters in turn."""
    meaning = filters.meaning
    if filters.days:
        yield _Way(gettext("不限哪一天"), replace(wish, day=None, when=""), replace(filters, days=None))
    if filters.parts:
        yield _Way(gettext("不限上午、下午还是晚上"), replace(wish, part=""), replace(filters, parts=frozenset()))
    if filters.with_places:
        yield _Way(gettext("也看已满、可排候补的"), replace(wish, free=False), replace(filters, with_places=False))
    if filters.for_minors:
        yield _Way(gettext("不限年龄"), replace(wish, minors=False), replace(filters, for_minors=False))
    if filters.team_ids is not None:
        yield _Way(gettext("所有队伍"), replace(wish, mine=False), replace(filters, team_ids=None))
    if filters.category:
        yield _Way(gettext("所有类别"), replace(wish, category=""), replace(filters, category=""))
    if filters.near:
        yield _Way(gettext("不限远近"), replace(wish, near=None), replace(filters, near=None))
    if filters.area_id is not None:
        yield _wider(wish, filters, filters.area_id)
    if meaning.words and (meaning.weekdays or meaning.parts or meaning.days):
        bare = replace(meaning, weekdays=frozenset(), parts=frozenset(), days=None)
        words = " ".join(meaning.asked.words)
        yield _Way(
            gettext("只找“%(words)s”，不限时间") % {"words": words},
            replace(wish, q=words),
            replace(filters, meaning=bare),
        )
    if meaning.words and filters.narrows:
        every = replace(meaning, words=(), written=())
        if replace(filters, meaning=every).narrows:
            yield _Way(gettext("不限关键词"), replace(wish, q=""), replace(filters, meaning=queries.Meaning()))


def _wider(wish: Wish, filters: queries.Filters, area_id: int) -> _Way:
    """The area above, or everywhere above counties."""
    area = places.division_by_id(area_id)
    above = places.division_by_id(area.parent_id) if area and area.parent_id else None
    if above is None:
        return _Way(gettext("不限地点"), replace(wish, area=""), replace(filters, area_id=None))
    return _Way(
        gettext("在整个%(area)s找") % {"area": above.name},
        replace(wish, area=above.public_id),
        replace(filters, area_id=above.pk),
    )
