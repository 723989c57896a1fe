"""Records at rest: stored and nothing else, from the withdrawal of the consent, or from the wish to close, on."""

from collections.abc import Iterable

from django.db.models import QuerySet

from baiying.accounts import queries as accounts
from baiying.kit.once import asked_once
from baiying.kit.values import identifiers
from baiying.people import rules
from baiying.people.models import Consent, Person


def at_rest_by_pid(person_pids: Iterable[str]) -> frozenset[str]:
    """Which of some persons, by their public ids, are stored and nothing else."""
    rows = Person.objects.filter(public_id__in=list(person_pids), rests_since__isnull=False)
    return frozenset(rows.values_list("public_id", flat=True))


@asked_once
def name_of_account(account_id: int) -> str:
    """What an account is called by others; the surname alone where the record of its own person is at rest."""
    name = accounts.name_of(account_id)
    at_rest = Person.objects.filter(account_id=account_id, rests_since__isnull=False).exists()
    return identifiers.mask_name(name) if at_rest else name


def withdrawn_consents() -> QuerySet[Consent]:
    """The consents to be recorded that were withdrawn, of records that are still there, with whose they are."""
    rows = Consent.objects.select_related("person__residence").filter(purpose=rules.SERVICE, withdrawn_at__isnull=False)
    return rows.filter(person__closed_at__isnull=True).order_by("id")
