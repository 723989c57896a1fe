"""What the reader chose on a city page: year, threshold, measure, order. Whatever is not understood falls back."""

from dataclasses import dataclass

from django.http import QueryDict

from baiying.figures.queries import FRONT, FigureRules, Tier, published

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


def _whole(text: str | None, low: int, high: int) -> int | None:
    try:
        number = int(text or "")
    except ValueError:
        return None
    return number if low <= number <= high else None


def read(query: QueryDict, *, this_year: int, chosen: FigureRules, free: bool) -> Options:
    """The options of an address. `free`: any threshold from 1 to 100, not only those the city publishes."""
    threshold = _whole(query.get("hours"), 1, 100)
    if threshold is None or not (free or threshold in published(chosen)):
        threshold = chosen.default_threshold
    order = query.get("sort", "code")
    measure = query.get("measure", "")
    return Options(
        year=_whole(query.get("year"), 2000, this_year) or this_year,
        threshold_hours=threshold,
        measure=measure if measure in FRONT else "share_hours",
        tier=Tier.CREDIT if query.get("tier") == "credit" else Tier.ALL,
        sort=order.removeprefix("-") if order.removeprefix("-") in SORTS else "code",
        descending=order.startswith("-"),
        size=query.get("size", "") if query.get("size") in SIZES else "hours",
    )
