"""What every page of figures begins with: the area, the reader's choices, where one stands in the tree."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.http import Http404
from django.urls import reverse

from baiying.accounts.access import Asking
from baiying.dashboards import options
from baiying.figures import access
from baiying.figures import queries as figures
from baiying.figures.queries import FigureRules, PrivacyRules, PublicView
from baiying.kit import clock
from baiying.places import queries as places
from baiying.places.queries import Division


@dataclass(frozen=True, slots=True)
class Setting:
    """An area's page before its numbers."""

    area: Division
    at: datetime
    this_year: int
    rules: FigureRules
    privacy: PrivacyRules
    options: options.Options
    sees_small: bool
    sees_rows: bool
    sets_targets: bool
    # What the public may see here; None for an office in its own area, which sees all.
    view: PublicView | None

    @property
    def base(self) -> str:
        """Offices read inside their own frame, everybody else on the public page."""
        return "ui/office.html" if self.sees_small else "ui/page.html"


def area_or_404(public_id: str) -> Division:
    area = places.division(public_id)
    if area is None:
        raise Http404
    return area


def setting(request: Asking, public_id: str) -> Setting:
    """The area of the address and what the reader chose there. Raises Http404."""
    area = area_or_404(public_id)
    at = clock.now()
    chosen, privacy = figures.rules_for(area.path, at)
    year = clock.local_date(at).year
    sees_small = access.sees_small(request.actor, area)
    wish = options.read(request.GET, this_year=year, chosen=chosen, free=sees_small)
    return Setting(
        area=area,
        at=at,
        this_year=year,
        rules=chosen,
        privacy=privacy,
        options=wish,
        sees_small=sees_small,
        sees_rows=access.sees_rows(request.actor, area),
        sets_targets=access.sets_targets(request.actor, area),
        view=None if sees_small else figures.public_view(area.path, wish.year, at=at),
    )


def trail(area: Division, query: str = "") -> list[tuple[str, str]]:
    """(name, address) from the root to the area's parent.

    An area that holds just one other is left out: its figures would be the city's under the province's name.
    """
    sizes = places.divisions().filter(parent_id__in=area.path[:-1]).values_list("parent_id").annotate(Count("pk"))
    branching = [parent for parent, children in sizes if children > 1]
    above = {d.pk: d for d in places.divisions().filter(pk__in=branching)}
    return [
        (above[i].name, reverse("dashboards:area", args=[above[i].public_id]) + query)
        for i in area.path[:-1]
        if i in above
    ]
