"""Who was a guardian and is none any more, by a paper that an office has seen."""

from django.db.models import Q, QuerySet

from baiying.accounts import queries as account_rows
from baiying.kit.values import names
from baiying.people.models import Guardianship
from baiying.people.queries.guardians import guardian_phone, is_still_guardians_phone


def is_ended(ward_id: int, phone: str, name: str) -> bool:
    """Whether somebody is written down as no guardian of the ward any more: by the number that was asked then, by any
    by which that one comes in today, or by the name: another number makes nobody a guardian again."""
    ended = Guardianship.objects.filter(ward_id=ward_id, ended_at__isnull=False, end_lifted_at__isnull=True)
    if not ended.exists():
        # Almost everybody ends here.
        return False
    accounts = [one.pk for one in account_rows.accounts_of_phone(phone)]
    known = ended.filter(Q(phone_hash=account_rows.phone_hash(phone)) | Q(guardian_account_id__in=accounts))
    return known.exists() or any(names.same(one, name) for one in ended.values_list("guardian_name", flat=True))


def has_ended(row: Guardianship, account_id: int) -> bool:
    """Whether who would answer a request by an account is no guardian of the ward any more: by this account, or by the
    name of the request, at whatever number."""
    ended = Guardianship.objects.filter(ward_id=row.ward_id, ended_at__isnull=False, end_lifted_at__isnull=True)
    return any(
        one.guardian_account_id == account_id or names.same(one.guardian_name, row.guardian_name)
        for one in ended.only("guardian_account_id", "guardian_name")
    )


def answers_by_another_name(row: Guardianship, account_id: int) -> bool:
    """Whether an account has answered for the ward as somebody of another name than the one who is asked."""
    said = Guardianship.objects.filter(ward_id=row.ward_id, guardian_account_id=account_id).exclude(pk=row.pk)
    return any(not names.same(one, row.guardian_name) for one in said.values_list("guardian_name", flat=True))


def rows_of_same_guardian(row: Guardianship) -> QuerySet[Guardianship]:
    """All that one guardian was asked and answered about a ward, the oldest first: by the same account, or by the same
    name and number where nobody had an account yet, also by the number of today. Father and mother who share a phone
    are two."""
    rows = Guardianship.objects.filter(ward_id=row.ward_id)
    account = account_rows.account(row.guardian_account_id) if row.guardian_account_id is not None else None
    today = account_rows.phone_of(account) if account is not None else None
    hashes = [row.phone_hash, *([account_rows.phone_hash(today)] if today else [])]
    nameless = rows.filter(guardian_account__isnull=True, phone_hash__in=hashes)
    named = [one.pk for one in nameless if names.same(one.guardian_name, row.guardian_name)]
    own = Q(pk=row.pk) | Q(pk__in=named)
    if row.guardian_account_id is not None:
        own |= Q(guardian_account_id=row.guardian_account_id)
    return rows.filter(own).order_by("id")


def phone_to_tell(row: Guardianship) -> str | None:
    """By which number somebody is told who is no guardian any more: the one by which the account comes in today, else
    the one that was asked. None where that is somebody else's by now."""
    if row.guardian_account_id is not None:
        account = account_rows.account(row.guardian_account_id)
        return account_rows.phone_of(account) if account is not None else None
    return guardian_phone(row) if row.phone_lost_at is None and is_still_guardians_phone(row) else None
