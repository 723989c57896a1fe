"""Targets: the latest row of each counts, all rows tell the story."""

from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

from django.db.models import QuerySet

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
