"""Assessments that were filed, and whether a use may begin."""

from collections.abc import Sequence

from django.db.models import QuerySet

from baiying.accounts.access import Scope
from baiying.kit import rooms
from baiying.kit.rule_kinds import NewUse, SwitchedUse
from baiying.places import queries as places
from baiying.privacy.assessment_models import Assessment as Assessment


def assessments_within(scope: Scope) -> QuerySet[Assessment]:
    """Of an area and below it, the newest first."""
    return Assessment.objects.select_related("area").filter(scope.areas("area")).order_by("-id")


def assessment_of_source(source: str) -> Assessment | None:
    return Assessment.objects.filter(source=source).first()


def assessed(use: str, area_path: Sequence[int]) -> QuerySet[Assessment]:
    """What was filed for a use in an area or above it: the shared answer to whether that use may be switched on."""
    return Assessment.objects.filter(use=use, area__in=list(area_path)).order_by("-id")


def uses_by_rules() -> dict[str, NewUse]:
    """The uses that begin with a version of rules, by code."""
    return {use.code: use for kind in places.kinds().values() for use in kind.begins}


def uses_by_settings() -> dict[str, SwitchedUse]:
    """The uses that begin with a setting of the installation, by code."""
    return {use.code: use for room in rooms.brought().values() for use in room.switched}


def known_use(code: str) -> NewUse | SwitchedUse | None:
    """A use that begins by rules or by a setting."""
    return uses_by_rules().get(code) or uses_by_settings().get(code)


def not_assessed() -> list[SwitchedUse]:
    """What is switched on in the whole installation and was never assessed."""
    return [use for use in uses_by_settings().values() if rooms.called(use.on)() and not rooms.is_assessed(use.code)]


def assessed_beginning(code: str, area_path: Sequence[int]) -> list[str]:
    """What was filed for one of those in an area or above it, the newest first, by public id.

    For everywhere it is what the cities filed, once each of them has.
    """
    path = list(area_path) or [city.pk for city in places.cities()]
    rows = Assessment.objects.filter(begins=code, area__in=path).order_by("-id").values_list("public_id", "area_id")
    if not area_path and {area_id for _pid, area_id in rows} != set(path):
        return []
    return [pid for pid, _area_id in rows]
