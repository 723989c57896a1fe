"""Figures as open data: each with its definition, numerator, denominator, window and source."""

from datetime import date, datetime
from typing import Annotated, Literal

from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from baiying.figures import queries, rules
from baiying.kit import clock
from baiying.places import queries as places

router = Router(tags=["figures"])


class FigureOut(Schema):
    """One figure by one definition and one kind of time. `value` is null where the denominator is missing."""

    definition: str
    version: int
    tier: Literal["credit", "all"] | None
    threshold_hours: int | None
    value: float | None
    numerator: float
    denominator: int | None
    window_from: date
    window_to: date
    population_kind: str | None
    population_year: int | None
    population_source: str | None
    as_of: datetime


Year = Annotated[int | None, Query(ge=2000, le=2100)]
Hours = Annotated[int | None, Query(ge=1, le=100)]


@router.get("/figures/{division}", response=list[FigureOut], summary="Figures of a division in a year")
def figures(request: HttpRequest, division: str, year: Year = None, hours: Hours = None) -> list[FigureOut]:
    """Divisions with too few registered people to be shown to the public answer 404."""
    area, at = places.division(division), clock.now()
    if area is None:
        raise Http404
    chosen = year or clock.local_date(at).year
    figure_rules, privacy = queries.rules_for(area.path, at)
    if queries.is_withheld(area.path, chosen, privacy.least_people):
        raise Http404
    threshold = min(100, max(1, hours or figure_rules.default_threshold))
    front = queries.front(area.pk, chosen, threshold, at=at, population_kind=figure_rules.population_kind)
    return [
        _out(figure)
        for pair in (*front.pairs, *front.further)
        for figure in ((pair.credit, pair.all) if pair.definition.tiered else (pair.all,))
    ]


def _out(figure: rules.Figure) -> FigureOut:
    people = figure.population
    return FigureOut(
        definition=figure.definition.code,
        version=figure.definition.version,
        tier=figure.tier.value if figure.tier else None,
        threshold_hours=figure.threshold_hours,
        value=float(figure.value) if figure.value is not None else None,
        numerator=float(figure.numerator),
        denominator=figure.denominator,
        window_from=figure.window_from,
        window_to=figure.window_to,
        population_kind=people.kind if people else None,
        population_year=people.year if people else None,
        population_source=people.source if people else None,
        as_of=figure.as_of,
    )
