"""What rooms hand to pages of other rooms: a card of "today", what somebody looked at, what an address is about, what
a thing of the audit is called, and what a ward is in the middle of."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Card:
    """`template` draws the whole section and finds `values` as `card`. `first`: before everything else of the day."""

    template: str
    values: Mapping[str, Any]
    first: bool = False


@dataclass(frozen=True, slots=True)
class OtherWay:
    """A way to come in that another room offers: what its button says, and to which address that is posted."""

    label: str
    post: str


@dataclass(frozen=True, slots=True)
class Served:
    """What came of a shift, or of several: persons, and posted minutes after what was taken back.

    `came` counts who walked in as well; `minutes` are all tiers, `credit` only credit time.
    """

    expected: int = 0
    came: int = 0
    missing: int = 0
    walked_in: int = 0
    minutes: int = 0
    credit: int = 0

    def __add__(self, other: "Served") -> "Served":
        return Served(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


@dataclass(frozen=True, slots=True)
class LookedAt:
    """What somebody looked at before coming in: in words, and where to go on with which button.

    `begun` is the address of what was about to be done there, with its verb; where it is not possible yet, `seen` leads
    back to the thing itself.
    """

    heading: str
    title: str
    detail: str
    begun: str
    verb: str
    seen: str


@dataclass(frozen=True, slots=True)
class Thing:
    """What an address is about, for a complaint about it: its name, its area, and the accounts that answer for it."""

    title: str
    area_path: tuple[int, ...]
    account_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Named:
    """What a thing of the audit is called now, and its page where everybody may open it."""

    words: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class NotTold:
    """What somebody was not written, and why: to whom it would have gone, what about, and when it would have left."""

    person_id: int
    at: datetime
    what: str
    why: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class WardNow:
    """What a ward does at this moment: what, where, until when; and whom the guardian may call about it."""

    title: str
    where: str
    when: str
    name: str
    phone: str
