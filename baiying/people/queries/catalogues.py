"""Skills, service categories, and the dated rules of registration."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as translate

from baiying.people.models import ServiceCategory, Skill
from baiying.people.rules import DeskRules, HandlerRules, RegistrationRules
from baiying.places import queries as places


def skills() -> QuerySet[Skill]:
    return Skill.objects.order_by("position", "id")


def categories() -> QuerySet[ServiceCategory]:
    return ServiceCategory.objects.order_by("position", "id")


def documented(codes: Iterable[str]) -> list[str]:
    """Of some skills, those that nobody may rely on before somebody has seen a licence: a tick proves none (Order 685,
    art. 16). `people_documented` says the same to statements."""
    wanted = set(codes)
    return list(skills().filter(needs_document=True, code__in=wanted).values_list("code", flat=True)) if wanted else []


def skill_choices() -> list[tuple[str, str]]:
    """Codes and names, in the reader's language where the name is one that we know."""
    return [(code, translate(name)) for code, name in skills().values_list("code", "name")]


def category_choices() -> list[tuple[str, str]]:
    return [(code, translate(name)) for code, name in categories().values_list("code", "name")]


def skill_names(codes: Iterable[str]) -> list[str]:
    """Names in the catalogue's order."""
    wanted = set(codes)
    return [name for code, name in skill_choices() if code in wanted] if wanted else []


def category_names(codes: Iterable[str]) -> list[str]:
    wanted = set(codes)
    return [name for code, name in category_choices() if code in wanted] if wanted else []


def registration_rules(area_path: Sequence[int], on: date) -> RegistrationRules:
    """The ages and limits that hold in an area on a day."""
    return places.rule_set(RegistrationRules, area_path=area_path, on=on).rules


def desk_rules(area_path: Sequence[int], on: date) -> DeskRules:
    """What of registrations at a desk is a signal in an area on a day, and how many are looked into."""
    return places.rule_set(DeskRules, area_path=area_path, on=on).rules


def data_handler(on: date, area_path: Sequence[int] = ()) -> HandlerRules:
    """Who handles personal data in an area on a day: as its county filled it in, else its city.

    Without an area it is the only city of the platform. On one of several cities it is then nobody's in particular:
    what was filled in for everywhere, never the first city for all (O17).
    """
    city = None if area_path else places.only_city()
    return places.rule_set(HandlerRules, area_path=city.path if city else area_path, on=on).rules
