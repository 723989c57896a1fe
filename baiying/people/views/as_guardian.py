"""A telephone that a child and its guardian share: what is the guardian's opens for no session of a minor (U41).

Who was chosen after the code is who it is, until somebody comes in anew: the child holds the phone that gets the codes,
so a code typed into the child's session proves no guardian.
"""

from functools import wraps
from typing import ParamSpec

from django.http.response import HttpResponseBase
from django.shortcuts import render

from baiying.accounts.access import Asking
from baiying.kit import clock
from baiying.kit.admission import View
from baiying.people import queries

P = ParamSpec("P")


def guardians_own(view: "View[P]") -> "View[P]":
    """A page of a guardian: to whoever came in as a minor it says that a guardian comes in anew, and nothing else. Of
    any address alike, so that nobody learns whose it is."""

    @wraps(view)
    def opened(request: Asking, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return _refused(request) or view(request, *args, **kwargs)

    return opened


def _refused(request: Asking) -> HttpResponseBase | None:
    account_id = request.actor.account_id
    own = queries.person_of_account(account_id) if account_id is not None else None
    if own is None or not queries.is_under_age(own, clock.now()):
        return None
    # Never by an address that only takes a press.
    here = request.path if request.method == "GET" else "/mine/wards/"
    return render(request, "people/as_guardian.html", {"next": here}, status=403)
