"""Pages that change how an account comes in ask for a proof of this moment first."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import ParamSpec, cast
from urllib.parse import urlencode

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from baiying.accounts import queries, shown
from baiying.accounts.models import Account
from baiying.kit.admission import Asking, View
from baiying.ui import flash
from baiying.ui.answers import see_other

P = ParamSpec("P")


def to_factor(request: HttpRequest, next_url: str) -> HttpResponseBase:
    """To the page that shows a second factor, or adds the first one, and from there on."""
    return see_other(f"{reverse('accounts:factor')}?{urlencode({'next': next_url})}")


def asked_first(view: "View[P]", now: Callable[[], datetime]) -> "View[P]":
    """A view that opens only after a proof of this moment: a factor where there is one, else coming in anew."""

    @wraps(view)
    def opened(request: Asking, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        account = cast("Account", request.user)
        if shown.is_fresh(request, account.pk, now()):
            return view(request, *args, **kwargs)
        here = request.get_full_path() if request.method == "GET" else reverse("accounts:security")
        if queries.has_factor(account.pk):
            flash.note(request, _("先验证一次，确认是您本人，再接着办。"))
            return to_factor(request, here)
        return see_other(f"{reverse('accounts:again')}?{urlencode({'next': here})}")

    return opened
