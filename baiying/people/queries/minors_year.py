"""A year of the information on minors, in counts: who looked and by whose leave, what guardians said (R010)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from baiying.accounts.access import Scope
from baiying.kit import audit
from baiying.people.leave_models import MinorLeave
from baiying.people.models import ClosedWhy, Guardianship, Registration
from baiying.people.queries.persons import of_within
from baiying.places import queries as places


@dataclass(frozen=True, slots=True)
class MinorsYear:
    """Counts between two instants. `registered`: minors who need a guardian at the end; `records`: openings of a
    minor's record; `looks`: whole numbers opened, of which `by_leave` with the approval of a second person."""

    registered: int
    records: int
    looks: int
    by_leave: int
    asked: int
    given: int
    refused: int
    agreed: int
    said_no: int
    withdrew: int
    ended: int
    paused: int

    @property
    def without_leave(self) -> int:
        return self.looks - self.by_leave


def minors_year(scope: Scope, since: datetime, until: datetime) -> MinorsYear:
    """Of the minors of a scope, from an instant to another."""
    of_ward = Q() if scope.area_id is None else Q(ward__residence__path__contains=[scope.area_id])
    wards = Guardianship.objects.filter(of_ward)
    leaves = MinorLeave.objects.filter(of_within(scope))
    # Openings of records at rest stand under a right of two as well.
    looks = _events(scope, ("NumberRevealed", "StoredSeen"), since, until).filter(detail__minor=True)
    registered = Registration.objects.filter(
        of_within(scope), needs_guardian=True, registered_at__lt=until, person__merged_into__isnull=True
    )

    def within(column: str) -> dict[str, datetime]:
        return {f"{column}__gte": since, f"{column}__lt": until}

    return MinorsYear(
        registered=registered.filter(Q(ended_at__isnull=True) | Q(ended_at__gte=until)).count(),
        records=_events(scope, ("MinorSeen",), since, until).count(),
        looks=looks.count(),
        by_leave=looks.filter(Q(detail__has_key="leave") | Q(detail__has_key="opening")).count(),
        asked=leaves.filter(**within("asked_at")).count(),
        given=leaves.filter(until__isnull=False, **within("decided_at")).count(),
        refused=leaves.filter(until__isnull=True, **within("decided_at")).count(),
        agreed=wards.filter(**within("agreed_at")).count(),
        said_no=wards.filter(closed_why=ClosedWhy.NO, **within("declined_at")).count(),
        withdrew=wards.filter(ended_at__isnull=True, **within("withdrawn_at")).count(),
        ended=wards.filter(agreed_at__isnull=False, **within("ended_at")).count(),
        paused=_events(scope, ("WardPaused", "GuardianAskedAnew"), since, until).count(),
    )


def _events(scope: Scope, actions: tuple[str, ...], since: datetime, until: datetime) -> Any:
    rows = audit.newest().filter(action__in=actions, at__gte=since, at__lt=until)
    return rows if scope.area_id is None else rows.filter(area_id__in=places.division_ids_within(scope.area_id))
