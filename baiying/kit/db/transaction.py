"""Transactions of actions: like Django's, but the outermost one is tried a second time where the database asks for it.

Actions import this module in place of `django.db.transaction`; a house test holds that. An action repeats its whole
work from its arguments, and its first try was rolled back, so trying again is as safe as pressing the button again.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import wraps
from typing import Any, ParamSpec, TypeVar, overload

from django.db import OperationalError, connection
from django.db import transaction as django

from baiying.kit.db import errors, locks

P = ParamSpec("P")
R = TypeVar("R")

on_commit = django.on_commit
set_rollback = django.set_rollback


@overload
def atomic(function: Callable[P, R], /) -> Callable[P, R]: ...
@overload
def atomic(*, using: str | None = None) -> AbstractContextManager[None]: ...
def atomic(function: Callable[..., Any] | None = None, /, *, using: str | None = None) -> Any:
    """As a decorator: one transaction, tried again once after a deadlock or a wait too long, then errors.Busy.

    Inside another transaction, and as a context manager, it is Django's own: only the outermost may try again.
    """
    if function is None:
        return django.atomic(using)

    @wraps(function)
    def whole(*arguments: Any, **keywords: Any) -> Any:
        if not connection.in_atomic_block:
            return _twice(lambda: _once(function, arguments, keywords))
        if locks.is_counting():
            with django.atomic():
                return function(*arguments, **keywords)
        return _once(function, arguments, keywords)

    return whole


def statement(function: Callable[P, R]) -> Callable[P, R]:
    """For an action that is one statement without a transaction around it (the hot paths): tried again likewise."""

    @wraps(function)
    def whole(*arguments: P.args, **keywords: P.kwargs) -> R:
        if connection.in_atomic_block:
            return function(*arguments, **keywords)
        return _twice(lambda: function(*arguments, **keywords))

    return whole


def _once(function: Callable[..., R], arguments: Any, keywords: Any) -> R:
    with locks.fresh(), django.atomic():
        return function(*arguments, **keywords)


def _twice(work: Callable[[], R]) -> R:
    try:
        return work()
    except OperationalError as error:
        if not errors.is_transient(error):
            raise
    try:
        return work()
    except OperationalError as error:
        if not errors.is_transient(error):
            raise
        raise errors.Busy from error
