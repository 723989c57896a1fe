"""The register of organisations: how many of each state of registration an area has (R027)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from baiying.places import queries as places
from baiying.teams.models import Body, BodyKind, Exit


@dataclass(frozen=True, slots=True)
class Registered:
    """An area's open bodies by state of registration; `suspended` of them all are suspended now."""

    area: places.Division
    whole: bool
    by_kind: dict[str, int] = field(default_factory=dict)
    suspended: int = 0

    @property
    def total(self) -> int:
        return sum(self.by_kind.values())


def suspended_bodies() -> Q:
    """Bodies that are suspended now."""
    rows = Exit.objects.filter(lifted_at__isnull=True, suspended_at__isnull=False)
    return Q(pk__in=rows.values("body_id"))


def areas_of_register(area_id: int | None) -> QuerySet[places.Division]:
    """The area and those directly below it; of the whole platform its tops."""
    if area_id is None:
        return places.roots()
    return places.divisions().filter(Q(pk=area_id) | Q(parent_id=area_id))


def registered_in(areas: Sequence[places.Division], whole_id: int | None) -> list[Registered]:
    """What each area and all below it have; bodies of the area itself stand in its whole alone."""
    found = [Registered(area, area.pk == whole_id, dict.fromkeys(BodyKind.values, 0)) for area in areas]
    rows = Body.objects.filter(closed_at__isnull=True, area__path__overlap=[one.area.pk for one in found])
    suspended = set(Body.objects.filter(suspended_bodies()).values_list("pk", flat=True))
    counts = [[0] for _one in found]
    for pk, kind, path in rows.values_list("pk", "kind", "area__path"):
        for number, one in enumerate(found):
            if one.area.pk in path:
                one.by_kind[kind] += 1
                counts[number][0] += pk in suspended
    return [Registered(one.area, one.whole, one.by_kind, counts[number][0]) for number, one in enumerate(found)]
