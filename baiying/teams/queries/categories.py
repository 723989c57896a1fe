"""Kinds of teams as an area has them on a day: its own, and everybody's by the name and department it gives them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext

from baiying.kit.once import asked_once
from baiying.places import queries as places
from baiying.teams.catalogue import shown
from baiying.teams.models import CategoryTerm, Team, TeamCategory


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of team in an area. `own`: the area (or one above it) added it; `since`: the day of its last change."""

    id: int
    code: str
    name: str
    lead_department: str
    ended: bool = False
    own: bool = False
    since: date | None = None


def categories() -> QuerySet[TeamCategory]:
    """Every kind there is, as it was first called."""
    return TeamCategory.objects.order_by("position", "id")


def category_by_code(code: str) -> TeamCategory | None:
    return TeamCategory.objects.select_related("area").filter(code=code).first()


@asked_once
def _terms(on: date) -> list[CategoryTerm]:
    """The terms that have begun, the newest last."""
    return list(CategoryTerm.objects.filter(from_on__lte=on).order_by("from_on", "id"))


@asked_once
def _all() -> list[TeamCategory]:
    return list(categories())


def kinds_in(area_path: Sequence[int], on: date) -> list[Kind]:
    """The kinds of an area, those that have ended among them."""
    rows = [row for row in _all() if row.area_id is None or row.area_id in area_path]
    return [_kind(row, area_path, on) for row in rows]


def kind_of(category: TeamCategory, area_path: Sequence[int], on: date) -> Kind:
    """What a kind is called in an area on a day."""
    return _kind(category, area_path, on)


def _kind(row: TeamCategory, area_path: Sequence[int], on: date) -> Kind:
    steps = {pk: step for step, pk in enumerate(area_path)}
    here = [term for term in _terms(on) if term.category_id == row.pk and term.area_id in steps]
    if not here:
        return Kind(row.pk, row.code, row.name, row.lead_department, own=row.area_id is not None)
    # The nearest area, then the newest: sorting keeps the order of those that are alike.
    term = sorted(here, key=lambda one: steps[one.area_id])[-1]
    return Kind(row.pk, row.code, term.name, term.lead_department, term.ended, row.area_id is not None, term.from_on)


def kinds_reached(area_path: Sequence[int], on: date) -> list[Kind]:
    """The kinds that a notice of an area may name, as readers call them: its own and everybody's as it calls them, then
    those that areas below added, each by its area's name for it. One that has ended stays: its teams are there."""
    ours = kinds_in(area_path, on)
    below = [row for row in _all() if row.area_id is not None and row.area_id not in area_path]
    areas = places.divisions_by_id({row.area_id for row in below if row.area_id is not None})
    for row in below:
        area = areas.get(row.area_id or 0)
        if area is not None and area_path[-1] in area.path:
            kind = _kind(row, area.path, on)
            ours.append(replace(kind, name=gettext("%(kind)s（%(area)s）") % {"kind": kind.name, "area": area.name}))
    return [replace(kind, name=shown(kind.name)) for kind in ours]


def coming_terms(area_path: Sequence[int], on: date) -> QuerySet[CategoryTerm]:
    """What has been set and begins later, the nearest day first."""
    return CategoryTerm.objects.filter(area_id__in=list(area_path), from_on__gt=on).order_by("from_on", "id")


def terms_of(category_id: int, area_path: Sequence[int]) -> QuerySet[CategoryTerm]:
    """What an area and those above it have called a kind, the newest first."""
    rows = CategoryTerm.objects.filter(category_id=category_id, area_id__in=list(area_path))
    return rows.select_related("area").order_by("-from_on", "-id")


def teams_by_category(area_id: int) -> dict[int, int]:
    """How many open teams of each kind an area and what lies below it have."""
    rows = Team.objects.filter(closed_at__isnull=True, body__closed_at__isnull=True, area__path__contains=[area_id])
    counted = rows.order_by().values("category_id").annotate(n=Count("pk"))
    return {row["category_id"]: row["n"] for row in counted}


def category_path(area_id: int) -> list[int]:
    area = places.division_by_id(area_id)
    return list(area.path) if area is not None else []


def kind_shown(team: Team, on: date) -> Kind:
    """What the kind of a team is called where it serves, in the reader's language where we know the name."""
    kind = _kind(team.category, team.area.path, on)
    return replace(kind, name=shown(kind.name), lead_department=shown(kind.lead_department))


def with_kinds(rows: Iterable[Any], on: date) -> list[Any]:
    """Teams, each with `kind`: what its kind is called where it serves."""
    found = list(rows)
    for team in found:
        team.kind = kind_shown(team, on)
    return found
