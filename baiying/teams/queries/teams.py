"""Teams: one, those of an area, those the public searches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BooleanField,
    Case,
    Count,
    F,
    Func,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from baiying.accounts.access import Scope
from baiying.kit.values import finding
from baiying.places import queries as places
from baiying.teams import rules
from baiying.teams.models import Body, BodyKind, Membership, Team

JOINED = Q(joined_at__isnull=False, left_at__isnull=True, refused_at__isnull=True)


@dataclass(frozen=True, slots=True)
class TeamFilters:
    """What the public list is narrowed to; empty means everything."""

    words: tuple[finding.Wanted, ...] = ()
    area_id: int | None = None
    category: str = ""


def _open() -> QuerySet[Team]:
    rows = Team.objects.filter(closed_at__isnull=True, body__closed_at__isnull=True)
    return rows.select_related("body", "area", "category", "parent", "liaison")


def open_teams(area_ids: Any) -> QuerySet[Team]:
    """Open teams whose area is one of these: ids, or a query of them."""
    return _open().filter(area_id__in=area_ids)


def teams_elsewhere() -> QuerySet[Team]:
    """Open teams that lie neither at their unit's area nor below it, from before that was a rule."""
    inside = Func(
        F("body__area_id"), F("area__path"), template="(%(expressions)s))", arg_joiner=" = ANY (",
        output_field=BooleanField(),
    )  # fmt: skip
    return _open().select_related("body__area").annotate(inside=inside).filter(inside=False).order_by("name", "id")


def with_sizes(rows: QuerySet[Team]) -> QuerySet[Any]:
    """Each team with `size`: how many belong to it now."""
    counted = Membership.objects.filter(JOINED, team=OuterRef("pk")).order_by().values("team")
    return rows.annotate(size=Coalesce(Subquery(counted.annotate(n=Count("pk")).values("n")), 0))


def team(public_id: str) -> Team | None:
    return _open().filter(public_id=public_id).first()


def ground_of_team(team_id: int) -> places.Division:
    """The area in which a team plans: its unit's county; of a unit of a city or a province, its unit's area."""
    area = Team.objects.select_related("body__area").get(pk=team_id).body.area
    return places.division_by_id(places.county_id_of(area.path) or 0) or area


def team_by_id(team_id: int) -> Team | None:
    """The open team; of one that was merged the one that goes on."""
    into = Team.objects.filter(pk=team_id, merged_into__isnull=False).values_list("merged_into_id", flat=True).first()
    return _open().filter(pk=into or team_id).first()


def public_teams(filters: TeamFilters, home: Sequence[int] = ()) -> QuerySet[Team]:
    """Open teams for everybody: those near an area first, given by the ids from the city down to it; then by name."""
    rows = _open()
    for word in filters.words:
        rows = rows.filter(_found(word))
    if filters.area_id is not None:
        rows = rows.filter(area__path__contains=[filters.area_id])
    if filters.category:
        rows = rows.filter(category__code=filters.category)
    # From the village up to the county: the innermost area that holds both comes first.
    near = [When(area__path__contains=[pk], then=Value(step)) for step, pk in enumerate(reversed(home[1:]))]
    if not near:
        return rows.order_by("name", "id")
    far = Case(*near, default=Value(9), output_field=IntegerField())
    return rows.annotate(_far=far).order_by("_far", "name", "id")


def _found(word: finding.Wanted) -> Q:
    """Teams that a word names, by their own name, their unit's or their kind's; or that do what it says."""
    found = Q(name__folded__contains=word.text) | Q(body__name__folded__contains=word.text)
    found |= Q(category__name__folded__contains=word.text) | Q(category__code__in=rules.kinds_meant(word.codes))
    for way in word.ways:
        found |= Q(terms__contains=list(way))
    return found


def teams_of_area(scope: Scope) -> QuerySet[Team]:
    """Open teams within an office's scope."""
    return _open().filter(scope.areas("area")).order_by("name", "id")


def teams_of_body(body_id: int) -> QuerySet[Team]:
    return _open().filter(body_id=body_id).order_by("name", "id")


def teams_by_id(ids: list[int]) -> QuerySet[Team]:
    return _open().filter(pk__in=ids).order_by("name", "id")


def parents_in_body(body_id: int) -> dict[int, int | None]:
    """Every team of the body with its parent, to see circles before they are made."""
    return dict(Team.objects.filter(body_id=body_id).values_list("pk", "parent_id"))


def open_parents(body_id: int) -> dict[int, int | None]:
    """Every open team of the body, by name, with its parent."""
    return dict(teams_of_body(body_id).values_list("pk", "parent_id"))


def level_of(team: Team) -> int:
    """Which level of its body's tree the team is; 0 where it hangs in none (rules.level)."""
    parents = open_parents(team.body_id)
    return rules.level(rules.depth(team.parent_id, parents), rules.height(team.pk, parents))


def tree_of(body_id: int) -> list[tuple[Any, int, int]]:
    """The open teams of a body from the top down, each with `size`, its depth and its level."""
    parents = open_parents(body_id)
    rows = {team.pk: team for team in with_sizes(teams_of_body(body_id))}
    return [(rows[pk], deep, rules.level(deep, rules.height(pk, parents))) for pk, deep in rules.in_order(parents)]


def serves_outside(team_id: int, area_id: int) -> Body | None:
    """The body of the team, where it is a group inside a community or unit and the area lies outside of it (R020)."""
    body = Body.objects.select_related("area").get(teams__pk=team_id)
    if body.kind != BodyKind.INTERNAL_GROUP or places.lies_within(area_id, body.area):
        return None
    return body


def teams_named(name: str) -> QuerySet[Team]:
    """Open teams of exactly this name, with their bodies and areas."""
    return _open().filter(name=name).order_by("id")
