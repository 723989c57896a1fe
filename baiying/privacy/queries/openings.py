"""Records at rest that two persons open: what waits for the second, what is open to whom."""

from datetime import datetime

from django.db.models import QuerySet

from baiying.accounts.access import Scope
from baiying.people import queries as people
from baiying.privacy import rules
from baiying.privacy.opening_models import Opening as Opening

_SHOWN = 20


def openings(scope: Scope) -> QuerySet[Opening]:
    """Of persons of a scope, the newest first."""
    rows = Opening.objects.select_related("person__residence").filter(people.of_within(scope))
    return rows.order_by("-id")


def waiting_openings(scope: Scope) -> QuerySet[Opening]:
    """Those that nobody has answered yet, the oldest first."""
    return openings(scope).filter(decided_at__isnull=True, ended_at__isnull=True).order_by("asked_at", "id")


def recent_openings(scope: Scope) -> list[Opening]:
    """The last that were answered or taken back."""
    return list(openings(scope).exclude(decided_at__isnull=True, ended_at__isnull=True)[:_SHOWN])


def opening_state(row: Opening, at: datetime) -> str:
    return rules.opening_state(
        decided_at=row.decided_at,
        until=row.until,
        ended_at=row.ended_at,
        rests=row.person.rests_since is not None,
        at=at,
    )


def own_opening(person_id: int, account_id: int, at: datetime) -> Opening | None:
    """The newest wish of an account about a person that still waits or is open."""
    rows = Opening.objects.select_related("person__residence").filter(person_id=person_id, asked_by_id=account_id)
    newest = rows.order_by("-id").first()
    alive = newest is not None and opening_state(newest, at) in {rules.ASKED, rules.OPEN}
    return newest if alive else None
