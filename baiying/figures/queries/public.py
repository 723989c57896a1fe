"""Figures as the public sees them: one way for page, export and open data (rules.public decides)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from django.utils.translation import gettext_lazy as _

from baiying.figures import rules
from baiying.figures.queries import areas, state
from baiying.figures.queries.front import (
    Child,
    Front,
    Pair,
    beside,
    children,
    front,
    rules_for,
    with_parked,
)
from baiying.figures.queries.trends import Month, months
from baiying.figures.rules.parked import shown_parked
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.places import queries as places
from baiying.places.queries import Division


class Withheld(Refused):
    code = "withheld"
    sentence = _("人数太少，不公开")
    status = 404


class NotPublished(Refused):
    code = "not_published"
    sentence = _("这个时长门槛没有公布。公布的门槛（小时）：%(published)s。")
    status = 422


@dataclass(frozen=True, slots=True)
class PublicView:
    """What the public may see of an area, and of each area below it."""

    least: int
    own: rules.View
    below: Mapping[int, rules.View]

    def of_child(self, area_id: int) -> rules.View:
        return self.below.get(area_id, rules.View(self.own.withheld, self.own.slots))


def published(chosen: rules.FigureRules) -> list[int]:
    """The thresholds that a city publishes by, in hours."""
    return sorted({*chosen.thresholds, chosen.default_threshold})


def public_view(area_path: Sequence[int], year: int, *, at: datetime) -> PublicView:
    """What the public may see of the area at the end of the path, decided from the top down along the tree of the year.

    Which thresholds any city publishes decides for all: what is hidden must not depend on whose page one reads.
    """
    day = clock.local_date(at)
    _figures, privacy = rules_for(list(area_path), at)
    hours = sorted({h for one in places.every_rule_set(rules.FigureRules, on=day) for h in published(one)})
    return _seen(area_path, year, hours, privacy.least_people)


def is_withheld(area_path: Sequence[int], year: int, least: int) -> bool:
    """Whether the public may not see the area at the end of the path, because of it or of any area above it."""
    return _seen(area_path, year, [], least).own.withheld


def _seen(area_path: Sequence[int], year: int, hours: Sequence[int], least: int) -> PublicView:
    path = places.path_on(area_path[-1], state.tree_day(year)) or list(area_path)
    families = areas.families_on(path, year)
    own = rules.alone(families[None].get(path[0], rules.Cell()), hours, least)
    for parent, child in pairwise(path):
        cells = {child: rules.Cell()} | families.get(parent, {})
        own = rules.family(own, cells, hours, least)[child]
    return PublicView(least, own, rules.family(own, families.get(path[-1], {}), hours, least))


def public_front(area: Division, year: int, hours: int | None, *, at: datetime) -> Front:
    """The front figures of an area for the public; `hours` None: by the threshold the city publishes first.

    Raises Withheld where too few people stand behind them, NotPublished for a threshold that the city does not publish.
    """
    chosen, _privacy = rules_for(area.path, at)
    if hours is not None and hours not in published(chosen):
        raise NotPublished(NotPublished.sentence % {"published": ", ".join(map(str, published(chosen)))})
    view = public_view(area.path, year, at=at)
    if view.own.withheld:
        raise Withheld
    threshold = hours or chosen.default_threshold
    return for_public(front(area.pk, year, threshold, at=at, population_kind=chosen.population_kind), view)


def for_public(found: Front, view: PublicView) -> Front:
    """A front page without what the public may not see."""
    return replace(
        found,
        bars=rules.public_bars(found.cell, view.own),
        cell=rules.public_cell(found.cell, view.own),
        pairs=_pairs(found.pairs, view.own, view.least),
        further=_pairs(found.further, view.own, view.least),
        is_public=True,
    )


def public_children(
    area_id: int, year: int, threshold_hours: int, view: PublicView, *, at: datetime, population_kind: str
) -> list[Child]:
    """The areas below as the public sees them; of a withheld one only the name."""
    found = children(area_id, year, threshold_hours, at=at, population_kind=population_kind)
    return [_child(child, view.of_child(child.area_id), view.least, threshold_hours) for child in found]


def _child(child: Child, view: rules.View, least: int, threshold_hours: int) -> Child:
    own = replace(child, parked=0, awake=())
    if view.withheld:
        return replace(own, cell=rules.Cell(), population=None, pairs=(), withheld=True)
    # Of those who live in none of the children nobody is told apart: they have no page that says how many are parked.
    parked = shown_parked(child.cell, child.parked, least) if child.public_id else 0
    own = with_parked(own, parked, beside(child.pairs[0].all, threshold_hours))
    cell = rules.public_cell(child.cell, view)
    pairs, awake = (_pairs(both, view, least) for both in (own.pairs, own.awake))
    return replace(own, cell=cell, pairs=pairs, awake=awake)


def _pairs(pairs: Sequence[Pair], view: rules.View, least: int) -> tuple[Pair, ...]:
    return tuple(
        Pair(
            pair.definition,
            rules.public_figure(pair.credit, view, least),
            rules.public_figure(pair.all, view, least),
        )
        for pair in pairs
    )


def pairs_for_public(pairs: Sequence[Pair], view: PublicView) -> tuple[Pair, ...]:
    """Figures of the area itself, without what the public may not see."""
    return _pairs(pairs, view.own, view.least)


def public_months(area_id: int, year: int, least: int) -> list[Month]:
    """The months of an area in which at least so many services were recorded, in rounded hours."""
    return [
        replace(
            month,
            credit_minutes=rules.rounded_minutes(month.credit_minutes),
            all_minutes=rules.rounded_minutes(month.all_minutes),
        )
        for month in months(area_id, year)
        if month.entries >= least
    ]
