"""Small answers that several views give."""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect

from baiying.accounts import actions as accounts
from baiying.accounts.access import Asking
from baiying.kit import clock
from baiying.kit.errors import Refused
from baiying.ui import flash


def see_other(url: str) -> HttpResponse:
    """303: the form is done, look there."""
    return HttpResponseRedirect(url, status=303)


def refuse(form: forms.Form, refusal: Refused) -> None:
    """Put the sentence at its field if the form has it, else above the form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, str(refusal))


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
