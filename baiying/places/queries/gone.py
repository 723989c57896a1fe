"""Areas that became part of others: still found by their old name and code, and led to the area that stands (R152)."""

from collections.abc import Iterable
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from baiying.places.models import Division, DivisionVersion
from baiying.places.queries.divisions import called_so


class Gone(NamedTuple):
    """An area that became part of another, and the one that stands in its place."""

    area: Division
    into: Division


def gone_named(text: str, *, within_id: int | None = None, limit: int = 50) -> list[Gone]:
    """Areas that were called so, or had such a code, before they became part of one that lies in the given area."""
    return _gone(called_so(_merged(), text), within_id)[:limit]


def gone_codes(codes: Iterable[str]) -> dict[str, Gone]:
    """Of these codes those that an area had before it became part of another. Few areas have: all are looked at."""
    wanted = set(codes)
    return {one.area.code: one for one in _gone(_merged(), None) if one.area.code in wanted} if wanted else {}


def gone_said(within_id: int | None = None) -> dict[str, tuple[str, str]]:
    """What a table may still call an area that became part of another: its code, or its name where one alone had it.

    Gives the code and the name of the area that stands.
    """
    found: dict[str, tuple[str, str]] = {}
    names: dict[str, set[tuple[str, str]]] = {}
    for area, into in _gone(_merged(), within_id):
        found[area.code] = (into.code, into.name)
        names.setdefault(area.name, set()).add((into.code, into.name))
    return found | {name: ways.pop() for name, ways in names.items() if len(ways) == 1}


def _merged() -> QuerySet[Division]:
    """Closed ones that have a successor, and whose code nobody has by now; the later ones of one code last."""
    stands = Division.objects.filter(code=OuterRef("code"), closed_on__isnull=True)
    rows = Division.objects.filter(~Exists(stands), closed_on__isnull=False, successor__isnull=False)
    return rows.order_by("code", "closed_on", "pk")


def _gone(rows: QuerySet[Division], within_id: int | None) -> list[Gone]:
    """With what stands in their place by now: that may have become part of another since."""
    areas = list(rows)
    known = Division.objects.in_bulk({one.successor_id for one in areas})
    while further := {
        one.successor_id for one in known.values() if one.closed_on is not None and one.successor_id not in known
    } - {None}:
        known |= Division.objects.in_bulk(further)
    found = []
    for area in areas:
        into = area
        while into.closed_on is not None and into.successor_id is not None:
            into = known[into.successor_id]
        if into.closed_on is None and (within_id is None or within_id in into.path):
            found.append(Gone(area, into))
    return found


def recoded(codes: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Of these codes those that an area had before it got another: the code and the name that it has now."""
    wanted = set(codes)
    stands = Division.objects.filter(code=OuterRef("code"), closed_on__isnull=True)
    rows = DivisionVersion.objects.filter(~Exists(stands), code__in=wanted, division__closed_on__isnull=True)
    return {code: (now, name) for code, now, name in rows.values_list("code", "division__code", "division__name")}


def closed_codes(codes: Iterable[str]) -> set[str]:
    """Of these codes those that only closed areas have."""
    stands = Division.objects.filter(code=OuterRef("code"), closed_on__isnull=True)
    rows = Division.objects.filter(~Exists(stands), code__in=set(codes), closed_on__isnull=False)
    return set(rows.values_list("code", flat=True))
