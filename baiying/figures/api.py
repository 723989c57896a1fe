"""Figures as open data: each with its definition, numerator, denominator, window and source."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema
from ninja.errors import HttpError

from baiying.figures import queries, rules
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.places import queries as places

router = Router(tags=["figures"])


class FigureOut(Schema):
    """One figure by one definition and one kind of time. `value` is null where the denominator is missing or too few
    people stand behind it (`withheld`)."""

    definition: str
    version: int
    tier: Literal["credit", "all"] | None
    threshold_hours: int | None
    value: float | None
    # Null where too few people stand behind it; hours are rounded to ten.
    numerator: float | None
    denominator: int | None
    window_from: date
    window_to: date
    population_kind: str | None
    population_year: int | None
    population_source: str | None
    as_of: datetime
    withheld: bool
    # The registered people that are parked (rounded down to ten; null where there are none or few), and the value
    # without them.
    parked: int | None
    value_without_parked: float | None


Year = Annotated[int | None, Query(ge=2000, le=2100)]
Hours = Annotated[int | None, Query(ge=1, le=100)]


@router.get("/figures/{division}", response=list[FigureOut], summary="Figures of a division in a year")
def figures(request: HttpRequest, division: str, year: Year = None, hours: Hours = None) -> list[FigureOut]:
    """As on the public pages: only thresholds that the city publishes (else 422), only what enough people stand behind.

    Divisions with too few registered people to be shown to the public answer 404.
    """
    area, at = places.division(division), clock.now()
    if area is None:
        raise Http404
    asked = year or clock.local_date(at).year
    try:
        front = queries.public_front(area, asked, hours, at=at)
    except Refused as refusal:
        raise HttpError(refusal.status, str(refusal)) from refusal
    apart = queries.public_apart(area, asked, front.threshold_hours, at=at)
    without = {other.definition.code: other for _one, other in apart.rates} if apart else {}
    return [
        _out(pair.of[tier], apart.parked if apart else None, without.get(pair.definition.code), tier)
        for pair in (*front.pairs, *front.further)
        for tier in (("credit", "all") if pair.definition.tiered else ("all",))
    ]


def _out(figure: rules.Figure, parked: int | None, without: queries.Pair | None, tier: str) -> FigureOut:
    awake = without.of[tier].value if without else None
    people = figure.population
    return FigureOut(
        definition=figure.definition.code,
        version=figure.definition.version,
        tier=figure.tier.value if figure.tier else None,
        threshold_hours=figure.threshold_hours,
        value=float(figure.value) if figure.value is not None else None,
        numerator=None if figure.hidden_below else float(figure.numerator),
        denominator=figure.denominator,
        window_from=figure.window_from,
        window_to=figure.window_to,
        population_kind=people.kind if people else None,
        population_year=people.year if people else None,
        population_source=people.source if people else None,
        as_of=figure.as_of,
        withheld=bool(figure.hidden_below),
        parked=parked,
        value_without_parked=float(awake) if awake is not None else None,
    )
