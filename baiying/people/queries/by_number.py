"""Records by the hashes of numbers, for rooms above that know only the numbers."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from baiying.accounts.access import Scope
from baiying.kit.values import identifiers
from baiying.people import identity, rules
from baiying.people.models import Person, Registration
from baiying.people.queries import merged
from baiying.people.queries.persons import within


def number_hash(id_type: str, number: str) -> bytes:
    """By what the holder of a tidy number is found, here and in a room that knows only the number."""
    return identity.id_no_hash(id_type, number)


def phone_hash(phone: str) -> bytes:
    """By what a phone is found, here and in a room that knows only the phone."""
    return identity.phone_hash(phone)


@dataclass(frozen=True, slots=True)
class Known:
    """A record that a number led to: whose it is, and the name as it stands there."""

    person_id: int
    name: str
    account_id: int | None
    number_hash: bytes
    phone_hash: bytes | None


def among_numbers(hashes: Iterable[bytes], *, scope: Scope | None = None) -> dict[bytes, Known]:
    """The open records of some numbers, by their hashes: all of them, or those within a scope.

    What an asker may see must be narrowed to the asker's own: whether a number is registered elsewhere is nobody's to
    find out.
    """
    # A record that is parked is known all the same: what comes of it is the own act, which wakes it.
    rows = Person.objects.filter(id_no_hash__in=list(hashes), closed_at__isnull=True)
    rows = rows.filter(Q(rests_since__isnull=True) | Q(parked_at__isnull=False))
    if scope is not None:
        rows = rows.filter(within(scope))
    return {bytes(row.id_no_hash or b""): _known(row) for row in rows.only(*_COLUMNS)}


def known(person_id: int) -> Known | None:
    """One record, by its id."""
    row = Person.objects.filter(pk=person_id, closed_at__isnull=True).only(*_COLUMNS).first()
    return None if row is None else _known(row)


_COLUMNS = ("id", "id_no_hash", "name", "account_id", "phone_hash")


def _known(row: Person) -> Known:
    phone = None if row.phone_hash is None else bytes(row.phone_hash)
    return Known(row.pk, row.name, row.account_id, bytes(row.id_no_hash or b""), phone)


def person_of_number(volunteer_no: str, scope: Scope) -> Person | None:
    """By a volunteer number of today or of before, within a scope: also whose registration has ended or pauses.

    Where the record was merged, the one that goes on; None for whoever has left.
    """
    number = identifiers.tidy(volunteer_no)
    if not rules.is_volunteer_no(number):
        return None
    pk = Registration.objects.filter(volunteer_no=number).values_list("person_id", flat=True).first()
    rows = Person.objects.filter(within(scope), closed_at__isnull=True)
    return rows.filter(pk=merged.record_now(pk)).first() if pk is not None else None
