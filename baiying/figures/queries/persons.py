"""The rows behind a figure: one cell per counted person."""

from django.db.models import Q, QuerySet
from django.db.models.expressions import RawSQL

from baiying.figures.models import PersonYear
from baiying.figures.rules import Tier
from baiying.people import queries as people

PERSON_FILTERS = ("all", "any", "hours", "none")


def persons_in(
    area_id: int, year: int, *, which: str = "all", tier: Tier = Tier.ALL, threshold_hours: int = 20
) -> QuerySet[PersonYear]:
    """The counted persons of an area in a year, most hours first; who is parked by now stands in no list (U40).

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
        PersonYear.objects.filter(counted=True, year=year, area_id__in=within(area_id, year))
        .filter(narrow)
        .exclude(person_id__in=people.parked_ids())
        .order_by(f"-{column}", "person_id")
    )


def within(area_id: int, year: int) -> RawSQL:
    """Ids of the area and what lies below it in the year's own tree, for use as a subquery."""
    return RawSQL(_WITHIN, [area_id, year])


# The area and what lies below it in the year's own tree.
_WITHIN = """
  WITH RECURSIVE below(area_id) AS (
    SELECT %s::bigint UNION
    SELECT a.area_id FROM figures_areayear a JOIN below b ON a.parent_id = b.area_id WHERE a.year = %s)
  SELECT area_id FROM below
"""


def person_year(person_id: int, year: int) -> PersonYear | None:
    return PersonYear.objects.filter(person_id=person_id, year=year).first()
