"""Areas that become part of another, and what each room makes of that: shown before, done with the merge (R152)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from baiying.kit import kept
from baiying.kit.kept import Kept
from baiying.kit.values.actor import Actor
from baiying.ui import formats

# Areas by their names, one after the other.
named = kept.writer("ui.named", formats.listed)


@dataclass(frozen=True, slots=True)
class Join:
    """`parts` close and `into` goes on: ids and names. `into_id` is none while that area is not there yet.

    `stood`: it was an area before too, so that its figures of past years are its own and stay as they are.
    `within_id`: the area whose office brought the table, and sees what was made of it; empty: everywhere.
    """

    into_id: int | None
    into_name: str
    stood: bool
    parts: tuple[tuple[int, str], ...]
    since: date
    within_id: int | None = None

    @property
    def ids(self) -> list[int]:
        """Every area that was one before: those that close, and the one that goes on where it stood."""
        own = [self.into_id] if self.stood and self.into_id is not None else []
        return [*own, *(pk for pk, _name in self.parts)]

    @property
    def names(self) -> dict[int, str]:
        own = {self.into_id: self.into_name} if self.into_id is not None else {}
        return own | dict(self.parts)


@dataclass(frozen=True, slots=True)
class Line:
    """What follows a merge in one matter. `asked`: nothing is done, somebody has to decide or to enter it."""

    into: str
    about: Kept
    words: Kept
    asked: bool = False

    def kept(self) -> list[Any]:
        """As it is written down beside the import, to be said again in any language."""
        return [self.into, kept.recipe_of(self.about), kept.recipe_of(self.words), self.asked]


@dataclass(frozen=True, slots=True)
class Told:
    """A line as somebody reads it."""

    into: str
    about: str
    words: str
    asked: bool


def told(lines: Sequence[Sequence[Any]]) -> list[Told]:
    """Lines that were written down, in the reader's language; what has to be decided comes first, then area by area."""
    found = [Told(into, kept.said(about), kept.said(words), asked) for into, about, words, asked in lines]
    return sorted(found, key=lambda line: (not line.asked, line.into))


def _nothing(actor: Actor, at: datetime) -> None:
    """For rooms where a merge changes no row of its own."""


@dataclass(frozen=True, slots=True)
class Merging:
    """What a room makes of merges (kit.rooms: merging): what is shown, and what does it in the merge's transaction.

    Both are made of one look, so that what happens is what was shown. `carry` needs every `Join.into_id`.
    """

    lines: Sequence[Line]
    carry: Callable[[Actor, datetime], None] = _nothing
