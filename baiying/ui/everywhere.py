"""The one box of the offices: what each room finds of what was typed, for whoever acts, within the own rights.

A room brings a function (kit.rooms: seekers) `(actor, words, at) -> Group | None` that looks at no more rows than it
shows. Shown by desk/search.html and, while one types, by ui/js/search.js.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from baiying.kit import rooms
from baiying.kit.values.actor import Actor

LONGEST = 60
# So many of a kind are shown; what follows stands in the kind's own list.
MOST = 6
# As many digits are a number of a person, or a part of one: they stand in no address and in no log.
_DIGITS_OF_A_NUMBER = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that was found: what it is called, what tells it from others, and where it is opened."""

    name: str
    detail: str
    link: str


@dataclass(frozen=True, slots=True)
class Group:
    """The first hits of one kind. `whole` is the kind's own list of them; empty where there is none.

    `further` says that there are more than are shown; `note` what they are, where it is not what was typed.
    """

    title: Any
    hits: Sequence[Hit]
    whole: str = ""
    further: bool = False
    note: str = ""


def group(title: Any, found: Iterable[Hit], whole: str = "", note: str = "") -> Group | None:
    """The first of what was found under its title; None of nothing."""
    hits = list(islice(found, MOST + 1))
    return Group(title, hits[:MOST], whole, further=len(hits) > MOST, note=note) if hits else None


def look(actor: Actor, typed: str, at: datetime) -> list[Group]:
    """What all rooms find, in the order of their seekers. Nothing for nothing typed."""
    words = clean(typed)
    if not words:
        return []
    found = [seeker(actor, words, at) for seeker in rooms.filling("seekers")]
    hidden = is_number(words)
    return [replace(one, whole="") if hidden else one for one in found if one is not None]


def clean(typed: str) -> str:
    """What was typed, without what cannot be searched for."""
    return " ".join(typed.replace("\0", "").split())[:LONGEST]


def is_number(words: str) -> bool:
    """Whether the words hold a number that may be somebody's: such words stand in no address."""
    return sum(sign.isdigit() for sign in words) >= _DIGITS_OF_A_NUMBER
