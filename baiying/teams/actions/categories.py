"""Kinds of teams, as an area edits them: added, called otherwise, ended, taken up again; each from a day on (R022)."""

from dataclasses import dataclass
from datetime import date, datetime

from baiying.kit import audit, clock
from baiying.kit.db import transaction
from baiying.kit.db.fields import new_public_id
from baiying.kit.values.actor import Actor
from baiying.teams import locked, queries
from baiying.teams.actions import refusals
from baiying.teams.models import CategoryTerm, TeamCategory


@dataclass(frozen=True, slots=True)
class Called:
    """What a kind of team is called from a day on, and which department leads it."""

    name: str
    lead_department: str
    from_on: date


@transaction.atomic
def add_category(*, area_id: int, called: Called, actor: Actor, at: datetime) -> TeamCategory:
    """Add a kind of an area's own. Twice is harmless: a second one of the name is refused.

    Refuses: DayGone, CategoryTaken.
    """
    locked.categories()
    _refuse(None, area_id, called, at)
    made = TeamCategory.objects.create(
        code=f"own-{new_public_id().lower()}", name=called.name, lead_department=called.lead_department,
        is_regular=False, position=100 + TeamCategory.objects.count(), area_id=area_id,
    )  # fmt: skip
    _set(made, area_id, called, actor, at, ended=False)
    return made


@transaction.atomic
def call_category(*, category_id: int, area_id: int, called: Called, actor: Actor, at: datetime) -> None:
    """Call a kind otherwise in an area from a day on, or take up again one that had ended. The same again is nothing.

    Refuses: DayGone, CategoryTaken.
    """
    locked.categories()
    row = TeamCategory.objects.get(pk=category_id)
    _refuse(category_id, area_id, called, at)
    _set(row, area_id, called, actor, at, ended=False)


@transaction.atomic
def end_category(*, category_id: int, area_id: int, from_on: date, actor: Actor, at: datetime) -> None:
    """From a day on an area makes no more teams of a kind; those that are keep it, with their figures.

    Twice is harmless. Refuses: DayGone.
    """
    locked.categories()
    row = TeamCategory.objects.get(pk=category_id)
    if from_on < clock.local_date(at):
        raise refusals.DayGone
    now = queries.kind_of(row, queries.category_path(area_id), from_on)
    _set(row, area_id, Called(now.name, now.lead_department, from_on), actor, at, ended=True)


def _refuse(category_id: int | None, area_id: int, called: Called, at: datetime) -> None:
    if called.from_on < clock.local_date(at):
        raise refusals.DayGone
    kinds = queries.kinds_in(queries.category_path(area_id), called.from_on)
    if any(kind.name == called.name and kind.id != category_id for kind in kinds):
        raise refusals.CategoryTaken


def _set(row: TeamCategory, area_id: int, called: Called, actor: Actor, at: datetime, *, ended: bool) -> None:
    said = {"name": called.name, "lead_department": called.lead_department, "ended": ended}
    terms = CategoryTerm.objects.filter(category=row, area_id=area_id, from_on__lte=called.from_on)
    last = terms.order_by("-from_on", "-id").first()
    if last is not None and {name: getattr(last, name) for name in said} == said:
        return
    CategoryTerm.objects.create(
        category=row, area_id=area_id, from_on=called.from_on, set_at=at, set_by_id=actor.account_id, **said
    )
    detail = said | {"from_on": called.from_on.isoformat()}
    audit.record("CategorySet", actor=actor, at=at, subject=("team_category", row.pk), area_id=area_id, detail=detail)
