"""What a list of appointments names: places with roles, and offices of rooms above, in a unit or a team.

Such a room declares its offices (config/wiring.py fills the neighbours of accounts); how a list is read, answered,
sent, given line by line and taken back is the same for all.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.functional import Promise

from baiying.kit.rights import Right
from baiying.kit.values.actor import Actor


@dataclass(frozen=True, slots=True)
class Grant:
    """An appointment that somebody has at a place, by which office, from when to when (days; the last inclusive)."""

    given_by: tuple[str, int | None]
    first_day: date
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Place:
    """A place that stands: id, name, code, level, ids and names from the top down to it. Of a unit or team: the ids of
    the areas down to its own, and the names of those, and of what it belongs to."""

    pk: int
    name: str
    code: str
    level: str
    path: tuple[int, ...]
    above: tuple[str, ...] = ()


@dataclass(slots=True)
class Sought:
    """What was found by what lines say: by word those that stand in the area of whoever appoints; which words mean one
    that is closed, and which one elsewhere."""

    by_word: dict[str, list[Place]] = field(default_factory=dict)
    closed: set[str] = field(default_factory=set)
    outside: set[str] = field(default_factory=set)


class ListedOffice(ABC):
    """An office of a room above.

    `role`: what lines and invitations call it; `words`: how a list writes it; `right`: who gives it; `column`: which
    column says in what ("place" or "team"); `has_term`: whether it may have a last day (none begins later).
    """

    role: str
    label: str | Promise
    words: tuple[str, ...]
    right: Right
    column: str
    has_term: bool

    @abstractmethod
    def word(self, text: str) -> str:
        """By what the thing is looked for that a line names."""

    @abstractmethod
    def seek(self, words: Collection[str], within: int | None, at: datetime) -> Sought:
        """The things called so, inside an area or everywhere. `Place.path` is that of their area."""

    @abstractmethod
    def held(self, account_ids: Collection[int], at: datetime) -> dict[tuple[int, int], list[Grant]]:
        """What these accounts hold or are asked to take: by account and thing, as if given by whoever reads."""

    @abstractmethod
    def names(self, ids: Collection[int]) -> dict[int, str]:
        """What some things are called."""

    @abstractmethod
    def area_of(self, thing_id: int) -> int:
        """The area of a thing."""

    @abstractmethod
    def lock(self, thing_id: int) -> None:
        """Lock what orders the giving, before the list is locked."""

    @abstractmethod
    def give(
        self, *, thing_id: int, account_id: int, last_day: date | None, list_id: int, actor: Actor, at: datetime
    ) -> None:
        """Ask the account, by a list, for the office whose list it is (`actor.acting`); the thing is locked.

        Refuses: AlreadyAppointed, and what the room refuses to whoever gives it one by one.
        """

    @abstractmethod
    def withdraw(self, *, list_id: int, actor: Actor, at: datetime) -> int:
        """Withdraw what a list asked and nobody has answered. Gives how many."""

    @abstractmethod
    def tell_withdrawn(self, *, list_id: int, since: datetime, at: datetime) -> int:
        """Tell whoever was asked that it was withdrawn at an instant."""

    @abstractmethod
    def answers(self, list_id: int) -> Mapping[str, int]:
        """How many have `accepted`, `declined`, or are `waiting`."""
