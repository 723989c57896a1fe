"""Assessments that were filed, and whether a use may begin."""

from collections.abc import Sequence

from django.db.models import QuerySet

from baiying.accounts.access import Scope
from baiying.privacy.assessment_models import Assessment as Assessment


def assessments_within(scope: Scope) -> QuerySet[Assessment]:
    """Of an area and below it, the newest first."""
    return Assessment.objects.select_related("area").filter(scope.areas("area")).order_by("-id")


def assessment_of_source(source: str) -> Assessment | None:
    return Assessment.objects.filter(source=source).first()


def assessed(use: str, area_path: Sequence[int]) -> QuerySet[Assessment]:
    """What was filed for a use in an area or above it: the shared answer to whether that use may be switched on."""
    return Assessment.objects.filter(use=use, area__in=list(area_path)).order_by("-id")
