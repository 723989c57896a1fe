"""The closing of an account: what has to be handed over, what stays, and the one that is under way."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from baiying.accounts import queries as accounts
from baiying.kit import erasing, rooms
from baiying.kit.erasing import Erased, ToHandOver
from baiying.people import queries as people
from baiying.privacy.models import Closing as Closing

OPEN = Q(stopped_at__isnull=True, closed_at__isnull=True)


class Kept(NamedTuple):
    """One kind of what is held, as the person reads it beforehand."""

    title: rooms.Text
    why: rooms.Text


class Outcome(NamedTuple):
    """What becomes of everything: gone whole, emptied of words and names, left as it is under a number."""

    goes: Sequence[Kept]
    emptied: Sequence[Kept]
    stays: Sequence[Kept]


def open_closing(person_id: int) -> Closing | None:
    """The closing that waits for its day."""
    return Closing.objects.filter(OPEN, person_id=person_id).first()


def due(at: datetime) -> QuerySet[Closing]:
    return Closing.objects.filter(OPEN, due_at__lte=at)


def to_hand_over(person_id: int, account_id: int | None, at: datetime) -> list[ToHandOver]:
    """What nobody else has in hand yet, by whichever log-in of the same human: the closing waits for it."""
    known = [account_id, *(people.account_id_of(pk) for pk in people.records_of(person_id))]
    hands: list[int | None] = list(dict.fromkeys(one for one in known if one is not None))
    found: dict[tuple[str, str], ToHandOver] = {}
    for asked in rooms.filling("to_hand_over"):
        for hand in hands or [None]:
            for one in asked(person_id, hand, at):
                found.setdefault((str(one.words), one.address), one)
    return list(found.values())


def outcome() -> Outcome:
    """What the rooms have declared, which is what the closing does; each kind once."""
    found = Outcome({}, {}, {})  # type: ignore[arg-type]
    for _room, line in erasing.declared():
        kind = found.goes if line.goes else found.emptied if line.empties else found.stays
        kind.setdefault(str(line.title), Kept(line.title, line.why))  # type: ignore[attr-defined]
    return Outcome(*(list(kind.values()) for kind in found))  # type: ignore[attr-defined]


def erased(person: people.Person) -> Erased:
    """Who is erased, with the words by which they stand in texts; read before anything of it goes."""
    account_id = person.account_id
    phone, hashes = people.phone_of(person), set[bytes]()
    if person.phone_hash is not None:
        hashes.add(bytes(person.phone_hash))
    numbers = {people.id_number_of(person), phone or ""}
    inboxes = [person.public_id]
    names = {person.name}
    account = accounts.account(account_id) if account_id is not None else None
    if account is not None:
        hashes |= set(accounts.phone_hashes(account.pk))
        numbers.add(accounts.phone_of(account) or "")
        inboxes.append(account.public_id)
    # One sign alone is in every text.
    said = tuple(sorted((one for one in names if len(one) > 1), key=len, reverse=True))
    return Erased(person.pk, account_id, tuple(inboxes), said, tuple(sorted(numbers - {""})), tuple(hashes))


def to_erase(person: people.Person) -> list[people.Person]:
    """Those merged into it first: what is looked for in words is read from each before it is blank."""
    found = [people.person_by_id(pk) for pk in reversed(people.records_of(person.pk))]
    return [one for one in found if one is not None and (one.pk == person.pk or not people.is_erased(one))]


def words_of(records: Sequence[people.Person]) -> list[str]:
    """Names and numbers by which they stand in texts, each once."""
    whom = [erased(one) for one in records]
    return list(dict.fromkeys(word for one in whom for word in (*one.names, *one.numbers)))
