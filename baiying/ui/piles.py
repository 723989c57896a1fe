"""What waits for somebody at work: one pile for each kind of thing, the oldest on top. Rooms fill, the desk shows.

A pile holds only what its reader can do something about now: what waits for somebody else is in that one's pile.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

Text = str | Promise
# So many of a pile are shown on the workbench.
SHOWN = 5
# Nothing says by when; but nobody likes to wait longer. Only a matter of the order of piles.
_FAIR_WAIT = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class Act:
    """A button that does it in place: posts `fields` to `url`, whose view leads back to the address in `back`."""

    label: Text
    url: str
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """What it is, what is to be known of it, where it is done; `note` says in place of `act` why there is none now.

    `person_id`: about whom is decided. Whoever decides in place is told what the page of it tells of them.
    """

    title: Text
    detail: Text
    url: str
    since: datetime | None = None
    due_at: datetime | None = None
    act: Act | None = None
    note: Text = ""
    person_id: int | None = None

    def wanted_by(self, at: datetime) -> datetime | None:
        """By when it should be done; what has no deadline of its own never comes before one that has passed."""
        return self.due_at or (max(min(self.since, at) + _FAIR_WAIT, at) if self.since else None)


@dataclass(frozen=True, slots=True)
class Pile:
    """`items` are the most pressing few; `url` opens them all, empty where no page lists them. `key` names the pile.

    `now`: of this very day, before everything else. `more`: there are more than were counted. `apart`: where not
    everybody of an office has the same of it before them, and nobody learns how many others have (complaints): how many
    there are without those that an account must not know of.
    """

    key: str
    label: Text
    url: str
    count: int
    items: Sequence[Item]
    now: bool = False
    more: bool = False
    apart: Callable[[int], int] | None = None

    @property
    def shut(self) -> bool:
        return self.apart is not None

    def wanted_by(self, at: datetime) -> datetime | None:
        """When the first of it should be done."""
        return min((when for item in self.items if (when := item.wanted_by(at))), default=None)


def pile(
    key: str, label: Text, url: str, rows: QuerySet[Any], item: Callable[[Any], Item], *, now: bool = False
) -> Pile:
    """A pile of rows in their order, the first few of them shown."""
    found = list(rows[:SHOWN])
    # Counted only where there are more than are shown: most piles are small, or empty.
    count = rows.count() if len(found) == SHOWN else len(found)
    return Pile(key, label, url, count, [item(row) for row in found], now=now)
