"""The parked of an area, and its rates with and without them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from baiying.figures import rules
from baiying.figures.models import AreaParked
from baiying.figures.queries.front import Front, Pair, front, rates_of, rules_for
from baiying.figures.queries.public import PublicView, pairs_for_public, public_view
from baiying.figures.rules.parked import PARKED as PARKED
from baiying.figures.rules.parked import awake, shown_parked
from baiying.places.queries import Division


@dataclass(frozen=True, slots=True)
class Apart:
    """How many registered people of an area are parked, as counted at an instant; and each rate with them and
    without."""

    parked: int
    counted_at: datetime
    rates: Sequence[tuple[Pair, Pair]]


def parked_apart(whole: Front, *, view: PublicView | None = None) -> Apart | None:
    """What stands apart on the page of an area, made of its figures as they were counted (not yet for the public).
    Nothing where nobody is parked, or where the public may not know of it."""
    row = AreaParked.objects.filter(area_id=whole.area_id, year=whole.year).first()
    if row is None or not row.parked:
        return None
    parked = row.parked
    if view is not None:
        parked = 0 if view.own.withheld else shown_parked(whole.cell, parked, view.least)
    if not parked:
        return None
    codes = (*rules.FRONT, *rules.FURTHER)
    without = rates_of(whole, awake(whole.cell, parked))
    both = [(whole.pair(code), without[code]) for code in codes]
    if view is not None:
        public = [pairs_for_public(pair, view) for pair in both]
        both = [(one[0], one[1]) for one in public]
    return Apart(parked, row.counted_at, tuple(both))


def public_apart(area: Division, year: int, hours: int, *, at: datetime) -> Apart | None:
    """The same for open data, by a threshold that the city publishes."""
    chosen, _privacy = rules_for(area.path, at)
    whole = front(area.pk, year, hours, at=at, population_kind=chosen.population_kind)
    return parked_apart(whole, view=public_view(area.path, year, at=at))
