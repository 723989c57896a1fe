"""Who reads at one phone: what is told of several things of persons goes there once (N14)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from django.db.models import Model

from baiying.people.models import Person
from baiying.people.queries.guardians import guardians_to_tell, needing_guardian
from baiying.people.queries.persons import phone_of

T = TypeVar("T", bound=Model)


@dataclass(slots=True)
class Reader(Generic[T]):
    """Whoever reads at one phone, or without one at an inbox: what is the own, and what is of wards without a phone."""

    phone: str | None
    # The inbox whose settings hold for the phone; the account of a guardian, 0 for who reads for oneself alone.
    inbox: str
    account_id: int = 0
    own: list[T] = field(default_factory=list)
    wards: list[T] = field(default_factory=list)
    by_text: bool = True
    any_hour: bool = False
    # Whether another text message may still come in the quiet hours.
    rings_later: bool = False

    @property
    def all(self) -> list[T]:
        return [*self.own, *self.wards]


class Readers(Generic[T]):
    """The readers of some things, each once however many of them are theirs."""

    def __init__(self) -> None:
        self._found: dict[str, Reader[T]] = {}

    def at(self, phone: str | None, inbox: str, account_id: int = 0) -> Reader[T]:
        """Whoever reads there; the first to be found at a phone is whose settings hold."""
        made = self._found.setdefault(phone or f"inbox {inbox}", Reader(phone, inbox))
        made.account_id = made.account_id or account_id
        return made

    def all(self) -> list[Reader[T]]:
        return list(self._found.values())


def readers_of(things: Sequence[tuple[Person, T]]) -> list[Reader[T]]:
    """Who is told of things of these persons: the persons, or a child's guardians where it has no phone."""
    found: Readers[T] = Readers()
    wards = needing_guardian([person.pk for person, _ in things])
    for person, thing in things:
        phone = phone_of(person)
        guardians = [] if phone or person.pk not in wards else guardians_to_tell(person.pk)
        for to in guardians:
            found.at(to.phone, to.inbox, to.account_id).wards.append(thing)
        if not guardians:
            found.at(phone, person.public_id).own.append(thing)
    return found.all()


def together(readers: Iterable[Reader[T]]) -> dict[int, list[Reader[T]]]:
    """Readers of whom some read of the same thing stand together, under the first of their things."""
    found: dict[int, list[Reader[T]]] = {}
    of_thing: dict[int, int] = {}
    for reader in readers:
        keys = {of_thing[one.pk] for one in reader.all if one.pk in of_thing}
        first = min(keys, default=reader.all[0].pk)
        family = [reader, *(other for old in keys for other in found.pop(old))]
        found[first] = family
        of_thing |= {one.pk: first for other in family for one in other.all}
    return found


def answers_for(person_id: int, account_id: int) -> bool:
    """Whether an account still is a guardian who agreed for a person."""
    return any(to.account_id == account_id for to in guardians_to_tell(person_id))
