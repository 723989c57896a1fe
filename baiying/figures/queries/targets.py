"""Targets: the latest row of each counts, all rows tell the story."""

from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from baiying.figures.models import Target


class Key(NamedTuple):
    """What a target is for: an area, a definition, a tier ("" where it has none), a threshold."""

    area_id: int
    definition: str
    tier: str
    threshold_hours: int | None


def targets_of(area_ids: Collection[int], year: int) -> dict[Key, Decimal]:
    """The targets in force for areas in a year; what was taken back or never set is absent."""
    rows = Target.objects.filter(area_id__in=list(area_ids), year=year).order_by("pk")
    latest = {Key(r.area_id, r.definition, r.tier, r.threshold_hours): r.value for r in rows}
    return {key: value for key, value in latest.items() if value is not None}


def history_of(area_id: int, year: int) -> QuerySet[Target]:
    """Every target ever set for an area and a year, latest first."""
    return Target.objects.filter(area_id=area_id, year=year).order_by("-pk")


def targets_within(area_id: int | None) -> QuerySet[Target]:
    """Every target ever set for an area and those below; None means everywhere."""
    rows = Target.objects.select_related("area")
    return rows if area_id is None else rows.filter(area__path__contains=[area_id])


def standing_targets(rows: QuerySet[Target]) -> QuerySet[Target]:
    """Of these, what holds: the latest of its area, year and measure, where that was not taken back."""
    same = {name: OuterRef(name) for name in ("area_id", "year", "definition", "tier")}
    # Where a measure has no threshold, none is the same as none.
    later = Target.objects.alias(hours=Coalesce("threshold_hours", 0)).filter(
        **same, hours=Coalesce(OuterRef("threshold_hours"), 0), pk__gt=OuterRef("pk")
    )
    return rows.filter(~Exists(later), value__isnull=False)


def target_years(area_id: int | None) -> list[int]:
    """The years for which somebody set a target, the latest first."""
    return list(targets_within(area_id).order_by("-year").values_list("year", flat=True).distinct())


def target_measures(area_id: int | None) -> set[str]:
    """The definitions for which somebody set a target."""
    return set(targets_within(area_id).order_by("definition").values_list("definition", flat=True).distinct())
