"""The rows behind a figure: one cell per counted person."""

from django.db.models import Q, QuerySet

from baiying.figures.models import PersonYear
from baiying.figures.rules import Tier
from baiying.places import queries as places

PERSON_FILTERS = ("all", "any", "hours", "none")


def persons_in(
    area_id: int, year: int, *, which: str = "all", tier: Tier = Tier.ALL, threshold_hours: int = 20
) -> QuerySet[PersonYear]:
    """The counted persons of an area in a year, most hours first.

    `which`: all of them; "any": with any minute; "hours": with at least the threshold; "none": without a minute.
    """
    column = "credit_minutes" if tier is Tier.CREDIT else "all_minutes"
    narrow = {
        "all": Q(),
        "any": Q(**{f"{column}__gt": 0}),
        "hours": Q(**{f"{column}__gte": threshold_hours * 60}),
        "none": Q(**{f"{column}__lte": 0}),
    }[which]
    return (
        PersonYear.objects.filter(counted=True, year=year, area_id__in=places.division_ids_within(area_id))
        .filter(narrow)
        .order_by(f"-{column}", "person_id")
    )


def person_year(person_id: int, year: int) -> PersonYear | None:
    return PersonYear.objects.filter(person_id=person_id, year=year).first()
