"""Dated, scoped configuration: which version of a kind of rules holds for an area on a day."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db.models import Q, QuerySet

from baiying.kit import clock, rooms
from baiying.kit.rooms import RuleKind
from baiying.kit.values import floors
from baiying.places.models import RuleSet

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Chosen(Generic[R]):
    """The rules that hold, and the version they came from (None: the defaults of the code)."""

    rules: R
    rule_set_id: int | None
    source: str


def rule_set(kind: type[R], *, area_path: Sequence[int], on: date) -> Chosen[R]:
    """The rules of a kind for an area on a day: the nearest area wins, then the latest in force.

    Only versions that a second person confirmed and nobody withdrew; sql/rule_values.sql says the same. Never looser
    than what the law of the day fixes, wherever a value came from.

    `kind` is a frozen dataclass with defaults and a class attribute KIND (its name in the table) and SOURCE;
    values in the table override single fields. Unknown fields are refused when a version is entered, not here.
    """
    name: str = kind.KIND  # type: ignore[attr-defined]
    rows = _in_force(name, on).filter(Q(area__isnull=True) | Q(area__in=list(area_path)))
    return _nearest(kind, rows, area_path, on)


def rule_reader(kind: type[R], *, supposing: RuleSet | None = None) -> Callable[[Sequence[int], date], Chosen[R]]:
    """What `rule_set` says, for lists over many areas and days: all versions are read now, in one statement.

    `supposing`: as if this version, which nobody has confirmed, were in force from its `in_force_from`.
    """
    name: str = kind.KIND  # type: ignore[attr-defined]
    rows = list(RuleSet.objects.filter(kind=name, in_force_from__isnull=False, withdrawn_at__isnull=True))
    if supposing is not None:
        rows.append(supposing)

    def choose(area_path: Sequence[int], on: date) -> Chosen[R]:
        here = (row for row in rows if row.area_id is None or row.area_id in area_path)
        return _nearest(kind, [row for row in here if _holds(row, on)], area_path, on)

    return choose


def _holds(row: RuleSet, on: date) -> bool:
    assert row.in_force_from is not None
    return row.in_force_from <= on and (row.valid_to is None or row.valid_to > on)


def _nearest(kind: type[R], rows: Iterable[RuleSet], area_path: Sequence[int], on: date) -> Chosen[R]:
    """Of the versions that hold on a day for an area or above it."""
    depth: dict[int | None, int] = {None: -1} | {a: i for i, a in enumerate(area_path)}
    best = max(rows, key=lambda r: (depth[r.area_id], r.in_force_from, r.pk or math.inf), default=None)
    if best is None:
        return Chosen(kind(), None, getattr(kind, "SOURCE", ""))
    return Chosen(made_of(kind, best.values, on), best.pk, best.source)


def made_of(kind: type[R], values: dict[str, Any], on: date) -> R:
    """The rules that a version's values make on a day, never looser than what the law of that day fixes."""
    return floors.kept(kind(**_known(kind, values)), on)


def every_rule_set(kind: type[R], *, on: date) -> list[R]:
    """The defaults, and every version in force somewhere on a day: for what must be the same whoever looks."""
    name: str = kind.KIND  # type: ignore[attr-defined]
    return [kind(), *(made_of(kind, row.values, on) for row in _in_force(name, on))]


def _in_force(name: str, on: date) -> QuerySet[RuleSet]:
    rows = RuleSet.objects.filter(kind=name, in_force_from__lte=on, withdrawn_at__isnull=True)
    return rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def _known(kind: type[Any], values: dict[str, Any]) -> dict[str, Any]:
    names = {f.name for f in fields(kind)}
    return {k: tuple(v) if isinstance(v, list) else v for k, v in values.items() if k in names}


def kinds() -> dict[str, RuleKind]:
    """What the rooms bring for the rules page, by name; what decides most stands in the upper rooms and comes first."""
    return {kind.rules.KIND: kind for room in reversed(list(rooms.brought().values())) for kind in room.rule_kinds}


