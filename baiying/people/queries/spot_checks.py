"""Spot checks of registrations at a desk: which wait for whom, and what came of them by clerk (O4)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from baiying.accounts import access as accounts
from baiying.accounts.access import Scope
from baiying.kit.values.actor import Actor
from baiying.people.models import Doubt, Person, SpotCheck
from baiying.people.queries import at_desk
from baiying.people.queries.persons import of_within


def spot_checks(scope: Scope) -> QuerySet[SpotCheck]:
    """All of persons of a scope, whatever came of them; also of those who have left since."""
    rows = SpotCheck.objects.select_related("person", "person__residence")
    return rows.filter(of_within(scope))


def waiting_spot_checks(scope: Scope, actor: Actor, *, due_before: date | None = None) -> QuerySet[SpotCheck]:
    """Which nobody has looked into and the actor may: not what any account of the own phone registered.

    The first due first; `due_before`: only those that should have been done before that day.
    """
    rows = spot_checks(scope).filter(outcome="").order_by("due_on", "id")
    if actor.account_id is not None:
        rows = rows.exclude(registered_by_id__in=accounts.own_hands(actor))
    return rows if due_before is None else rows.filter(due_on__lt=due_before)


@dataclass(frozen=True, slots=True)
class SpotFigures:
    """Of one clerk's registrations of a time: how many were drawn, and how many of these were found how."""

    drawn: int = 0
    true: int = 0
    false: int = 0
    unreached: int = 0
    # Of those found untrue: what two came to.
    confirmed: int = 0
    set_right: int = 0

    @property
    def looked(self) -> int:
        """Somebody was asked: a person not reached says nothing yet."""
        return self.true + self.false

    @property
    def waiting(self) -> int:
        return self.drawn - self.looked - self.unreached

    @property
    def rate(self) -> float | None:
        """The share found untrue among those that were looked into; None before the first."""
        return self.false / self.looked if self.looked else None


def spot_figures(scope: Scope, account_ids: Sequence[int], first: date, last: date) -> dict[int, SpotFigures]:
    """By clerk, of the registrations between two days, both included."""
    made = at_desk.made_at_desk(scope, first, last).filter(created_by_id__in=account_ids)
    found: dict[int, Counter[str]] = {}
    rows = SpotCheck.objects.filter(person__in=made).values_list("registered_by_id", "outcome")
    for account_id, outcome, count in rows.annotate(Count("pk")).order_by("registered_by_id"):
        found.setdefault(account_id, Counter())[outcome] = count
    came = _decided(made)
    return {
        pk: SpotFigures(
            by.total(), by["true"], by["false"], by["unreached"], came[pk, "untrue"], came[pk, "right"]
        )
        for pk, by in found.items()
    }  # fmt: skip


def _decided(made: QuerySet[Person]) -> Counter[tuple[int, str]]:
    """How many registrations of each clerk two found untrue, or right after all: by the last decision of each."""
    last = Doubt.objects.filter(person__in=made, decided_at__isnull=False).order_by("check_row_id", "-id")
    rows = last.distinct("check_row_id").values_list("check_row__registered_by_id", "found")
    return Counter((clerk, found) for clerk, found in rows)
