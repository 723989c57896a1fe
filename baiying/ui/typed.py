"""What somebody typed, given back where it was refused: no page that says no takes the words with it.

An office ended while its form stood open, a complaint was withdrawn, a plan was taken back, somebody was logged out:
the page that says so shows the words, to copy, under the names of their fields.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise

_TYPED = (forms.Textarea, forms.TextInput)
# A one-time code is worth nothing a second time, and a password stands nowhere.
_SECRET = (forms.PasswordInput, forms.HiddenInput, forms.FileInput)
# Words in a field that no form of the room knows (an answer beside a question): a sign of no code, or a blank.
_PROSE = re.compile(r"[^\x00-\x7f]|\S\s+\S")
_UNSEEN = re.compile("password|token|^next$|^kept$")


@dataclass(frozen=True, slots=True)
class Typed:
    """One text, and what its field is called; empty where nobody knows."""

    label: str | Promise
    text: str
    is_long: bool


def of(request: HttpRequest) -> list[Typed]:
    """What came with the request that a person may have typed; nothing of what was chosen or hidden, and no secret."""
    if request.method != "POST":
        return []
    fields = _fields(_room(request), request.POST)
    found = []
    for name, values in request.POST.lists():
        if _UNSEEN.search(name):
            continue
        field = fields.get(name)
        found += [_typed(field, value) for value in map(str, values) if _is_typed(field, value)]
    return found


def words(request: HttpRequest) -> list[Typed]:
    """The same, where something of it is worth writing down again: a sentence, not a number."""
    found = of(request)
    return found if any(one.is_long for one in found) else []


def _typed(field: forms.Field | None, text: str) -> Typed:
    is_area = field is not None and isinstance(field.widget, forms.Textarea)
    label = (field.label or "") if field is not None else ""
    return Typed(label, text, is_area or len(text) > 12)


def _is_typed(field: forms.Field | None, text: str) -> bool:
    if not text.strip():
        return False
    if field is None:
        return _PROSE.search(text) is not None
    widget = field.widget
    once = widget.attrs.get("autocomplete") == "one-time-code"
    return isinstance(widget, _TYPED) and not isinstance(widget, _SECRET) and not once


def _room(request: HttpRequest) -> str:
    """The package of the room whose view was asked."""
    match = request.resolver_match
    return ".".join(str(getattr(match.func, "__module__", "")).split(".")[:2]) if match else ""


def _fields(room: str, sent: Mapping[str, object]) -> Mapping[str, forms.Field]:
    """The fields of the room's form that was most likely sent: the one that has most of the names that came."""
    names = set(sent)
    best = max(_forms(room), key=lambda fields: (len(names & set(fields)), -len(fields)), default={})
    others = {name: field for fields in _forms(room) for name, field in fields.items()}
    return others | dict(best)


@lru_cache(maxsize=32)
def _forms(room: str) -> tuple[Mapping[str, forms.Field], ...]:
    return tuple(
        one.base_fields for one in _below(forms.Form) if one.__module__ == room or one.__module__.startswith(f"{room}.")
    )


def _below(kind: type[forms.Form]) -> Iterable[type[forms.Form]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)
