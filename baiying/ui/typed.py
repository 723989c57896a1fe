"""What somebody typed, given back where it was refused: no page that says no takes the words with it.

An office ended while its form stood open, a complaint was withdrawn, a plan was taken back, somebody was logged out:
the page that says so shows the words, to copy, under the names of their fields.
"""

import re
from collections.abc import Iterable
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
_CHOSEN = (forms.Select, forms.RadioSelect, forms.CheckboxInput, forms.CheckboxSelectMultiple)
# What a set of forms puts before the name of a field of one row: post-0-duties.
_ROW = re.compile(r"^[a-z]+-\d+-")
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
    known = _known(request)
    found = []
    for name, values in request.POST.lists():
        if _UNSEEN.search(name):
            continue
        field = known.field(name)
        found += [_typed(field, value) for value in map(str, values) if _is_typed(field, value)]
    return found


def words(request: HttpRequest) -> list[Typed]:
    """The same, where something of it is worth writing down again: a sentence, not a number."""
    found = of(request)
    return found if any(one.is_long for one in found) else []


def has_choices(request: HttpRequest) -> bool:
    """Whether something came that was ticked or chosen, which can only be chosen again."""
    if request.method != "POST":
        return False
    known = _known(request)
    fields = (known.field(name) for name, values in request.POST.lists() if any(map(str, values)))
    return any(field is not None and isinstance(field.widget, _CHOSEN) for field in fields)


def is_personal(request: HttpRequest) -> bool:
    """Whether the form that came takes what may stay on no device: its class says so (`keeps_nothing`)."""
    return request.method == "POST" and _known(request).keeps_nothing


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


@dataclass(frozen=True, slots=True)
class _Known:
    """The forms of a room, that which was most likely sent first."""

    kinds: tuple[type[forms.Form], ...]

    @property
    def keeps_nothing(self) -> bool:
        return bool(self.kinds) and bool(getattr(self.kinds[0], "keeps_nothing", False))

    def field(self, name: str) -> forms.Field | None:
        """By its name; of rows, by the form that makes them (`field_of_row`) or the part behind the row's number."""
        for kind in self.kinds:
            found = _field(kind, name)
            if found is not None:
                return found
        return None


def _field(kind: type[forms.Form], name: str) -> forms.Field | None:
    row = getattr(kind, "field_of_row", None)
    return kind.base_fields.get(_ROW.sub("", name)) or (row(name) if row is not None else None)


def _known(request: HttpRequest) -> _Known:
    """The form that has most of the names that came is the one that was sent."""
    names = list(request.POST)
    kinds = _forms(_room(request))
    hits = {kind: sum(_field(kind, name) is not None for name in names) for kind in kinds}
    return _Known(tuple(sorted(kinds, key=lambda kind: (-hits[kind], len(kind.base_fields)))))


@lru_cache(maxsize=32)
def _forms(room: str) -> tuple[type[forms.Form], ...]:
    return tuple(one for one in _below(forms.Form) if one.__module__ == room or one.__module__.startswith(f"{room}."))


def _below(kind: type[forms.Form]) -> Iterable[type[forms.Form]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)
