"""Small answers that the views of all rooms give."""

from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from baiying.kit.errors import Refused

Done = TypeVar("Done")

# The sentence of this request's refusal: a page that no longer has the form has no place of its own for it.
_refused: ContextVar[str] = ContextVar("refused", default="")


def see_other(url: str) -> HttpResponse:
    """303: the form is done, look there."""
    return HttpResponseRedirect(url, status=303)


def refuse(form: forms.Form, refusal: Refused, *, instead: Mapping[str, str] | None = None) -> None:
    """Put the sentence at its field if the form has it, else above the form. `instead`: the field where what the
    refusal calls by one name was given this time (a table is a file, or was pasted)."""
    named = (instead or {}).get(refusal.field or "", refusal.field)
    field = named if named in form.fields else None
    form.add_error(field, str(refusal))
    _refused.set(str(refusal))


def pressed(
    named: tuple[str, forms.Form],
    act: Callable[..., Done],
    page: Callable[..., HttpResponse],
    then: Callable[[Done], HttpResponse],
) -> HttpResponse:
    """Carry out what one of a page's forms asks for, with what was typed in it, and answer by `then`.

    Where the form or the action does not hold: the page again (`page(status, <name>=form)`), with what was typed.
    """
    name, form = named
    if not form.is_valid():
        return page(422, **{name: form})
    try:
        done = act(**form.cleaned_data)
    except Refused as refusal:
        refuse(form, refusal)
        return page(refusal.status, **{name: form})
    return then(done)


def refuse_old(form: forms.BaseForm, words: str) -> None:
    """Say above the form that it was opened before another saved something."""
    form.add_error(None, words)
    _refused.set(words)


def typed(request: HttpRequest) -> QueryDict | None:
    """What a POST brought, be it nothing; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def begin() -> None:
    """A new request: nothing was refused yet."""
    _refused.set("")


def refusal() -> str:
    """The sentence that `refuse` put on a form during this request; empty where nothing was refused."""
    return _refused.get()
