"""Two who save the same page at one moment come after each other, so that the second sees what the first saved."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.http import HttpRequest, HttpResponse

from baiying.kit.db import locks

P = ParamSpec("P")


def one_at_a_time(view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """A view that edits one thing: its row is read, compared and saved while nobody else does so on the same page.

    The lock is the address', outside every transaction, so that what the action locks and tries again stays its own.
    """

    @wraps(view)
    def held(*arguments: P.args, **keywords: P.kwargs) -> HttpResponse:
        request = arguments[0]
        if not isinstance(request, HttpRequest) or request.method != "POST":
            return view(*arguments, **keywords)
        with locks.in_turn(f"form {request.path}"):
            return view(*arguments, **keywords)

    return held