def rule_sets(kind: str | None = None) -> QuerySet[RuleSet]:
    """All versions, latest start first."""
    rows = RuleSet.objects.select_related("area").order_by("kind", "-valid_from", "-id")
    return rows if kind is None else rows.filter(kind=kind)


def has_begun(row: RuleSet, at: datetime) -> bool:
    """Whether a version decides, or has decided, about any day."""
    return row.in_force_from is not None and row.in_force_from <= clock.local_date(at)


def waiting_rule_sets() -> QuerySet[RuleSet]:
    """Versions that still need a second person, the oldest first."""
    rows = RuleSet.objects.filter(confirmed_at__isnull=True, withdrawn_at__isnull=True)
    return rows.select_related("area").order_by("proposed_at", "id")


def rule_set_row(pid: str) -> RuleSet | None:
    return RuleSet.objects.filter(public_id=pid).select_related("area").first()


def confirmed_from(kind: str, area_id: int | None, first: date) -> RuleSet | None:
    """The confirmed version of a kind that holds from exactly that day on for exactly that area, unless withdrawn."""
    return _standing(kind, area_id).filter(in_force_from=first).order_by("-id").first()


def starting(kind: str, area_id: int | None, first: date, *, today: date) -> RuleSet | None:
    """The version, confirmed or waiting, that holds or would hold from exactly that day on for exactly that area.

    What waited past its day would hold from today on, unless its last day has passed too.
    """
    waiting = Q(valid_from=first)
    if first == today:
        waiting = Q(valid_from__lte=today) & (Q(valid_to__isnull=True) | Q(valid_to__gt=today))
    found = Q(in_force_from=first) | (Q(in_force_from__isnull=True) & waiting)
    return _standing(kind, area_id).filter(found).order_by("-id").first()


def replaced(rows: Iterable[RuleSet], on: date) -> set[int]:
    """The ids of those versions that hold by their days but no longer decide: a later one of their area does."""
    deciding: dict[tuple[str, int | None], RuleSet] = {}
    beaten: set[int] = set()
    running = [row for row in rows if row.withdrawn_at is None and row.in_force_from is not None and _holds(row, on)]
    for row in sorted(running, key=lambda r: (r.in_force_from, r.pk)):
        before = deciding.get((row.kind, row.area_id))
        if before is not None:
            beaten.add(before.pk)
        deciding[row.kind, row.area_id] = row
    return beaten


@dataclass(frozen=True, slots=True)
class Ending:
    """Until before which day a version decides (None: no end), and the version that takes over then, if one does.

    `again`: the day from which it decides once more, because what took over has an end of its own.
    """

    on: date | None
    by: RuleSet | None = None
    again: date | None = None


def ending(row: RuleSet, rows: Iterable[RuleSet]) -> Ending:
    """Until when a confirmed version decides where it was entered for, among all versions of its kind there."""
    if row.in_force_from is None or row.withdrawn_at is not None:
        return Ending(row.valid_to)
    mine = (row.in_force_from, row.pk)
    later = sorted(
        (
            one
            for one in rows
            if (one.kind, one.area_id) == (row.kind, row.area_id)
            and one.withdrawn_at is None
            and one.in_force_from is not None
            and (one.in_force_from, one.pk) > mine
        ),
        key=lambda one: (one.in_force_from, one.pk),
    )
    if not later or (row.valid_to is not None and row.valid_to <= (later[0].in_force_from or date.max)):
        return Ending(row.valid_to)
    first = later[0]
    back = first.valid_to
    if back is None or (row.valid_to is not None and row.valid_to <= back) or any(_holds(one, back) for one in later):
        back = None
    return Ending(first.in_force_from, first, back)


def _standing(kind: str, area_id: int | None) -> QuerySet[RuleSet]:
    return RuleSet.objects.filter(kind=kind, area_id=area_id, withdrawn_at__isnull=True).select_related("area")
