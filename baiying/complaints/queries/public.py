"""What came of complaints, for everybody: by quarters long over, in steps, never one by one (R141)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from baiying.complaints import rules
from baiying.complaints.models import Complaint, ComplaintKind, Outcome
from baiying.kit import clock
from baiying.kit.values import numbers
from baiying.places import queries as places

# So many quarters are offered.
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One line: of what, and its numbers in steps. A number of nothing is fewer than the step."""

    name: str
    received: int
    in_time: int
    late: int
    open: int
    withdrawn: int
    step: int


def by_kind(quarter: rules.Quarter, given: rules.ComplaintRules) -> list[Line]:
    """The lines of a quarter by kind, all together first."""
    counted = _by("kind", quarter, given)
    lines = [(str(ComplaintKind(kind).label), counted[kind]) for kind in ComplaintKind.values if kind in counted]
    return [_line("", _summed(counted.values()), given), *(_line(name, one, given) for name, one in lines)]


def by_area(quarter: rules.Quarter, given: rules.ComplaintRules) -> list[Line]:
    """The lines of a quarter by county, in the order of their codes; those with fewer than a step are not named."""
    found = _by("counted_area", quarter, given)
    areas = sorted(places.divisions().filter(pk__in=found), key=lambda one: one.code)
    lines = [_line(one.name, found[one.pk], given) for one in areas]
    return [one for one in lines if one.received]


def _by(column: str, quarter: rules.Quarter, given: rules.ComplaintRules) -> dict[Any, dict[str, int]]:
    rows: list[dict[str, Any]] = list(_counted(quarter, given).values(column).annotate(**_counts()))
    return {row.pop(column): row for row in rows}


def _counted(quarter: rules.Quarter, given: rules.ComplaintRules) -> QuerySet[Complaint]:
    start, end = (clock.midnight(day) for day in (quarter.first, quarter.after))
    counted_at = clock.midnight(rules.public_on(quarter, given))
    rows = Complaint.objects.filter(filed_at__gte=start, filed_at__lt=end)
    return rows.annotate(
        counted_area=Coalesce("first_area_id", "area_id"),
        ended_on=TruncDate("ended_at", tzinfo=clock.CHINA),
        was_ended=Q(ended_at__isnull=False, ended_at__lt=counted_at),
    ).order_by()


def _counts() -> dict[str, Count]:
    withdrawn = Q(was_ended=True, outcome=Outcome.WITHDRAWN)
    answered = Q(was_ended=True) & ~Q(outcome=Outcome.WITHDRAWN)
    return {
        "received": Count("pk"),
        "in_time": Count("pk", filter=answered & Q(ended_on__lte=F("due_on"))),
        "late": Count("pk", filter=answered & Q(ended_on__gt=F("due_on"))),
        "open": Count("pk", filter=Q(was_ended=False)),
        "withdrawn": Count("pk", filter=withdrawn),
    }


def _summed(rows: Iterable[dict[str, int]]) -> dict[str, int]:
    total = dict.fromkeys(_counts(), 0)
    for row in rows:
        total = {name: total[name] + row[name] for name in total}
    return total


def _line(name: str, row: dict[str, int], given: rules.ComplaintRules) -> Line:
    step = given.public_step
    return Line(name=name, step=step, **{key: numbers.in_steps(row[key], step) for key in _counts()})


def quarters(today: date, given: rules.ComplaintRules) -> Sequence[rules.Quarter]:
    """Those whose numbers are public, the newest first."""
    last = rules.last_public(today, given)
    return [last.before(n) for n in range(SHOWN)]
