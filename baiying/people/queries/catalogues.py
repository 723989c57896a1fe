"""Skills, service categories, and the dated rules of registration."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet

from baiying.people.models import ServiceCategory, Skill
from baiying.people.rules import RegistrationRules
from baiying.places import queries as places


def skills() -> QuerySet[Skill]:
    return Skill.objects.order_by("position", "id")


def categories() -> QuerySet[ServiceCategory]:
    return ServiceCategory.objects.order_by("position", "id")


def skill_names(codes: Iterable[str]) -> list[str]:
    """Names in the catalogue's order."""
    return list(skills().filter(code__in=list(codes)).values_list("name", flat=True))


def category_names(codes: Iterable[str]) -> list[str]:
    return list(categories().filter(code__in=list(codes)).values_list("name", flat=True))


def registration_rules(area_path: Sequence[int], on: date) -> RegistrationRules:
    """The ages and limits that hold in an area on a day."""
    return places.rule_set(RegistrationRules, area_path=area_path, on=on).rules
