"""The division tree, read."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet

from baiying.kit.db import folding
from baiying.kit.once import asked_once
from baiying.kit.values import finding
from baiying.places.models import Division, DivisionVersion, Level


def divisions(within_id: int | None = None) -> QuerySet[Division]:
    """All divisions that exist now: of an area with the area itself; None means everywhere."""
    rows = Division.objects.filter(closed_on__isnull=True)
    return rows if within_id is None else rows.filter(path__contains=[within_id])


def division(pid: str) -> Division | None:
    """A division by its public id, closed ones too: old rows may point to it."""
    return Division.objects.filter(public_id=pid).first()


# Where a person lives or serves: what the chooser offers for it.
HOMES = (Level.TOWNSHIP, Level.VILLAGE)


def are_homes(ids: Iterable[int]) -> bool:
    """Whether each of these areas can be where somebody lives or serves: a village or a township that stands."""
    wanted = set(ids)
    return divisions().filter(pk__in=wanted, level__in=HOMES).count() == len(wanted)


def lies_within(area_id: int, base: Division) -> bool:
    """Whether an area stands, and is the other one or lies in it."""
    return divisions(base.pk).filter(pk=area_id).exists()


def division_by_id(division_id: int) -> Division | None:
    return Division.objects.filter(pk=division_id).first()


@asked_once
def level_of(division_id: int) -> str:
    """The level of an area; empty if there is none."""
    return Division.objects.filter(pk=division_id).values_list("level", flat=True).first() or ""


def division_by_code(code: str) -> Division | None:
    """The division that has the code now."""
    return divisions().filter(code=code).first()


def roots() -> QuerySet[Division]:
    """The tops of the tree: usually one province or one city."""
    return divisions().filter(parent__isnull=True).order_by("code")


def children_of(division_id: int) -> QuerySet[Division]:
    """The divisions directly below, by code."""
    return divisions().filter(parent_id=division_id).order_by("code")


class DivisionThen(NamedTuple):
    """A division as it was called and stood on a day."""

    pk: int
    public_id: str
    name: str
    level: str


def children_on(division_id: int, day: date | None) -> list[DivisionThen]:
    """The divisions directly below in the tree of a day (None: of now), by code.

    Which version holds on a day is decided as in sql/path_on.sql; what had ended by then is not listed.
    """
    if day is None:
        rows = children_of(division_id).values_list("pk", "public_id", "name", "level")
        return [DivisionThen(*row) for row in rows]
    with connection.cursor() as cursor:
        cursor.execute(_CHILDREN_ON, {"parent": division_id, "day": day})
        return [DivisionThen(*row) for row in cursor.fetchall()]


_CHILDREN_ON = """
  SELECT d.id, d.public_id, v.name, v.level
  FROM (SELECT DISTINCT division_id FROM places_divisionversion WHERE parent_id = %(parent)s) known
  JOIN places_division d ON d.id = known.division_id
  CROSS JOIN LATERAL (
    SELECT v.parent_id, v.name, v.level, v.code, v.valid_to FROM places_divisionversion v
    WHERE v.division_id = d.id
    ORDER BY v.valid_from <= %(day)s DESC, CASE WHEN v.valid_from <= %(day)s THEN v.valid_from END DESC, v.valid_from
    LIMIT 1) v
  WHERE v.parent_id = %(parent)s AND (v.valid_to IS NULL OR v.valid_to > %(day)s)
  ORDER BY v.code
"""


def path_on(division_id: int, day: date | None) -> list[int]:
    """Ids from the root down to the division, in the tree of a day (None: of now)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT places_path_on(%s, %s)", [division_id, day])
        return list(cursor.fetchone()[0] or [])


