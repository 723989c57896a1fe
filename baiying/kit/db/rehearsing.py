"""What an action would do, found by doing it and taking everything back.

A page that asks "shall this happen?" says what really would: no second account of the rules that could differ from the
first. What would be sent is caught before it is written.
"""

from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from baiying.kit.db import transaction

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Told:
    """A text, and the ids of the rows for whose people it is meant."""

    ids: tuple[int, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Rehearsal(Generic[R]):
    """What the action would give back, and what it would tell whom."""

    result: R
    told: list[Told] = field(default_factory=list)


_told: ContextVar[list[Told] | None] = ContextVar("told", default=None)


def rehearsed(act: Callable[[], R]) -> Rehearsal[R]:
    """Do it, remember what came of it, take it back. Raises what the action refuses."""

    @transaction.atomic
    def once() -> Rehearsal[R]:
        heard: list[Told] = []
        token = _told.set(heard)
        try:
            return Rehearsal(act(), heard)
        finally:
            _told.reset(token)
            transaction.set_rollback(True)

    return once()


def is_on() -> bool:
    """Whether what is done now is taken back."""
    return _told.get() is not None


def overheard(ids: Sequence[int], text: str) -> bool:
    """For whoever tells: whether this is a rehearsal, which has noted it; then nothing is to be sent."""
    heard = _told.get()
    if heard is None:
        return False
    if ids:
        heard.append(Told(tuple(ids), text))
    return True
