"""Small answers that several views give."""

from datetime import datetime

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse

from baiying.accounts import access
from baiying.accounts import actions as accounts
from baiying.accounts.access import Asking
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.ui import flash
from baiying.ui.answers import refuse, see_other

__all__ = ["proven_next", "refuse", "see_other", "send_code"]


def proven_next(request: Asking, form: Form, then: str, at: datetime) -> HttpResponse | None:
    """Send a log-in code to the `phone` that was typed into a form, and lead to where it is asked for; then to `then`.
    None: what refuses stands at the field."""
    phone = form.cleaned_data["phone"]
    try:
        accounts.start_code(phone=phone, purpose="log_in", actor=request.actor, at=at)
    except accounts.CodeSentJustNow:
        # The one that is on its way serves.
        pass
    except Refused as refusal:
        refuse(form, refusal)
        return None
    access.await_code(request, phone, then, at)
    return see_other(reverse("accounts:code"))


def send_code(request: Asking, phone: str, purpose: str) -> bool:
    """Send a code to a phone that was not typed here; gives whether there is one to type. What refuses is said."""
    try:
        accounts.start_code(phone=phone, purpose=purpose, actor=request.actor, at=clock.now())
    except accounts.CodeSentJustNow as refusal:
        flash.note(request, str(refusal))
    except Refused as refusal:
        flash.failed(request, str(refusal))
        return False
    return True
