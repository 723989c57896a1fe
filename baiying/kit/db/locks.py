"""The order in which rows are locked. Whoever takes them the other way round is told at once, not once a year.

Each room names its kinds with their rank, the whole order stands in this folder's README. Within one kind rows are
taken by their id. A transaction that takes a kind of a lower rank than it already holds raises WrongOrder: always,
in every test that walks through it, so that it cannot reach a city and become a rare deadlock there.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Kind:
    """What is locked; lower ranks are locked first."""

    name: str
    rank: int


class WrongOrder(RuntimeError):
    """A mistake of the program: the lock that was asked for comes before one that is already held."""


class _Held(threading.local):
    kinds: "list[Kind] | None" = None


_held = _Held()


@contextmanager
def fresh() -> Iterator[None]:
    """A transaction begins with nothing locked (kit.db.transaction calls this)."""
    before, _held.kinds = _held.kinds, []
    try:
        yield
    finally:
        _held.kinds = before


def is_counting() -> bool:
    """Whether a transaction of an action is open on this thread."""
    return _held.kinds is not None


def note(kind: Kind) -> None:
    """Say which kind is locked next. Raises WrongOrder if something of a higher rank is held already."""
    held = _held.kinds
    if held is None:
        return
    later = max(held, key=lambda one: one.rank, default=kind)
    if later.rank > kind.rank:
        raise WrongOrder(f"{kind.name} is locked before {later.name}, never after it")
    held.append(kind)


def take(kind: Kind, rows: QuerySet[M], *, whole: bool = False) -> QuerySet[M]:
    """The rows, locked when they are read, in the order of their ids.

    FOR NO KEY UPDATE: others may still refer to the row. `whole` is FOR UPDATE, for a row that will be deleted.
    """
    note(kind)
    if not rows.query.order_by:
        rows = rows.order_by("pk")
    return rows.select_for_update(of=("self",), no_key=not whole)


def advisory(kind: Kind, name: str) -> None:
    """Wait for what is no row (a person's day), named by any text; held to the end of the transaction."""
    note(kind)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