def newest() -> tuple[int, int]:
    """The latest area and the latest rule set by id: what was kept of either is old where these moved."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT max(id) FROM places_division), (SELECT max(id) FROM places_ruleset)")
        area, rules = cursor.fetchone()
    return area or 0, rules or 0


NamedAreas = list[tuple[int, frozenset[str]]]


def named_areas(minute: int) -> NamedAreas:
    """What a search by a place's name can mean: id and terms. Above villages only, whose names stand in titles and
    addresses already. Read anew where an area came, and at each change of `minute // 10`: a name may have changed."""
    return _named_areas(minute // 10, newest()[0])


@lru_cache(maxsize=2)
def _named_areas(_minutes: int, _newest: int) -> NamedAreas:
    rows = divisions().filter(level__in=("city", "county", "township")).values_list("pk", "name")
    return [(pk, frozenset(finding.terms(name))) for pk, name in rows]


def called(areas: NamedAreas, ways: Sequence[finding.Way]) -> tuple[int, ...]:
    """The areas that are called so, by their ids: as written, by sound, by initials."""
    return tuple(pk for pk, terms in areas if finding.holds(terms, ways))


def start_of_tree() -> Division | None:
    """Where choosing begins: the lowest area that holds everything; None if there are several tops or none."""
    below = list(roots()[:2])
    here: Division | None = None
    while len(below) == 1:
        here = below[0]
        below = list(children_of(here.pk)[:2])
    return here


def cities() -> list[Division]:
    """The cities of this platform, by code: what is called a city, and provinces that hold none (直辖市).

    Where a table knows neither, the tops of the tree stand for them.
    """
    found = list(divisions().filter(level=Level.CITY))
    above = {pk for one in found for pk in one.path}
    alone = divisions().filter(level=Level.PROVINCE).exclude(pk__in=above)
    return sorted((*found, *alone), key=lambda one: one.code) or list(roots())


def city_of(path: Iterable[int]) -> Division | None:
    """Which city an area lies in, or is; None above the cities, and where no city is above it."""
    ids = list(path)
    return next((one for one in cities() if one.pk in ids), None)


def from_city(path: Sequence[int]) -> tuple[int, ...]:
    """Of the ids from the top down to an area those from its city on: what stands above is near to nobody.

    A table may hold the province or not; empty where no city is among them.
    """
    city = city_of(path) if path else None
    return tuple(path[list(path).index(city.pk) :]) if city else ()


def only_city() -> Division | None:
    """The city that everything here is about; None on a platform of several, and on an empty one."""
    found = cities()
    return found[0] if len(found) == 1 else None


def goes_on_as(division_id: int) -> int:
    """The area itself, or of one that became part of another the one that stands."""
    here = Division.objects.filter(pk=division_id).values_list("closed_on", "successor_id").first()
    while here and here[0] is not None and here[1] is not None:
        division_id = here[1]
        here = Division.objects.filter(pk=division_id).values_list("closed_on", "successor_id").first()
    return division_id


def became(division_id: int, into_id: int) -> bool:
    """Whether an area is closed and the other stands in its place: a merge that was undone made nothing of it."""
    return Division.objects.filter(pk=division_id, closed_on__isnull=False, successor_id=into_id).exists()


def ids_with_children(ids: Iterable[int]) -> set[int]:
    """Which of the divisions have others below them."""
    return set(divisions().filter(parent_id__in=list(ids)).values_list("parent_id", flat=True).distinct())


def division_ids_within(area_id: int) -> QuerySet[Division, int]:
    """Ids of the area and everything below it, for use as a subquery."""
    return Division.objects.filter(path__contains=[area_id]).values_list("pk", flat=True)


def county_id_of(path: Iterable[int]) -> int | None:
    """The county on the way to an area, or the area itself; None above counties, and in cities that have none."""
    return Division.objects.filter(pk__in=list(path), level=Level.COUNTY).values_list("pk", flat=True).first()


def ancestors_of(division: Division) -> list[Division]:
    """From the root down to the division itself."""
    found = {d.pk: d for d in Division.objects.filter(pk__in=division.path)}
    return [found[pk] for pk in division.path if pk in found]


def path_names(division: Division) -> list[str]:
    """Names from the root down to the division itself."""
    return [one.name for one in ancestors_of(division)]


def divisions_by_id(ids: Iterable[int]) -> dict[int, Division]:
    return Division.objects.in_bulk(set(ids))


def names_by_code(codes: Iterable[str]) -> dict[str, str]:
    """The names of areas that stand now, by code."""
    rows = Division.objects.filter(code__in=set(codes), closed_on__isnull=True)
    return dict(rows.values_list("code", "name"))


def names_by_id(ids: Iterable[int]) -> dict[int, str]:
    return dict(Division.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


# What English puts behind the name of an area, where a reader types it with its name.
_ENGLISH_KINDS = frozenset(
    ["village", "community", "committee", "town", "township", "street", "subdistrict", "county", "district", "city"]
)


def divisions_named(text: str, *, within_id: int | None = None, limit: int = 50) -> list[Division]:
    """Divisions whose name holds the text, whose code begins with it, or that are spoken so; upper levels first."""
    return list(called_so(divisions(within_id), text).order_by("code")[:limit])


def called_so(rows: QuerySet[Division], text: str) -> QuerySet[Division]:
    """Those whose name holds the text, however it is spaced, also as the area's office (董庄居委会) or in pinyin, whole
    or by initials; or whose code begins with it. None of nothing.
    """
    typed = "".join(finding.folded(text).split())
    if typed.isascii() and typed.isdigit():
        return rows.filter(code__startswith=typed)
    match = folding.called("name", typed)
    if area := finding.area_of_office(typed):
        match |= folding.called("name", area)
    letters = [word for word in finding.runs(text) if word not in _ENGLISH_KINDS]
    if letters and all(word.isascii() and word.isalpha() for word in letters):
        # Names and sounds of a whole city are looked at in some hundredths of a second; few type letters.
        ways = finding.ways("".join(letters))[1:]
        known = rows.values_list("pk", "name") if ways else ()
        match |= Q(pk__in=[pk for pk, name in known if finding.holds(finding.spoken(name), ways)])
    return rows.filter(match)


def version_on(division_id: int, day: date) -> DivisionVersion | None:
    """Code, name and parent as they were on a day."""
    rows = DivisionVersion.objects.filter(division_id=division_id, valid_from__lte=day)
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day)).first()


def versions_of(division_id: int) -> QuerySet[DivisionVersion]:
    """The history of a division, newest first."""
    return (
        DivisionVersion.objects.filter(division_id=division_id).select_related("parent").order_by("-valid_from", "-id")
    )
