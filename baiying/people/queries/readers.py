"""Who reads at one phone: what is told of several things of persons goes there once (N14)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db.models import Model

from baiying.kit.values.actor import Actor
from baiying.people.models import Person
from baiying.people.queries import merged
from baiying.people.queries.guardians import guardians_to_tell, is_guardian, needing_guardian
from baiying.people.queries.persons import person_by_id, phone_of

T = TypeVar("T", bound=Model)


@dataclass(slots=True)
class Hand(Generic[T]):
    """One who reads at a phone: what is the own, and what is of wards without a phone. Settings are each one's own."""

    # The inbox whose settings hold, also of a guardian who is no person here; the account, 0 for a person without.
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


@dataclass(slots=True)
class Told(Generic[T]):
    """What one text message tells of: each thing once."""

    # Whoever reads of something here; the first one's is the inbox beside which it stands.
    hands: list[Hand[T]]
    own: list[T]
    wards: list[T]

    @property
    def accounts(self) -> list[int]:
        """Whose wards may stand in it."""
        return [hand.account_id for hand in self.hands if hand.account_id]

    @property
    def all(self) -> list[T]:
        return [*self.own, *self.wards]

    @property
    def any_hour(self) -> bool:
        return self.hands[0].any_hour


@dataclass(slots=True)
class Reader(Generic[T]):
    """Whoever reads at one phone, or without one at one inbox: neighbours with one phone are two hands of a reader."""

    phone: str | None
    hands: list[Hand[T]] = field(default_factory=list)

    @property
    def all(self) -> list[T]:
        return list({one.pk: one for hand in self.hands for one in hand.all}.values())

    def texts(self, but: Callable[[Hand[T], T], bool] = lambda hand, one: False) -> list[Told[T]]:
        """The text messages to the phone: of the hands that want one, those who let it ring at night apart.

        `but`: what is left out of a hand's.
        """
        found = []
        for any_hour in (False, True):
            own: dict[int, T] = {}
            wards: dict[int, T] = {}
            hands = []
            for hand in self.hands:
                here = [one for one in hand.all if not but(hand, one)]
                if not here or not hand.by_text or hand.any_hour != any_hour:
                    continue
                hands.append(hand)
                own |= {one.pk: one for one in here if one in hand.own}
                wards |= {one.pk: one for one in here if one in hand.wards}
            if self.phone and hands:
                # Whoever signed up by oneself, and is a ward of another hand too, reads it as the own.
                theirs = [one for pk, one in wards.items() if pk not in own]
                found.append(Told(hands, list(own.values()), theirs))
        return found


class Readers(Generic[T]):
    """The readers of some things, each once however many of them are theirs."""

    def __init__(self) -> None:
        self._found: dict[str, Reader[T]] = {}

    def at(self, phone: str | None, inbox: str, account_id: int | None) -> Hand[T]:
        """Whoever reads there: one person and one account are one hand, whatever they read of."""
        reader = self._found.setdefault(phone or f"inbox {inbox}", Reader(phone))
        for hand in reader.hands:
            if (account_id and hand.account_id == account_id) or (inbox and hand.inbox == inbox):
                return hand
        reader.hands.append(Hand(inbox, account_id or 0))
        return reader.hands[-1]

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
            found.at(phone, person.public_id, person.account_id).own.append(thing)
    return found.all()


def reads_of_shifts(actor: Actor, at: datetime) -> bool:
    """Whether text messages about shifts can reach somebody: at the own phone, or as the guardian of a ward.

    Of a ward without a phone the guardian is texted, by what the guardian set.
    """
    person = person_by_id(actor.person_id) if actor.person_id else None
    if person is not None and person.phone_hash is not None:
        return True
    is_own = person is None or merged.comes_in_as(actor.account_id, person)
    return is_own and actor.account_id is not None and is_guardian(actor.account_id, at)


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


def answers_for(person_id: int, making: Mapping[str, Any]) -> bool:
    """Whether one of the accounts that read a text message (`Told.accounts`) still is a guardian of a person.

    `making`: what the message keeps; those made before several read at one phone have the one `account`.
    """
    meant = making["accounts"] if "accounts" in making else [making["account"]]
    return any(to.account_id in meant for to in guardians_to_tell(person_id))
