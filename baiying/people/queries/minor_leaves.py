"""Leaves to look at a minor's numbers: what waits for a manager, what is open to whom."""

from datetime import datetime

from django.db.models import QuerySet

from baiying.accounts.access import Scope
from baiying.kit import clock
from baiying.kit.db import leave
from baiying.kit.values import leaves
from baiying.people.leave_models import MinorLeave as MinorLeave
from baiying.people.models import Person
from baiying.people.queries.guardians import is_under_age
from baiying.people.queries.persons import of_within
from baiying.people.rules.minor_access import MinorAccessRules
from baiying.places import queries as places

_SHOWN = 20


def minor_access_rules(person: Person, at: datetime) -> MinorAccessRules:
    """The rules where a minor lives, on the day of an instant."""
    return places.rule_set(MinorAccessRules, area_path=person.residence.path, on=clock.local_date(at)).rules


def minor_leaves(scope: Scope) -> QuerySet[MinorLeave]:
    """Of persons of a scope, the newest first."""
    return MinorLeave.objects.select_related("person__residence").filter(of_within(scope)).order_by("-id")


def waiting_minor_leaves(scope: Scope) -> QuerySet[MinorLeave]:
    """Those that nobody has answered yet, the oldest first."""
    return minor_leaves(scope).filter(leave.waits()).order_by("asked_at", "id")


def recent_minor_leaves(scope: Scope) -> list[MinorLeave]:
    """The last that were answered or taken back."""
    return list(minor_leaves(scope).exclude(leave.waits())[:_SHOWN])


def minor_leave_state(row: MinorLeave, at: datetime) -> str:
    """Asked, open, refused or shut (kit.values.leaves); of who has come of age it is shut."""
    return leaves.state(
        decided_at=row.decided_at, until=row.until, ended_at=row.ended_at, at=at, holds=is_under_age(row.person, at)
    )


def own_minor_leave(person_id: int, account_id: int | None, at: datetime) -> MinorLeave | None:
    """The newest leave that an account asked for about a person, where it still waits or is open."""
    if account_id is None:
        return None
    rows = MinorLeave.objects.select_related("person__residence").filter(person_id=person_id, asked_by_id=account_id)
    newest = rows.order_by("-id").first()
    alive = newest is not None and minor_leave_state(newest, at) in {leaves.ASKED, leaves.OPEN}
    return newest if alive else None


def is_open_leave(row: MinorLeave | None, at: datetime) -> bool:
    return row is not None and minor_leave_state(row, at) == leaves.OPEN
