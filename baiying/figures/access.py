"""Who sees which figures: everybody the areas with enough people, offices their own small areas and rows."""

from django.http import Http404

from baiying.accounts import access as accounts
from baiying.figures import queries
from baiying.figures.rights import Right
from baiying.kit.values.actor import Actor
from baiying.places import queries as places
from baiying.places.queries import Division


def sees_small(actor: Actor, area: Division) -> bool:
    """Whether figures of few people may be shown: an office, in its own area."""
    return accounts.may(actor, Right.SEE_FIGURES, area.path)


def sees_rows(actor: Actor, area: Division) -> bool:
    """Whether the persons behind a figure may be opened: an office with that right, in its own area."""
    return accounts.may(actor, Right.SEE_FIGURE_ROWS, area.path)


def sets_targets(actor: Actor, area: Division) -> bool:
    return accounts.may(actor, Right.SET_TARGETS, area.path)


def rows_area(actor: Actor, area: Division) -> Division:
    """The area, to open its rows; outside the office's own area it does not exist."""
    accounts.require(actor, Right.SEE_FIGURE_ROWS, area.path)
    return area


def target_area(actor: Actor, area: Division) -> Division:
    """The area, to set its targets; outside the office's own area it does not exist."""
    accounts.require(actor, Right.SET_TARGETS, area.path)
    return area


def person_area(actor: Actor, person_id: int, year: int) -> Division:
    """Where a person is counted in a year, for an office that may open that area's rows; else 404."""
    cell = queries.person_year(person_id, year)
    area = places.division_by_id(cell.area_id) if cell else None
    if area is None:
        raise Http404
    return rows_area(actor, area)
