"""What waits for somebody at work: one pile for each kind of thing, the oldest on top. Rooms fill, the desk shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

Text = str | Promise
# So many of a pile are shown on the workbench.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Item:
    title: Text
    detail: Text
    url: str
    since: datetime | None = None
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pile:
    """`items` are the oldest few; `url` opens them all."""

    label: Text
    url: str
    count: int
    items: Sequence[Item]


def pile(label: Text, url: str, rows: QuerySet[Any], item: Callable[[Any], Item]) -> Pile:
    """A pile of rows in their order, the first few of them shown."""
    return Pile(label, url, rows.count(), [item(row) for row in rows[:SHOWN]])
