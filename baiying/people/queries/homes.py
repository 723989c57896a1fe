"""Who still stands at a county, a city or a province: homes from before they had to be a village or a township."""

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from baiying.accounts.access import Scope
from baiying.people.models import Person
from baiying.places import queries as places

_PLACES = ("residence", "service_area")


def homes_missing(person: Person) -> list[str]:
    """Of where somebody lives and serves, what is no village and no township."""
    return [name for name in _PLACES if getattr(person, name).level not in places.HOMES]


def without_home(scope: Scope) -> QuerySet[Person]:
    """Whom an office has to ask: who stands at its own county or city; what stands above a city is the city's too.

    Nobody else's, so that each is asked by one office. The longest here first.
    """
    rows = Person.objects.filter(closed_at__isnull=True, rests_since__isnull=True)
    # By an expression, not by the column, whose index would be walked through from end to end: they are few or none.
    rows = rows.select_related("residence", "service_area").order_by(Coalesce("created_at", "created_at"), "id")
    area = places.division_by_id(scope.area_id) if scope.area_id is not None else None
    if area is None or area.level in places.HOMES:
        return rows.none()
    ids = [area.pk] if area.level != places.Level.CITY else list(area.path)
    return rows.filter(Q(residence_id__in=ids) | Q(service_area_id__in=ids))
