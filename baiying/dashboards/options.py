"""What the reader chose on a city page: year, threshold, measure, order. Whatever is not understood falls back."""

from dataclasses import dataclass

from django.http import QueryDict

from baiying.figures.queries import FRONT, FigureRules, Tier, published
from baiying.kit.values import numbers

SORTS = ("code", "name", "registered", "value", "credit")
SIZES = ("hours", "people")


@dataclass(frozen=True, slots=True)
class Options:
    year: int
    threshold_hours: int
    measure: str
    tier: Tier
    sort: str
    descending: bool
    size: str


def read(query: QueryDict, *, this_year: int, chosen: FigureRules, free: bool) -> Options:
    """The options of an address. `free`: any threshold from 1 to 100, not only those the city publishes."""
    threshold = numbers.whole(query.get("hours", ""), least=1, most=100)
    if threshold is None or not (free or threshold in published(chosen)):
        threshold = chosen.default_threshold
    order = query.get("sort", "code")
    measure = query.get("measure", "")
    return Options(
        year=numbers.whole(query.get("year", ""), least=2000, most=this_year) or this_year,
        threshold_hours=threshold,
        measure=measure if measure in FRONT else "share_hours",
        tier=Tier.CREDIT if query.get("tier") == "credit" else Tier.ALL,
        sort=order.removeprefix("-") if order.removeprefix("-") in SORTS else "code",
        descending=order.startswith("-"),
        size=query.get("size", "") if query.get("size") in SIZES else "hours",
    )
