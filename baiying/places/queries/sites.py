"""Practice sites and how far they cover an area, read."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from baiying.kit.values import finding
from baiying.places.models import Division, Site, SiteImport, SiteLevel, SiteState
from baiying.places.queries.divisions import NamedAreas, called
from baiying.places.rules import sites as rules

# The main line first, then what was set up beside it.
_RANK = Case(
    *(When(level=level, then=Value(rank)) for rank, level in enumerate(SiteLevel.values)),
    default=Value(len(SiteLevel.values)),
    output_field=IntegerField(),
)


def sites() -> QuerySet[Site]:
    """Sites of areas that exist now, without those that were taken back."""
    return Site.objects.filter(division__closed_on__isnull=True, withdrawn_at__isnull=True).select_related("division")


def site(pid: str) -> Site | None:
    return Site.objects.filter(public_id=pid, withdrawn_at__isnull=True).select_related("division").first()


def site_for(division_id: int) -> Site | None:
    """The centre, institute or station of an area itself."""
    return Site.objects.filter(division_id=division_id, level__in=rules.MAIN).order_by("id").first()


def sites_within(area_id: int | None) -> QuerySet[Site]:
    """Sites of an area and everything below; None means everywhere."""
    rows = sites().order_by("division__code", "id")
    return rows if area_id is None else rows.filter(division__path__contains=[area_id])


def nearest_first(rows: QuerySet[Site], home: Sequence[int]) -> QuerySet[Site]:
    """Sites in the order of their nearness to an area: its own, those of the areas above it below the city, then
    those around it. `home`: ids from the city down to the area; empty leaves the order of levels and codes."""
    own = list(reversed(home[1:]))[:3]
    if not own:
        return rows.annotate(_rank=_RANK).order_by("_rank", "division__code", "id")
    steps = [When(division_id=pk, then=Value(step)) for step, pk in enumerate(own)]
    around = [When(division__path__contains=[pk], then=Value(len(own) + step)) for step, pk in enumerate(own[1:])]
    far = Case(*steps, *around, default=Value(9), output_field=IntegerField())
    return rows.annotate(_far=far, _rank=_RANK).order_by("_far", "_rank", "division__code", "id")


def site_to_ask(path: Sequence[int]) -> Site | None:
    """The nearest built site with a telephone for an area, given by the ids from the top down to it."""
    rows = sites().filter(division_id__in=list(path), level__in=rules.MAIN, state=SiteState.BUILT).exclude(phone="")
    found = {row.division_id: row for row in rows}
    return next((found[pk] for pk in reversed(path) if pk in found), None)


@dataclass(frozen=True, slots=True)
class NearSite:
    site: Site
    distance_m: int

    @property
    def distance_km(self) -> float:
        return self.distance_m / 1000


def sites_near(
    latitude: float, longitude: float, limit: int = 20, *, among: QuerySet[Site] | None = None
) -> list[NearSite]:
    """Built sites with a known position, nearest first. The point is used for this answer and stored nowhere."""
    rows = sites() if among is None else among
    rows = rows.filter(state=SiteState.BUILT, latitude__isnull=False, longitude__isnull=False)
    # A square of about 60 km around the point first; the whole table only if it holds nothing.
    close = rows.filter(
        latitude__range=(latitude - 0.55, latitude + 0.55), longitude__range=(longitude - 0.75, longitude + 0.75)
    )
    found = [
        NearSite(one, round(rules.distance_m(latitude, longitude, float(one.latitude or 0), float(one.longitude or 0))))
        for one in (list(close) or list(rows[:5000]))
    ]
    return sorted(found, key=lambda near: near.distance_m)[:limit]


def sites_found(rows: QuerySet[Site], words: Sequence[finding.Wanted], areas: NamedAreas) -> QuerySet[Site]:
    """Those of the sites that have every word in their name or in that of their area, or lie in a place so called.

    `words` of ui.seeking.wanted; `areas`: those that may be meant, of `named_areas`.
    """
    for word in words:
        found = Q(name__folded__contains=word.text) | Q(division__name__folded__contains=word.text)
        for way in word.ways:
            found |= Q(terms__contains=list(way))
        if named := called(areas, (*finding.ways(word.text), *word.ways)):
            found |= Q(division__path__overlap=list(named))
        rows = rows.filter(found)
    return rows


def sites_beside(row: Site) -> QuerySet[Site]:
    """The other sites in operation in the same area, the main one first."""
    rows = sites().filter(division_id=row.division_id, state=SiteState.BUILT).exclude(pk=row.pk)
    return rows.annotate(_rank=_RANK).order_by("_rank", "name", "id")


@dataclass(frozen=True, slots=True)
class Coverage:
    """Sites of one level in one area and how they stand. Due is what is built and what is not; exempt is apart."""

    level: str
    areas: int
    built: int
    exempt: int
    not_built: int
    reasons: dict[str, int]

    @property
    def label(self) -> str:
        return str(SiteLevel(self.level).label)

    @property
    def due(self) -> int:
        """Areas that ought to have one: all but the exempt."""
        return self.areas - self.exempt

    @property
    def lacking(self) -> int:
        """Due and not built, whether there is a row for it or not."""
        return self.due - self.built

    @property
    def missing(self) -> int:
        """Areas whose site has not even been set up as a row."""
        return self.areas - self.built - self.exempt - self.not_built


_COVERAGE = """
SELECT COALESCE(d.path[%(depth)s], 0) AS area, d.level, COALESCE(s.state, ''), COALESCE(s.exempt_reason, ''), count(*)
FROM places_division d LEFT JOIN places_site s
  ON s.division_id = d.id AND s.level IN ('centre', 'institute', 'station')
