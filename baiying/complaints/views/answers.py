"""Small answers that several views give."""

from django import forms
from django.http import HttpResponse, HttpResponseRedirect

from baiying.kit.errors import Refused


def see_other(url: str) -> HttpResponse:
    """303: the form is done, look there."""
    return HttpResponseRedirect(url, status=303)


def refuse(form: forms.Form, refusal: Refused) -> None:
    """Put the sentence at its field if the form has it, else above the form."""
    form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
