"""A question that several rooms ask within one reading is answered once.

Who leads which teams, who shares a phone: each pile of a workbench asks that anew, and most of its time went there.
Only where a `reading` is open, which changes nothing: outside it every call asks.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """Remember answers until the end of the outermost one. Nothing may be written in between."""
    if _answers.get() is not None:
        yield
        return
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def asked_once(question: Callable[P, R]) -> Callable[P, R]:
    """For questions of plain values with a plain answer, or a list of such; every asker has a list of its own."""

    @wraps(question)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        known = _answers.get()
        if known is None:
            return question(*args, **kwargs)
        key = (question, args, tuple(sorted(kwargs.items())))
        if key not in known:
            known[key] = question(*args, **kwargs)
        answer: R = copy(known[key])
        return answer

    return asked