WHERE d.closed_on IS NULL AND d.level IN ('county', 'township', 'village')
  AND (%(area)s::bigint IS NULL OR d.path @> ARRAY[%(area)s::bigint])
GROUP BY 1, 2, 3, 4
"""


def _coverage(area_id: int | None, depth: int) -> dict[int, dict[str, Coverage]]:
    tally: dict[tuple[int, str], dict[str, int]] = {}
    reasons: dict[tuple[int, str], dict[str, int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_COVERAGE, {"area": area_id, "depth": depth})
        for area, level, state, reason, count in cursor.fetchall():
            counts = tally.setdefault((area, level), {})
            counts[state] = counts.get(state, 0) + count
            if reason:
                reasons.setdefault((area, level), {})[reason] = count
    found: dict[int, dict[str, Coverage]] = {}
    for (area, level), counts in tally.items():
        found.setdefault(area, {})[rules.LEVEL_FOR[level]] = Coverage(
            level=rules.LEVEL_FOR[level],
            areas=sum(counts.values()),
            built=counts.get(SiteState.BUILT, 0),
            exempt=counts.get(SiteState.EXEMPT, 0),
            not_built=counts.get(SiteState.NOT_BUILT, 0),
            reasons=dict(sorted(reasons.get((area, level), {}).items(), key=lambda item: -item[1])),
        )
    return found


def coverage(area_id: int | None) -> list[Coverage]:
    """How far the area and everything below is covered, centre to station; levels without areas are left out."""
    levels = _coverage(area_id, 0).get(0, {})
    return [levels[level] for level in SiteLevel.values if level in levels]


def coverage_of_children(area: Division) -> dict[int, dict[str, Coverage]]:
    """The same for each area directly below: id of the child -> level -> coverage."""
    return _coverage(area.pk, len(area.path) + 1)


def site_imports(area_id: int | None) -> QuerySet[SiteImport]:
    """Tables of sites taken over by the office of an area, newest first; None sees all."""
    rows = SiteImport.objects.order_by("-id").defer("changes")
    return rows if area_id is None else rows.filter(within_id=area_id)
