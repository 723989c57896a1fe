"""Claims: "already registered" on the way to an answer."""

from django.db.models import QuerySet

from baiying.accounts.access import Scope
from baiying.people.models import Claim


def waiting_claims(scope: Scope) -> QuerySet[Claim]:
    """Undecided claims in the scope, the oldest first."""
    rows = Claim.objects.filter(scope.areas("area"), decided_at__isnull=True)
    return rows.select_related("person", "area").order_by("filed_at", "id")


def claims_of(person_id: int) -> QuerySet[Claim]:
    return Claim.objects.filter(person_id=person_id).order_by("-id")
