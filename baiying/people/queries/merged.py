"""Two records of one human that became one: which goes on, and under which ids its frozen rows stand."""

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from baiying.people.models import Person


def comes_in() -> QuerySet[Person]:
    """Records by which somebody comes in: the open ones, and those that lead to another of the same human."""
    return Person.objects.filter(Q(closed_at__isnull=True) | Q(merged_into__isnull=False))


def leading(rows: QuerySet[Person], row: Person | None) -> Person | None:
    """The record that goes on, for one that was merged into it."""
    if row is None or row.merged_into_id is None:
        return row
    return rows.filter(pk=row.merged_into_id, closed_at__isnull=True).first()


def person_id_of_account(account_id: int) -> int | None:
    """The own person of an account, as its session keeps it; where two records became one, the one that goes on."""
    found = comes_in().filter(account_id=account_id)
    return found.values_list(Coalesce("merged_into_id", "id"), flat=True).first()


def comes_in_as(account_id: int | None, person: Person) -> bool:
    """Whether a person is the account's own: also by the second log-in of a human whose two records became one.

    Every place that tells oneself from a ward asks here; nothing is read for who comes in by the first log-in.
    """
    if account_id is None:
        return False
    return person.account_id == account_id or person_id_of_account(account_id) == person.pk


def records_of(person_id: int) -> list[int]:
    """The ids under which a human's frozen rows stand: the record, and those merged into it."""
    return [person_id, *Person.objects.filter(merged_into_id=person_id).values_list("pk", flat=True)]


def log_ins_of(person_id: int) -> list[int]:
    """All accounts by which a human comes in: the record's own, and those of records merged into it."""
    rows = Person.objects.filter(pk__in=records_of(person_id), account_id__isnull=False).order_by("pk")
    return [pk for pk in rows.values_list("account_id", flat=True) if pk is not None]


def record_now(person_id: int) -> int:
    """The record that goes on for one that was merged; itself where it was not."""
    row = Person.objects.filter(pk=person_id).values_list("merged_into_id", flat=True).first()
    return row or person_id


def all_accounts_of_same(account_ids: Collection[int]) -> set[int]:
    """All accounts by which the humans of some accounts come in, these included."""
    own = Person.objects.filter(account_id__in=account_ids).values_list("pk", "merged_into_id")
    goes_on = {into or pk for pk, into in own}
    rows = Person.objects.filter(Q(pk__in=goes_on) | Q(merged_into_id__in=goes_on), account_id__isnull=False)
    return {*account_ids, *(pk for pk in rows.values_list("account_id", flat=True) if pk is not None)}


def accounts_of_same(account_id: int) -> list[int]:
    """The other accounts by which the human of an account comes in, where two records became one."""
    own = person_id_of_account(account_id)
    if own is None:
        return []
    rows = Person.objects.filter(Q(pk=own) | Q(merged_into_id=own), account_id__isnull=False)
    return [pk for pk in rows.exclude(account_id=account_id).values_list("account_id", flat=True) if pk is not None]
