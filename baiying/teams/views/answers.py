"""Small answers that several views give."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from baiying.kit.errors import Refused


def see_other(url: str) -> HttpResponse:
    """303: the form is done, look there."""
    return HttpResponseRedirect(url, status=303)


def refuse(form: forms.Form, refusal: Refused) -> None:
    """Put the sentence at its field if the form has it, else above the form."""
    field = refusal.field if refusal.field in form.fields else None
    form.add_error(field, str(refusal))


def typed(request: HttpRequest) -> QueryDict | None:
    """What a POST brought, be it nothing; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None
