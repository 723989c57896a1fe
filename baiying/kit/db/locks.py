"""The order in which rows are locked. Whoever takes them the other way round is told at once, not once a year.

Each room names its kinds with their rank in its `locked.py`, the whole order stands in this folder's README; a house
test holds that nothing is locked but through here. Within one kind rows are taken by their id. A transaction that takes
a kind of a lower rank than it already holds raises WrongOrder: always, in every test that walks through it, so that it
cannot reach a city and become a rare deadlock there.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from django.db import OperationalError, connection
from django.db.models import Model, QuerySet

from baiying.kit.db import errors

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
    names: frozenset[str] = frozenset()


_held = _Held()


@contextmanager
def fresh() -> Iterator[None]:
    """A transaction begins with nothing locked (kit.db.transaction calls this)."""
    before = _held.kinds, _held.names
    _held.kinds, _held.names = [], frozenset()
    try:
        yield
    finally:
        _held.kinds, _held.names = before


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


def take(kind: Kind, rows: QuerySet[M], *, whole: bool = False, skip: bool = False) -> QuerySet[M]:
    """The rows, locked when they are read, in the order of their ids.

    FOR NO KEY UPDATE: others may still refer to the row. `whole` is FOR UPDATE, for a row that will be deleted.
    `skip` leaves out what others hold at this moment, in place of waiting.

    The rows alone, never with rows joined to them (`hold` is for those): whoever waited for a lock is given the row as
    it is now, and beside it what was joined before, or, where the row points elsewhere by now, no row at all.
    """
    if rows.query.select_related:
        raise TypeError(f"{kind.name} is locked alone; what belongs to it is read afterwards (kit.db.locks.hold)")
    note(kind)
    if not rows.query.order_by:
        rows = rows.order_by("pk")
    return rows.select_for_update(of=("self",), no_key=not whole, skip_locked=skip)


def hold(kind: Kind, rows: QuerySet[M], *, whole: bool = False) -> QuerySet[M]:
    """The rows with what is joined to them: locked alone now, and read by a second statement as all of it is then."""
    ids = list(take(kind, rows.select_related(None), whole=whole).values_list("pk", flat=True))
    return (rows if rows.query.order_by else rows.order_by("pk")).filter(pk__in=ids)


def advisory(kind: Kind, name: str, *, shared: bool = False) -> None:
    """Wait for what is no row (a person's day), named by any text; held to the end of the transaction.

    What this transaction holds already may be asked for again, whatever it has locked since: nobody waits for that.
    Who takes it `shared` waits only for whoever takes it alone: many go on at once until one says stop.
    """
    if name not in _held.names:
        note(kind)
        _held.names |= {name}
    wait = "pg_advisory_xact_lock_shared" if shared else "pg_advisory_xact_lock"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {wait}(hashtextextended(%s, 0))", [name])


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """For a job of several transactions: true if nobody else, in whatever process, is at it. It waits for nobody."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        mine = bool(cursor.fetchone()[0])
    try:
        yield mine
    finally:
        if mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])


@contextmanager
def in_turn(name: str) -> Iterator[None]:
    """The same, waiting: whoever comes second goes on when the first is through, or raises errors.Busy."""
    with connection.cursor() as cursor:
        try:
            cursor.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
        except OperationalError as error:
            if not errors.is_transient(error):
                raise
            raise errors.Busy from error
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])


def try_advisory(kind: Kind, name: str) -> bool:
    """The same without waiting: false if somebody else holds it. It waits for nobody, so it may come at any time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [name])
        found = bool(cursor.fetchone()[0])
    if found and _held.kinds is not None:
        _held.kinds.append(kind)
        _held.names |= {name}
    return found
