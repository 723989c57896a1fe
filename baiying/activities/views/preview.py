"""Before a shift is moved or a series called off: who loses the place, who stays, the very words each is told (O8)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from baiying.accounts.access import Asking
from baiying.activities import queries
from baiying.kit.db import rehearsing
from baiying.ui import formats, seen

# So many different texts are shown, so many names with each; the rest is counted.
_TEXTS, _NAMES = 8, 6


@dataclass(frozen=True, slots=True)
class Heard:
    """A text with whom it is for; `loses`: they would lose the place."""

    people: int
    names: str
    text: str
    loses: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The words of one kind of act: of the page that asks, of its button, of the form; what cannot be undone."""

    title: str | Promise
    submit: str | Promise
    form_title: str | Promise
    warning: str | Promise
    # Asked even where nobody would be told; and whoever is told loses the place.
    always: bool = False
    all_lose: bool = False


MOVING = Asked(
    _("改期之前，看一眼"),
    _("改期并通知"),
    _("改期"),
    _("改期不能撤销：改回去要再改一次期，失去名额的人要重新报名。"),
)
CALLING_OFF = Asked(
    _("取消之前，看一眼"),
    _("取消并通知"),
    _("取消班次"),
    _("取消后不能恢复，这个重复也不再安排新的班次。"),
    always=True,
    all_lose=True,
)


def page(
    request: Asking, act: Callable[[], Any], form: forms.Form, about: str, back: str, words: Asked = MOVING
) -> HttpResponse | None:
    """The page that asks, with what was typed; None where nobody would be told, or where just this was seen already.

    What was seen is named by a mark: if somebody signed up or left since, the page is shown anew. Raises what the act
    refuses.
    """
    if request.POST.get("then") == "edit":
        return _again(request, form, about, back, words)
    found = rehearsing.rehearsed(act)
    if not found.told and not words.always:
        return None
    aside = {pk for one in found.told for pk in one.ids} if words.all_lose else {one.pk for one in found.result}
    mark = _mark(request, form, found.told, aside)
    if request.POST.get("seen") == mark:
        return None
    heard = _heard(found.told, aside)
    page = {
        "about": about,
        "heard": heard[:_TEXTS],
        "further": len(heard) - _TEXTS,
        "typed": [(name, value) for name, values in request.POST.lists() if name in form.fields for value in values],
        "mark": mark,
        "changed": "seen" in request.POST,
        "back": back,
        "words": words,
        "number": found.result if words.all_lose else 0,
    }
    return render(request, "activities/preview.html", page)


def _again(request: Asking, form: forms.Form, about: str, back: str, words: Asked) -> HttpResponse:
    context = {"title": words.form_title, "lead": about, "form": form, "submit": words.submit, "back": back}
    return render(request, "activities/change.html", context)


def _mark(request: Asking, form: forms.Form, told: list[rehearsing.Told], aside: set[int]) -> str:
    """Names what was shown: whose texts, word for word, of what was typed on this page. Nobody makes one up."""
    everybody = sorted((pk, pk in aside, one.text) for one in told for pk in one.ids)
    typed = sorted((name, values) for name, values in request.POST.lists() if name in form.fields)
    return seen.mark("activities.preview", request.path, request.actor.account_id, typed, everybody)


def _heard(told: list[rehearsing.Told], aside: set[int]) -> list[Heard]:
    """Who loses something first, then the largest group."""
    names = queries.names_of_signups([pk for one in told for pk in one.ids])
    rows = []
    for one in told:
        people = list(dict.fromkeys(names[pk] for pk in one.ids if pk in names))
        shown = formats.listed(people[:_NAMES])
        if len(people) > _NAMES:
            shown = translate("%(names)s等") % {"names": shown}
        rows.append(Heard(len(people), shown, one.text, set(one.ids) <= aside))
    return sorted(rows, key=lambda row: (not row.loses, -row.people))
