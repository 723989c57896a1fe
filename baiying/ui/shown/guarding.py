"""Refusing what was typed on an old page: who changed what when, the words kept, the present values beside them.

What another changed and this page left alone is taken as it stands now; what both changed stays as it was typed, with
the present value at its field. Pressing again then saves what stands on the page: the fresh version goes with it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Protocol

from django import forms
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from baiying.kit import clock
from baiying.ui import answers, formats
from baiying.ui.shown import hands
from baiying.ui.shown.versions import FIELD, Moved, Sent, Thing, Version, sent_by, token_of

_UNSEEN = (forms.PasswordInput, forms.FileInput)
# Of a present value at its field; whoever wants the rest of a long text opens the page anew.
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Beside:
    """A value that stands on the page beside the form's fields, as an area does that is chosen on a page of its own."""

    label: str | Promise
    now: str
    sent: str
    # The present value as it is read.
    words: str


class Place(Protocol):
    """An area, as far as a page names it."""

    public_id: Any
    name: Any


def area(now: Place, sent: Place, label: str | Promise = "") -> Beside:
    """An area that was chosen on a page of its own."""
    return Beside(label or _("所在地区"), str(now.public_id), str(sent.public_id), str(now.name))


@dataclass(frozen=True, slots=True)
class Page:
    """What of a page belongs to the row: the fields (all, where nothing is said) and what stands beside them."""

    only: Collection[str] = ()
    beside: Mapping[str, Beside] = field(default_factory=dict)


def guard(
    request: HttpRequest,
    form: forms.BaseForm,
    thing: Thing,
    *,
    only: Collection[str] = (),
    beside: Mapping[str, Beside] | None = None,
) -> frozenset[str]:
    """Give the form its version, or make it invalid where it was opened before another saved something.

    `thing` is what the audit calls the row. `only`: the fields that show the row, where others ask for something new.
    Gives the names `beside` that are to be taken as they stand now, because another changed them and this page did not.
    """
    page = Page(only, beside or {})
    at = clock.now()
    version = Version(thing, _present(form, page))
    fresh = version.token(at)
    form.fields[FIELD] = forms.CharField(widget=forms.HiddenInput, required=False)
    form.initial[FIELD] = fresh
    if not form.is_bound:
        return frozenset()
    moved = version.moved(token_of(form.data, form.add_prefix(FIELD)), _typed(form, page))
    if moved is None:
        # No action asks for it.
        form.cleaned_data.pop(FIELD, None)
        return frozenset()
    _take(form, page, moved, fresh)
    form.full_clean()
    answers.refuse_old(form, _sentence(request, form, page, thing, moved))
    for name in moved.both:
        if name in form.fields:
            now = _words(form, name, version.values[name])
            form.add_error(name, _("现在是“%(now)s”，您填的还在这里。") % {"now": now})
    return frozenset(name for name in moved.alone if name in page.beside)


def keep(request: HttpRequest, form: forms.BaseForm) -> None:
    """A form made anew of what was typed, to be typed on: it stays of the version that its page showed."""
    form.fields[FIELD] = forms.CharField(widget=forms.HiddenInput, required=False)
    form.initial[FIELD] = request.POST.get(FIELD, "")


def _names(form: forms.BaseForm, page: Page) -> list[str]:
    shown = [name for name, one in form.fields.items() if name != FIELD and not isinstance(one.widget, _UNSEEN)]
    return [name for name in shown if name not in page.beside and (not page.only or name in page.only)]


def _present(form: forms.BaseForm, page: Page) -> dict[str, Sent]:
    """The row's values as the form, opened now, would send them."""
    found = {
        name: _as_sent(form.fields[name], form.get_initial_for_field(form.fields[name], name))
        for name in _names(form, page)
    }
    return found | {name: sent_by(one.now) for name, one in page.beside.items()}


def _typed(form: forms.BaseForm, page: Page) -> dict[str, Sent]:
    """What came; as the form reads it, so that another way of writing the same is no difference."""
    form.full_clean()
    read = {} if form.errors else form.cleaned_data
    found = {}
    for name in _names(form, page):
        one = form.fields[name]
        raw = one.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        found[name] = _as_sent(one, read.get(name, raw))
    return found | {name: sent_by(one.sent) for name, one in page.beside.items()}


def _as_sent(one: forms.Field, value: Any) -> Sent:
    if isinstance(one.widget, forms.CheckboxInput):
        return ("on",) if value else ()
    if isinstance(value, Decimal):
        value = f"{value.normalize():f}"
    return sent_by(one.widget.format_value(one.prepare_value(value)))


def _take(form: forms.BaseForm, page: Page, moved: Moved, fresh: str) -> None:
    """The form as it is shown again: with the present values that this page left alone, and of the present version."""
    data: Any = form.data
    data = data.copy()
    for name in (one for one in moved.alone if one not in page.beside):
        now = _as_sent(form.fields[name], form.get_initial_for_field(form.fields[name], name))
        data.setlist(form.add_prefix(name), list(now))
        if not now and isinstance(form.fields[name].widget, forms.CheckboxInput):
            del data[form.add_prefix(name)]
    data[form.add_prefix(FIELD)] = fresh
    form.data = data


def _sentence(request: HttpRequest, form: forms.BaseForm, page: Page, thing: Thing, moved: Moved) -> str:
    def called(names: Collection[str]) -> str:
        return formats.listed(_label(form, page, name) for name in names)

    said = [hands.sentence(request, thing, moved, called((*moved.both, *moved.alone)))]
    if moved.alone:
        said.append(_("%(fields)s您没有动过，已换成现在的。") % {"fields": called(moved.alone)})
    for name in (one for one in moved.both if one in page.beside):
        words = {"field": str(page.beside[name].label), "now": page.beside[name].words}
        said.append(_("%(field)s现在是“%(now)s”。") % words)
    return formats.sentences(*said, _("看过以后，再按一次就照这一页保存。"))


def _label(form: forms.BaseForm, page: Page, name: str) -> str:
    if name in page.beside:
        return str(page.beside[name].label)
    return str(form[name].label)


def _words(form: forms.BaseForm, name: str, value: Sent) -> str:
    """A value as a person reads it."""
    one = form.fields[name]
    if isinstance(one.widget, forms.CheckboxInput):
        return _("是") if value else _("否")
    if isinstance(one, forms.ChoiceField):
        labels = {str(code): str(words) for code, words in _flat(one.choices)}
        value = tuple(labels.get(part, part) for part in value)
    text = formats.listed(value) or _("（空）")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    found: list[tuple[Any, Any]] = []
    for code, words in choices:
        found += _flat(words) if isinstance(words, (list, tuple)) else [(code, words)]
    return found
